"""Events in the shape of the Agent Development Kit's API server: `data:` frames with camelCase keys."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from studio.director.model import Step

AUTHOR: Final = "nemo_agent"
KEEP_ALIVES: Final = (b"event: heartbeat\ndata: {}\n\n", b"data:\n\n", b": still working\n\n")
"""The three signs of life that clients have to know."""
ACTIONS: Final = ("stateDelta", "artifactDelta", "requestedAuthConfigs", "requestedToolConfirmations")
STOP: Final = {"finishReason": "STOP"}


def frame(payload: Mapping[str, Any]) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(payload, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


class Events:
    """The events of one run. With `streaming`, events say whether they are pieces, as they do on the real server."""

    def __init__(self, now: Callable[[], float], *, streaming: bool = False) -> None:
        self._now = now
        self._whole: dict[str, Any] = {"partial": False} if streaming else {}
        self._invocation = f"e-{uuid.uuid4()}"

    def _event(self, head: Mapping[str, Any], identity: str | None = None, **marks: object) -> bytes:
        common = {"invocationId": self._invocation, "author": AUTHOR, "actions": {key: {} for key in ACTIONS}}
        return frame({**head, **common, **marks, "id": identity or str(uuid.uuid4()), "timestamp": self._now()})

    def call(self, step: Step, identity: str) -> bytes:
        """A tool is called."""
        part = {"functionCall": {"id": identity, "args": dict(step.arguments), "name": step.name}}
        return self._event({**_content(part), **self._whole, **STOP}, longRunningToolIds=[])

    def response(self, step: Step, identity: str) -> bytes:
        """A tool came back."""
        result = dict(step.result) or {"status": "success"}
        part = {"functionResponse": {"id": identity, "name": step.name, "response": result}}
        return self._event(_content(part, role="user"))

    def delta(self, text: str, identity: str) -> bytes:
        """A piece of a text; all pieces and the whole share an id."""
        return self._event({**_content({"text": text}), "partial": True}, identity)

    def text(self, text: str, identity: str) -> bytes:
        """The whole text, repeating its pieces where there were some."""
        return self._event({**_content({"text": text}), **self._whole, **STOP}, identity)

    def nothing(self) -> bytes:
        """The end of a run that says nothing."""
        return self._event({**_content(), **STOP})

    def failure(self, code: str, message: str) -> bytes:
        """A failure as an event of the model's."""
        return self._event({"errorCode": code, "errorMessage": message})


def _content(*parts: Mapping[str, Any], role: str = "model") -> dict[str, Any]:
    return {"content": {"parts": list(parts), "role": role}}


def error_frame(message: str) -> bytes:
    """A failure of the run itself."""
    return frame({"error": message})
