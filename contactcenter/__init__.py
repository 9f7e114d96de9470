"""The project: settings, addresses, and the kernel the apps run on."""

from typing import Final

VERSION: Final = "0.2.0"
