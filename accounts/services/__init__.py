"""Services of accounts: the only code here that writes."""
