"""Extensions of the server programs: limits that apply before a WebSocket frame is parsed."""
