"""Rate limits of expensive actions: each by name, for one person and for one network address.

An address can be a whole company's, so its limit is several times a person's. Cheap commands are counted by the sockets.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from contactcenter.realtime.rate_limit import Limit

NEW_CLIENTS: Final = Limit("clients", seconds=60, address=30)
"""New clients, and return tickets."""
ENTRIES: Final = Limit("entries", seconds=60, person=10, address=60)
"""Conversations, CallBacks and identity tokens."""
CODES: Final = Limit("codes", seconds=600, person=10, address=10)
"""Attempts at invitation codes: nobody may guess one."""
INVITATION_PAGES: Final = Limit("invitation pages", seconds=60, address=120)
"""Invitation links can't be guessed, but nobody needs to try them quickly."""
LEFT_MESSAGES: Final = Limit("left messages", seconds=600, person=5, address=30)
"""Each sends a mail to the supervisors."""
TRANSCRIPTS: Final = Limit("transcripts", seconds=600, person=3, address=30)
"""Each sends a mail to any address the client enters."""
FILES: Final = Limit("files", seconds=60, person=120, address=600)
"""Upload requests; each file takes two."""
PICTURES: Final = Limit("pictures", seconds=60, person=120, address=600)
"""Pictures for shared viewing."""
SIGN_INS: Final = Limit("sign-ins", seconds=600, address=100)
"""Requests to sign in, right or wrong; wrong ones have a limit of their own (accounts/limits.py)."""
REFUSED_SIGN_INS: Final = Limit("refused sign-ins", seconds=600, person=1, address=20)
"""Lines of the audit about sign-ins refused for too many attempts: a flood of them fills no table."""
API_REQUESTS: Final = Limit("api requests", seconds=60, person=settings.API_PER_MINUTE)
"""Requests with one API token."""
UNKNOWN_TOKENS: Final = Limit("unknown api tokens", seconds=60, address=60)
"""Requests with API tokens that don't exist, or no longer."""
