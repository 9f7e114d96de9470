"""Details that clients give: one list of fields, each asked for, stored, shown, corrected and accepted in identity tokens."""

from __future__ import annotations

import pytest

from sessions_app.models import Client
from sessions_app.protocol import DETAILS, ClientEdit, ClientView, EntryStart, MessageLeave
from sessions_app.protocol.details import DetailsCommand
from sessions_app.services.clients import clean_details


def test_commands_and_views_have_the_same_details() -> None:
    assert tuple(name for name in DetailsCommand.__struct_fields__ if name != "id") == DETAILS
    for message in (ClientEdit, ClientView, EntryStart, MessageLeave):
        assert set(DETAILS) < set(message.__struct_fields__)


def test_every_detail_fits_its_column() -> None:
    assert {name: Client._meta.get_field(name).max_length for name in DETAILS} == dict.fromkeys(DETAILS, 200)


def test_details_are_cleaned_and_omitted_ones_stay_unchanged() -> None:
    assert clean_details({"name": "  Carla   Nova ", "email": "", "phone": None}) == {"name": "Carla Nova", "email": ""}


@pytest.mark.parametrize("name", ["verified", "external_id", "token_hash", "address"])
def test_a_service_takes_no_other_column_for_a_detail(name: str) -> None:
    with pytest.raises(TypeError):
        clean_details({name: "x"})
