"""The codes of refusals, each with its status and what it means: for the answers, the OpenAPI document and the reference."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext_noop


class Kind(NamedTuple):
    """A code: its status, its title, and what the reader of the documentation should know."""

    status: int
    title: str
    meaning: str


PROBLEMS: Final[dict[str, Kind]] = {
    "query.invalid": Kind(
        400,
        gettext_noop("Query parameters not understood"),
        "A query parameter is unknown, given twice, or has a value outside its bounds.",
    ),
    "idempotency.key": Kind(
        400, gettext_noop("Idempotency-Key not valid"), "The key is longer than 255 characters, or has others than visible ASCII."
    ),
    "body.malformed": Kind(400, gettext_noop("Body can’t be read"), "The body isn’t one JSON object in UTF-8."),
    "token.missing": Kind(401, gettext_noop("Token missing"), "The request has no Authorization header."),
    "token.unknown": Kind(401, gettext_noop("Token unknown"), "There’s no such token."),
    "token.revoked": Kind(401, gettext_noop("Token revoked"), "A supervisor has revoked the token."),
    "token.expired": Kind(401, gettext_noop("Token expired"), "The token’s time is over."),
    "token.scope": Kind(403, gettext_noop("Scope missing"), "The token is valid but hasn’t got the scope of this operation."),
    "client.forbidden": Kind(403, gettext_noop("Not allowed"), "The token’s account has lost this right."),
    "act.forbidden": Kind(403, gettext_noop("Not allowed"), "The token’s account has lost this right."),
    "session.not_found": Kind(
        404, gettext_noop("No such session"), "There’s no session with this id in the groups of the token."
    ),
    "invitation.not_found": Kind(
        404, gettext_noop("No such invitation"), "There’s no invitation with this id in the groups of the token."
    ),
    "operator.not_found": Kind(
        404, gettext_noop("No such operator"), "There’s no operator with this id in the groups of the token."
    ),
    "client.not_found": Kind(404, gettext_noop("No such client"), "There’s no client with this id in the groups of the token."),
    "cursor.not_found": Kind(
        404,
        gettext_noop("No such page"),
        "The cursor is altered, or belongs to a list with other filters. Begin again without one.",
    ),
    "filter.not_found": Kind(
        404, gettext_noop("No such filter"), "There’s no widget, group or operator of this name in the groups of the token."
    ),
    "path.not_found": Kind(404, gettext_noop("No such address"), "The API has no such address."),
    "method.not_allowed": Kind(
        405,
        gettext_noop("Method not allowed"),
        "The address exists, but not with this method; the Allow header has those it knows.",
    ),
    "report.days": Kind(
        409,
        gettext_noop("Days don’t fit"),
        "The first day comes after the last one, they are out of range, or more than three years.",
    ),
    "act.late": Kind(409, gettext_noop("Things have moved on"), "Somebody was quicker: the detail says what has happened."),
    "session.closed": Kind(409, gettext_noop("Session over"), "The conversation has ended, or isn’t in a state for this."),
    "redirect.target": Kind(
        409, gettext_noop("Target can’t take it"), "The operator or group can’t take the session now; the detail says why."
    ),
    "redirect.nobody": Kind(
        409,
        gettext_noop("No such target"),
        "The operator or group doesn’t exist for this token, or has the session already. Give exactly one of the two.",
    ),
    "redirect.call": Kind(409, gettext_noop("A call is running"), "A session isn’t redirected while its call runs."),
    "operator.left": Kind(409, gettext_noop("Operator has left"), "Nobody is at this operator’s console."),
    "operator.state": Kind(409, gettext_noop("Already in this state"), "The operator is in this state already."),
    "presence.reason": Kind(409, gettext_noop("No such reason"), "The reason for being away isn’t one of the list in the admin."),
    "invitation.too_many": Kind(
        409, gettext_noop("Too many invitations"), "The operator has fifty open invitations. Revoke some."
    ),
    "invitation.no_widget": Kind(409, gettext_noop("No widget"), "None of the operator’s groups has an active widget."),
    "erase.running": Kind(
        409, gettext_noop("Client in a conversation"), "A conversation of the client isn’t over. End it first."
    ),
    "erase.other_groups": Kind(
        409, gettext_noop("Client of other groups, too"), "The client has conversations in groups that aren’t the token’s."
    ),
    "body.too_large": Kind(413, gettext_noop("Body too large"), "A body has at most 64 KB."),
    "body.type": Kind(
        415, gettext_noop("Type of body not supported"), "Send JSON, with the header Content-Type: application/json."
    ),
    "body.invalid": Kind(
        422,
        gettext_noop("Fields not valid"),
        "A field is unknown, missing, of another type or out of bounds; the detail says which.",
    ),
    "command.invalid": Kind(422, gettext_noop("Can’t be saved"), "The database doesn’t take a value of the request."),
    "act.reason": Kind(422, gettext_noop("Reason not valid"), "The reason has more than 200 characters."),
    "erase.reason": Kind(
        422,
        gettext_noop("Reason not valid"),
        "The reason is kept in the audit and must not have the client’s name, address or number.",
    ),
    "idempotency.reused": Kind(
        422, gettext_noop("Idempotency-Key used before"), "Another request had this key. Choose a new one for each request."
    ),
    "rate.exceeded": Kind(
        429,
        gettext_noop("Too many requests"),
        "The token’s requests of this minute are used up. Wait for the seconds in Retry-After.",
    ),
    "server.error": Kind(500, gettext_noop("Internal error"), "Something went wrong on our side; it is in the log."),
    "server.busy": Kind(
        503,
        gettext_noop("Not available now"),
        "The database or storage can’t be reached. Try again after the seconds in Retry-After.",
    ),
}
