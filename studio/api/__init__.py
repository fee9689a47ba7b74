"""The protocol's calls as HTTP routes."""
