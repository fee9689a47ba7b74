"""Whatever comes in, nothing falls over."""
