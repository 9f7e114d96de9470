"""How often people may do what costs us much: each limit by name, for one person and for one network address.

An address can be a whole company's, so it may do several times what one person may. Cheap commands are counted by the sockets.
"""

from __future__ import annotations

from typing import Final

from contactcenter.rate_limit import Limit

NEW_CLIENTS: Final = Limit("clients", seconds=60, address=30)
"""New clients, and tickets to come back with."""
ENTRIES: Final = Limit("entries", seconds=60, person=10, address=60)
"""Conversations, CallBacks and proofs of identity."""
CODES: Final = Limit("codes", seconds=600, person=10, address=10)
"""Tried codes of invitations: nobody may guess one."""
INVITATION_PAGES: Final = Limit("invitation pages", seconds=60, address=120)
"""A link cannot be guessed, but nobody need be able to try quickly."""
LEFT_MESSAGES: Final = Limit("left messages", seconds=600, person=5, address=30)
"""Each is a letter to the supervisors."""
TRANSCRIPTS: Final = Limit("transcripts", seconds=600, person=3, address=30)
"""Each is a letter to whatever address the client writes."""
FILES: Final = Limit("files", seconds=60, person=120, address=600)
"""Requests that bring a file; each file takes two."""
PICTURES: Final = Limit("pictures", seconds=60, person=120, address=600)
"""Pictures to look at together."""
SIGN_INS: Final = Limit("sign-ins", seconds=600, person=10, address=100)
"""Tried passwords; a person is a name together with the address it is tried from."""
ACCOUNT_SIGN_INS: Final = Limit("account sign-ins", seconds=3600, person=100)
"""Tried passwords of one name, from all addresses together: more than one address may try alone."""
KNOWN_SIGN_INS: Final = Limit("known sign-ins", seconds=600, person=10)
"""Tried passwords of one name from a browser that has signed in with it before."""
