"""The websites of the world: what a host page does to the widget, and that the widget goes on. The list is ``sites.py``."""
