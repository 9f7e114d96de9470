"""The product's rules as tables and pure functions: no rows, no clock, no sockets."""
