"""The call: its states, its two legs, and the signalling between them."""
