"""Messages that were written before and are taken up by the press of a button, each once in one sense."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.conversation.context import Context, number_in
from core.conversation.reception import Handled
from core.conversation.requests import is_document
from core.conversation.said import said
from core.model import JobKind, JobState, Message
from core.ports import Store


class EarlierMessages:
    """Finds them by the inbox row that a button names, in their own conversation only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def once(self, press: Context, take: Callable[[Context], Awaitable[Handled]], *, part: int) -> Handled:
        """What `take` makes of the message, in the name of who pressed. A second press starts no second run: the work has
        the same name at each; `part` tells the senses apart in which a message can be taken."""
        earlier = await self._found(press, part)
        if earlier is None:
            return said(press, press.say("I no longer have that message."))
        if await self._store.jobs.jobs_of_request(earlier.request_id):
            return said(press, press.say("That was asked for already. Write it once more if you want it again."))
        return await take(earlier)

    async def _found(self, press: Context, part: int) -> Context | None:
        number = number_in(press.argument)
        row = await self._store.inbox.get(number) if number is not None else None
        if row is None or row.message.conversation != press.message.conversation:
            return None
        message = replace(row.message, person=press.person, edited=False)
        if row.message.edited and await self._are_there(message):
            message = replace(message, attachments=tuple(filter(is_document, message.attachments)))
        return replace(press, message=message, row_id=row.id, part=part)

    async def _are_there(self, message: Message) -> bool:
        """Whether the files of a message, as it first came, are in the session that is worked in now."""
        first = await self._store.inbox.first_row(message.ref)
        jobs = await self._store.jobs.jobs_of_request(f"r{first}")
        project = await self._store.projects.active(message.conversation)
        return project is not None and any(
            job.kind is JobKind.UPLOAD
            and job.state is JobState.SUCCEEDED
            and job.project_id == project.id
            and job.data.get("session") == project.session_id
            for job in jobs
        )
