"""The client of the NemoVideo service: calls, streams, shapes, codes, and what its agent means without a screen."""

from core.nemo.client import NemoClient
from core.nemo.links import registration_link
from core.nemo.redaction import redact
from core.nemo.shapes import new_render_id
from core.nemo.timing import RunLimits

__all__ = [
    "NemoClient",
    "RunLimits",
    "new_render_id",
    "redact",
    "registration_link",
]
