"""Host websites: what a page can do to the widget, and that the widget survives. The list is ``sites.py``."""
