"""Names of all channel groups, built from rows and never from text a browser sent."""


def session(public_id: str) -> str:
    """Entries of one session's log, for its operator and its client."""
    return f"session.{public_id}"


def queue(group: int) -> str:
    """Changes of a group's queue, for its operators and its waiting clients."""
    return f"queue.{group}"


def operator(pk: int) -> str:
    """Notifications for one operator, in all their tabs."""
    return f"operator.{pk}"


def client(pk: int) -> str:
    """Notifications for one client, in all their tabs."""
    return f"client.{pk}"


def leg(leg_id: str) -> str:
    """Signalling to one tab of a call."""
    return f"leg.{leg_id}"


def supervisors(group: int) -> str:
    """What only supervisors see of a group's running sessions, such as the quality of calls."""
    return f"supervisors.{group}"


def ratings(group: int) -> str:
    """Ratings of a group's sessions, also of those that are over."""
    return f"ratings.{group}"
