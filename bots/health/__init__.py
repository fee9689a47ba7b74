"""How the service is doing, for machines that ask: /healthz, /readyz and /metrics."""

from bots.health.checks import Checks, Report, Stage
from bots.health.server import health_server

__all__ = ["Checks", "Report", "Stage", "health_server"]
