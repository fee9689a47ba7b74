"""What drifts, falls or shines over a drawn scene."""

from studio.render.effects.catalogue import dressed

__all__ = ["dressed"]
