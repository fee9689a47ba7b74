"""Bad days on demand: rules that make the studio misbehave, and exact books of what it was asked."""
