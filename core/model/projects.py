"""What is being made: projects, drafts kept as revisions, renders, and what the backend says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.model.places import ConversationKey

DraftJson = Mapping[str, Any]
"""A draft exactly as the backend sent it: unknown keys stay, so that it can go back unchanged in meaning."""


@dataclass(frozen=True, slots=True)
class Project:
    """One timeline being edited: a backend session and the skill it is worked on with.

    `name` is empty until somebody names it or something is made in it.
    `session_id` and `task_id` are None until the backend has made the session; `user_id` is the backend's account id.
    """

    id: int
    conversation: ConversationKey
    name: str
    skill: str
    language: str
    session_id: str | None = None
    task_id: str | None = None
    created_at: datetime | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A kept draft: what the timeline was after `request`, and who asked for it. `number` counts from 1 in a project."""

    project_id: int
    number: int
    draft: DraftJson
    request: str
    requested_by: str
    created_at: datetime


class RenderState(StrEnum):
    """Where an export stands."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Render:
    """An export of one draft, by our own render id. `progress` is 0-100, `size` in bytes, `duration` in seconds."""

    id: str
    state: RenderState
    progress: int = 0
    url: str | None = None
    size: int | None = None
    duration: float | None = None
    error: str | None = None
    retry_after: float | None = None  # seconds until the backend wants to be asked again


@dataclass(frozen=True, slots=True)
class Session:
    """A backend session. `user_id` is the backend's account id, for the registration link."""

    session_id: str
    task_id: str
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class SessionState:
    """The backend's own view of a session: its draft and media, untouched. `generated` counts what the agent made."""

    draft: DraftJson
    video_infos: tuple[Mapping[str, Any], ...] = ()
    generated: int = 0
    width: int | None = None
    height: int | None = None
    user_id: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as the backend has it. `file_type` is video, image or audio; `duration` in seconds."""

    filename: str
    file_type: str
    cdn_url: str | None = None
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """A balance: `frozen` is reserved by running work."""

    available: float
    frozen: float
    total: float


class TokenSource(StrEnum):
    """Whose credits a conversation spends."""

    OPERATOR = "operator"  # NEMO_TOKEN, shared by every conversation
    OWN = "own"  # given by the conversation's people in private
    ANONYMOUS = "anonymous"  # free credits under the conversation's own client id


@dataclass(frozen=True, slots=True)
class AnonymousToken:
    """The answer to the anonymous-token call."""

    token: str = field(repr=False)
    user_id: str | None = None
    expires_at: datetime | None = None
    credits: float | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What a backend call is made with. The token never appears in a repr, a URL or a log."""

    token: str = field(repr=False)
    source: TokenSource
    client_id: str | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The three headers that every backend call carries."""

    skill: str
    version: str
    platform: str
