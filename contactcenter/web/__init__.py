"""HTTP plumbing: limits, compression, static files, shutdown. Knows no product."""
