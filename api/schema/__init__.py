"""What the API takes and answers, as msgspec structs: the source of the checks and of the OpenAPI document."""
