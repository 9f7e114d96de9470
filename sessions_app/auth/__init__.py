"""Who is signed in, who asks over HTTP, and what a request says of its sender."""
