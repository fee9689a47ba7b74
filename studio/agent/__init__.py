"""A run: one message to the director, its answer told as a stream of events, its change applied and paid for."""
