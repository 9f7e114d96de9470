"""Webhooks (I3): events written to an outbox in the transaction of the change, and delivered to other systems afterwards."""
