"""What a message asks for: an export, credits, status, an upload, or work for the agent; in every language we speak."""

from core.intents.classifier import classify
from core.intents.intent import Intent, IntentKind

__all__ = ["Intent", "IntentKind", "classify"]
