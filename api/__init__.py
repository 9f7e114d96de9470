"""Open to other systems: the REST API (I1), thin over the services and presenters of other rooms; tokens (I2); webhooks (I3)."""
