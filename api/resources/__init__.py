"""The endpoints, one module for each kind of thing. Each is thin: a selector, a service, a presenter."""
