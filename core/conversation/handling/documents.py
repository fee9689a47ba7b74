"""Documents that came as a prompt: read for their words, never sent to the backend."""

from collections.abc import Sequence

from core.conversation.handling.material import on_disk
from core.conversation.handling.tools import Task, Tools
from core.conversation.payloads import EditPayload
from core.documents import read_document
from core.model import Attachment


async def prompt(tools: Tools, task: Task[EditPayload], documents: Sequence[Attachment], words: str) -> tuple[str, str]:
    """What was written, followed by what the documents say, and a word where one was too long. Raises
    DocumentUnreadable."""
    parts, notes = [words] if words else [], []
    for document in documents:
        async with on_disk(tools, task.run.job.conversation, document, task.skill) as path:
            read = await read_document(path, document.name)
        parts.append(read.text)
        if read.cut_short:
            notes.append(task.say("{name} is longer than I can read; I used its beginning.", name=document.name))
    return "\n\n".join(parts), "\n".join(notes)
