"""Files that come in: by upload or by address, checked by name, size and content."""
