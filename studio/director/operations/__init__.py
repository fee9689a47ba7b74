"""Wishes carried out on a draft, one small module per kind."""
