"""Accounts of people who sign in: the ways in and their limits, second factors, single sign-on, and the ends of sessions."""
