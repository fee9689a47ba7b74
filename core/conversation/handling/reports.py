"""What an edit came to, from the drafts before and after and the agent's words."""

import asyncio

from core.conversation.handling.tools import Task
from core.conversation.payloads import EditPayload, Report
from core.model import DraftJson
from core.timeline import changes, has_content, parse, suggestions, summary


async def make_report(
    task: Task[EditPayload], before: DraftJson, after: DraftJson, text: str, *, replaced: bool = False
) -> Report:
    """The report in the task's language. An edit that closed without a word is told by its changes.

    Made in a thread: drafts of twenty thousand segments take some tenths of a second to compare.
    """
    return await asyncio.to_thread(_made, task, before, after, text, replaced)


def _made(task: Task[EditPayload], before: DraftJson, after: DraftJson, text: str, replaced: bool) -> Report:
    say, view = task.say, parse(after)
    changed = tuple(changes(before, view, say))
    if not text and not changed:
        text = say("The agent finished without a word, and the timeline is as it was.")
    return Report(
        text=text,
        changes=changed,
        timeline=summary(view, say) if has_content(after) else "",
        next_steps=tuple(say(step) for step in suggestions(view, task.skill)),
        session_replaced=replaced,
    )
