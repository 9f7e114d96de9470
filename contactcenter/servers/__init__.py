"""What the product adds to its server programs: limits that hold before a WebSocket frame is parsed."""
