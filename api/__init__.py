"""The REST API (I1): thin over the selectors, services and presenters of the other rooms. Tokens (I2) say who asks."""
