"""Dates and times of pages in English: the same in the admin, reports and the audit, and read the same way on both sides of the ocean."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, H:i"
