"""Files of a session and the library (product: F1 to F4, F6)."""
