"""Planted faults: guards taken out of a copy of the product one by one, to see that the tests notice.

``python -m tests.sabotage [NAME …]`` prints a table; tests/house/test_sabotage.py checks quickly that each fault still fits the code.
"""
