"""Scenes drawn from nothing but numbers: they move, and the same seed always gives the same film."""

from studio.render.scenes.catalogue import make_scene

__all__ = ["make_scene"]
