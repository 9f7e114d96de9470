"""Reads files from strangers in processes of their own. `client.py` is our side; the rest runs in the sandbox and knows no Django."""
