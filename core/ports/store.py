"""What is kept, as the core needs it. Every method is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.model import (
    AnonymousToken,
    Conversation,
    ConversationKey,
    ConversationKind,
    DraftJson,
    Job,
    Message,
    MessageRef,
    NewDelivery,
    NewJob,
    Project,
    Render,
    Revision,
    Session,
)
from core.ports.admissions import Admissions, Spending
from core.ports.jobs import JobQueue
from core.ports.outbox import Outbox
from core.ports.recall import Recall
from core.ports.retention import Retention
from core.ports.survey import Survey


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message that was written down and not handled yet."""

    id: int
    message: Message
    arrived_at: datetime


class Inbox(Protocol):
    """Messages as they came in, once per platform and update id."""

    async def add(self, message: Message) -> int | None:
        """Write a message down; its row id, or None when that update id was seen before."""
        ...

    async def place(self, update_id: str, place: MessageRef) -> InboxRow | None:
        """Keep where an unplaced message belongs; the row, or None when it was placed or handled before."""
        ...

    async def pending(self) -> list[InboxRow]:
        """What is not handled yet, in the order it arrived."""
        ...

    async def get(self, row_id: int) -> InboxRow | None:
        """One row, handled or not."""
        ...

    async def first_row(self, message: MessageRef) -> int | None:
        """The row in which a message of a conversation was first written down, before it was edited; None if it never was."""
        ...

    async def done(
        self, rows: Sequence[int], *, jobs: Sequence[NewJob] = (), deliveries: Sequence[NewDelivery] = ()
    ) -> list[Job]:
        """Mark rows handled, queue the jobs and owe the deliveries that came of them: all or nothing. The queued jobs."""
        ...


class Conversations(Protocol):
    """Settings and state of the places where people talk to the bot."""

    async def get(self, key: ConversationKey, kind: ConversationKind = ConversationKind.DIRECT) -> Conversation:
        """A conversation, made with defaults when it is new."""
        ...

    async def save(self, conversation: Conversation) -> None:
        """Keep its settings."""
        ...

    async def move(self, old: ConversationKey, new: ConversationKey) -> bool:
        """Rewrite a chat id everywhere (its topics, projects, jobs, deliveries, inbox, credentials); False when done before."""
        ...


class Projects(Protocol):
    """Timelines and their kept drafts."""

    async def create(self, conversation: ConversationKey, *, name: str, skill: str, language: str) -> Project:
        """A new project, which becomes the conversation's active one."""
        ...

    async def get(self, project_id: int) -> Project | None:
        """One project."""
        ...

    async def active(self, conversation: ConversationKey) -> Project | None:
        """The project that messages go to."""
        ...

    async def activate(self, conversation: ConversationKey, project_id: int) -> Project | None:
        """Switch to another project of the same conversation; None when it is not one of its own."""
        ...

    async def of(self, conversation: ConversationKey) -> list[Project]:
        """All projects of a conversation, newest first."""
        ...

    async def set_session(self, project_id: int, session: Session | None) -> None:
        """Keep the backend session (None: it is gone)."""
        ...

    async def add_revision(
        self, project_id: int, *, draft: DraftJson, request: str, requested_by: str, job_id: int, name: str = ""
    ) -> Revision:
        """Keep a draft; adding again for the same job gives the revision kept before.

        A project that has no name yet is called `name`.
        """
        ...

    async def revision(self, project_id: int, number: int | None = None) -> Revision | None:
        """One revision, or the newest."""
        ...

    async def revisions(self, project_id: int, limit: int = 20) -> list[Revision]:
        """The newest revisions, newest first."""
        ...


class Credentials(Protocol):
    """Client ids and tokens; tokens are encrypted at rest."""

    async def client_id(self, conversation: ConversationKey) -> str:
        """The conversation's client id: a UUID made once and kept for good."""
        ...

    async def own_token(self, conversation: ConversationKey) -> str | None:
        """The token that its people gave."""
        ...

    async def set_own_token(self, conversation: ConversationKey, token: str | None) -> None:
        """Keep or forget that token."""
        ...

    async def anonymous(self, conversation: ConversationKey) -> AnonymousToken | None:
        """The free token it was given last."""
        ...

    async def set_anonymous(self, conversation: ConversationKey, token: AnonymousToken | None) -> None:
        """Keep or forget the free token."""
        ...

    async def rotate(self) -> int:
        """Encrypt every token anew under the newest key. Returns how many."""
        ...


class Renders(Protocol):
    """Exports by our own render ids."""

    async def add(self, render_id: str, *, job_id: int, project_id: int, revision: int | None) -> None:
        """Store an id, before it is sent."""
        ...

    async def save(self, render: Render) -> None:
        """Store how it stands."""
        ...

    async def latest(self, project_id: int) -> Render | None:
        """The newest export of a project."""
        ...


class Store(Protocol):
    """Everything that is kept."""

    @property
    def inbox(self) -> Inbox: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def credentials(self) -> Credentials: ...
    @property
    def renders(self) -> Renders: ...
    @property
    def jobs(self) -> JobQueue: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def admissions(self) -> Admissions: ...
    @property
    def spending(self) -> Spending: ...
    @property
    def retention(self) -> Retention: ...
    @property
    def survey(self) -> Survey: ...
    @property
    def recall(self) -> Recall: ...
