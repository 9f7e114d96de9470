"""One prepared data folder, copied for each site: migrations and demo data run once per test run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contactcenter.live import tabs_close  # noqa: F401
from tests.servers import Site

SiteCopier = Callable[..., Site]


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("prepared"))
    site.prepare()
    return site.folder / "data"


@pytest.fixture(scope="module")
def copy_site(prepared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteCopier]:
    """Start a site on a copy of the prepared data. Its log must have no traceback at the end."""
    sites: list[Site] = []

    def copy(**options: Any) -> Site:
        folder = tmp_path_factory.mktemp("site")
        shutil.copytree(prepared_data, folder / "data")
        site = Site(folder, **options)
        sites.append(site)
        site.start()
        return site

    yield copy
    for site in sites:
        site.stop()
    for site in sites:
        site.close()
