"""What a run of the backend's agent tells while it works, once the stream's spellings are decoded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """A sign of life: it means "still working", never "done" and never progress."""


@dataclass(frozen=True, slots=True)
class AgentText:
    """One finished text of the agent (partials and their repeating final event are already one)."""

    text: str


@dataclass(frozen=True, slots=True)
class AgentTextDelta:
    """A piece of a text that is still being written; the finished text follows as `AgentText`."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The agent started a tool. Shown as a stage, never as text. `outlives` says that it goes on after the run."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    outlives: bool = False


@dataclass(frozen=True, slots=True)
class ToolResult:
    """A tool of the agent's came back."""

    name: str
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """Something else happened (a state change without content, say): progress without words."""


RunEvent = KeepAlive | AgentText | AgentTextDelta | ToolCall | ToolResult | OtherEvent
