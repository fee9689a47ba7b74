"""Events in the shape of the Agent Development Kit's API server: `data:` frames with camelCase keys."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from studio.director.model import Step

AUTHOR: Final = "nemo_agent"
KEEP_ALIVES: Final = (b"event: heartbeat\ndata: {}\n\n", b"data:\n\n", b": still working\n\n")
"""The three signs of life that clients have to know."""


def frame(payload: Mapping[str, Any]) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(payload, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


class Events:
    """The events of one run."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._invocation = f"e-{uuid.uuid4()}"

    def _event(self, parts: list[dict[str, Any]], role: str, identity: str | None = None) -> dict[str, Any]:
        return {
            "content": {"parts": parts, "role": role},
            "invocationId": self._invocation,
            "author": AUTHOR,
            "actions": {"stateDelta": {}, "artifactDelta": {}, "requestedAuthConfigs": {}},
            "id": identity or str(uuid.uuid4()),
            "timestamp": self._now(),
        }

    def call(self, step: Step, identity: str) -> bytes:
        """A tool is called."""
        part = {"functionCall": {"id": identity, "name": step.name, "args": dict(step.arguments)}}
        return frame(self._event([part], "model"))

    def response(self, step: Step, identity: str) -> bytes:
        """A tool came back."""
        result = dict(step.result) or {"status": "success"}
        part = {"functionResponse": {"id": identity, "name": step.name, "response": result}}
        return frame(self._event([part], "user"))

    def delta(self, text: str, identity: str) -> bytes:
        """A piece of a text; all pieces and the whole share an id."""
        return frame({**self._event([{"text": text}], "model", identity), "partial": True})

    def text(self, text: str, identity: str) -> bytes:
        """The whole text, repeating its pieces."""
        return frame({**self._event([{"text": text}], "model", identity), "partial": False, "finishReason": "STOP"})

    def nothing(self) -> bytes:
        """The end of a run that says nothing."""
        return frame({**self._event([], "model"), "finishReason": "STOP"})

    def failure(self, code: str, message: str) -> bytes:
        """A failure as an event of the model's."""
        event = self._event([], "model")
        del event["content"]
        return frame({"errorCode": code, "errorMessage": message, **event})


def error_frame(message: str) -> bytes:
    """A failure of the run itself."""
    return frame({"error": message})
