"""Measurements of the product against bare references in the same run. Not part of the product; it may use the tests' servers."""
