"""Pages of accounts: sign-in, second factors, sessions."""
