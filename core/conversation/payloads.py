"""What a job needs to know, as it lies in the queue: one frozen dataclass per kind of job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import TypeAdapter

from core.model import Attachment, ConversationKind


@dataclass(frozen=True, slots=True)
class Report:
    """What an edit came to, ready to be told: now, or together with the video that is exported next."""

    text: str = ""
    changes: tuple[str, ...] = ()
    timeline: str = ""
    next_steps: tuple[str, ...] = ()
    session_replaced: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class UploadPayload:
    """Files for the project's session. `then_words` says that words follow, so that the files alone need no answer."""

    language: str
    kind: ConversationKind
    skill: str
    attachments: tuple[Attachment, ...] = ()
    then_words: bool = False


@dataclass(frozen=True, slots=True)
class EditPayload:
    """One message to the agent. `documents` are read first and their words become part of it."""

    language: str
    kind: ConversationKind
    skill: str
    text: str
    documents: tuple[Attachment, ...] = ()
    then_export: bool = False
    wished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportPayload:
    """One render: of a kept revision, or (None) of the timeline as it stands. `report` is told with the video; `wished`
    is how somebody wanted it, as `core.intents` reads it: `format`, `resolution`."""

    language: str
    kind: ConversationKind
    skill: str
    revision: int | None = None
    report: Report = field(default_factory=Report)
    wished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueryPayload:
    """A look that changes nothing: `what` is setup, credits, status, timeline or link."""

    language: str
    kind: ConversationKind
    skill: str
    what: str


Payload = UploadPayload | EditPayload | ExportPayload | QueryPayload
AnyPayload = TypeVar("AnyPayload", UploadPayload, EditPayload, ExportPayload, QueryPayload, Report)


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    shape: TypeAdapter(shape) for shape in (UploadPayload, EditPayload, ExportPayload, QueryPayload, Report)
}


def dump(payload: Payload | Report) -> dict[str, Any]:
    """As JSON values."""
    data: dict[str, Any] = _ADAPTERS[type(payload)].dump_python(payload, mode="json")
    return data


def load(shape: type[AnyPayload], data: Mapping[str, Any]) -> AnyPayload:
    """Back from JSON values."""
    payload: AnyPayload = _ADAPTERS[shape].validate_python(dict(data))
    return payload
