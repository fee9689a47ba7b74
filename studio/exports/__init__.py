"""Exports: a line for each session, a few at once, picked up again after a stop."""
