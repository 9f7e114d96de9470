"""Looking at a file or the live picture together, and drawing on it (product: F5)."""
