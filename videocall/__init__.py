"""The call: its life, its two legs, the relay between them."""
