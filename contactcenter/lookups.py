"""Lookups that take whatever number a form or an address names. Importing registers them.

Django's comparisons find nothing for numbers beyond a column's range. Its ``in`` hands them to the driver, and SQLite's raises
OverflowError. A relation's ``in`` is another lookup: the admin's forms refuse such keys before.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import IntegerField, lookups

LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
"""What any database takes as an integer."""


@IntegerField.register_lookup
class In(lookups.In):
    """``in`` without the numbers no row can have."""

    def get_prep_lookup(self) -> Any:
        values = super().get_prep_lookup()
        if not isinstance(values, list):  # a query
            return values
        return [value for value in values if not isinstance(value, int) or LEAST <= value <= MOST]
