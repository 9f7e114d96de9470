"""Open to other systems: the REST API (I1), thin over the selectors, services and presenters of the other rooms; tokens (I2); webhooks (I3)."""
