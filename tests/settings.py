"""The product's settings with a temporary data folder and cheap password hashing. Nothing that tests measure may change here."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_data_dir = tempfile.mkdtemp(prefix="contactcenter-tests-")
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
os.environ["CONTACTCENTER_DATA_DIR"] = _data_dir
os.environ.setdefault("CONTACTCENTER_DEVELOPMENT", "1")
os.environ.setdefault("SECRET_KEY", "a key for tests, where nothing is secret and nothing is kept")

from contactcenter.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
