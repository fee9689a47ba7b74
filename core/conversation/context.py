"""What is known about a message before anything is decided: who, where, in which language, on which project."""

from dataclasses import dataclass, replace

from core.conversation.payloads import Payload, dump
from core.conversation.replies import requester_name, status_card
from core.jobs.progress import StatusView, status_key
from core.locales import Speech
from core.model import (
    Content,
    Conversation,
    ConversationKind,
    DeliveryKind,
    JobKind,
    Message,
    NewDelivery,
    NewJob,
    Person,
    Project,
)
from core.ports import Capabilities

LONGEST_NUMBER = 18
"""Digits of what a database still takes as a number."""


@dataclass(frozen=True, slots=True)
class Context:
    """One message with all that deciding needs. `request_id` names what it asks for, should it ask for work.

    `project_id` is the project that an answered result, or the message with the pressed button, came of.
    """

    message: Message
    row_id: int
    conversation: Conversation
    say: Speech
    language: str
    capabilities: Capabilities
    part: int = 0
    project_id: int | None = None

    @property
    def request_id(self) -> str:
        """Unique and short: it travels in buttons. `part` tells several requests of one message apart."""
        return f"r{self.row_id}.{self.part}" if self.part else f"r{self.row_id}"

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.message.kind is ConversationKind.GROUP

    @property
    def person(self) -> Person:
        """Who wrote."""
        return self.message.person

    @property
    def argument(self) -> str:
        """What was written behind the command; empty without one."""
        return self.message.command.argument.strip() if self.message.command is not None else ""

    def command(self, word: str) -> str:
        """A command as people of this platform type it."""
        return f"{self.capabilities.command_prefix}{word}"

    def answer(
        self,
        content: Content,
        kind: DeliveryKind = DeliveryKind.ANSWER,
        *,
        private: bool = False,
        part: str = "answer",
    ) -> NewDelivery:
        """A reply to this message; asking again for the same row owes nothing new."""
        return NewDelivery(
            key=f"{part}:{self.request_id}",
            conversation=self.message.conversation,
            kind=kind,
            content=replace(content, language=self.language),
            reply_to=self.message.ref,
            mention=self.person,
            private=private and self.in_group,
        )

    def job(
        self,
        kind: JobKind,
        payload: Payload,
        *,
        project: Project | None,
        number: int = 0,
        request_id: str | None = None,
        own_line: bool = False,
    ) -> NewJob:
        """A job that this message asks for; `number` tells the jobs of one request apart."""
        request = request_id or self.request_id
        line = f"project:{project.id}" if project is not None and not own_line else f"request:{request}"
        return NewJob(
            key=f"{request}:{number}:{kind}",
            line=line,
            request_id=request,
            conversation=self.message.conversation,
            kind=kind,
            payload=dump(payload),
            person=self.person,
            reply_to=self.message.ref,
            project_id=project.id if project is not None else None,
        )

    def status(self, stage: str, *, ahead: int = 0, request_id: str | None = None) -> NewDelivery:
        """The request's status message, owed together with its jobs."""
        request = request_id or self.request_id
        name = requester_name(self.person) if self.in_group else None
        card = status_card(self.say, StatusView(request, stage, requester=name, ahead=ahead))
        return NewDelivery(
            key=status_key(request),
            conversation=self.message.conversation,
            kind=DeliveryKind.STATUS,
            content=card,
            reply_to=self.message.ref,
            mention=self.person,
        )


def number_in(text: str) -> int | None:
    """The number that a command's argument is, as far as ids and versions go; None when it is something else."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None
