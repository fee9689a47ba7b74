"""Prompts as people write them, each with what a person would expect of the film."""
