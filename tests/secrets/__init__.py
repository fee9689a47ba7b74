"""Nothing secret shows anywhere."""
