"""How a conversation uses the video service: whose token, which session, and how long to wait when it is away."""

from core.backend.accounts import Accounts
from core.backend.breaker import Breaker
from core.backend.line import BackendLine, Caller
from core.backend.sessions import Sessions
from core.backend.spending import SpendMeter

__all__ = ["Accounts", "BackendLine", "Breaker", "Caller", "Sessions", "SpendMeter"]
