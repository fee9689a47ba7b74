"""How what is owed reaches its conversation: once, in order, and at the platform's pace."""

from core.delivery.service import DeliveryService

__all__ = ["DeliveryService"]
