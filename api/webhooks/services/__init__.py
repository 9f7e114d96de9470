"""What writes webhooks and their deliveries."""
