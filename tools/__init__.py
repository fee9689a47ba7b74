"""What the project is worked on with; no part of what runs."""
