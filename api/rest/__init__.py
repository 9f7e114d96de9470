"""The layer between HTTP and the endpoints: declaration, parsing, cursors, refusals, and the OpenAPI document. Knows no product rows."""
