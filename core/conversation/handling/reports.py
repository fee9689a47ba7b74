"""What an edit came to, from the drafts before and after and the agent's words."""

from core.conversation.handling.tools import Task
from core.conversation.payloads import EditPayload, Report
from core.model import DraftJson
from core.timeline import changes, has_content, suggestions, summary


def make_report(
    task: Task[EditPayload], before: DraftJson, after: DraftJson, text: str, *, replaced: bool = False
) -> Report:
    """The report in the task's language. An edit that closed without a word is told by its changes."""
    say = task.say
    changed = tuple(changes(before, after, say))
    if not text and not changed:
        text = say("The agent finished without a word, and the timeline is as it was.")
    return Report(
        text=text,
        changes=changed,
        timeline=summary(after, say) if has_content(after) else "",
        next_steps=tuple(say(step) for step in suggestions(after, task.skill)),
        session_replaced=replaced,
    )
