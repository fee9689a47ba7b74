"""Looks have no status message: when one has to wait for the video service, the chat is told why, once."""

from dataclasses import replace
from typing import Generic

from core.conversation.handling.endings import delivery
from core.conversation.handling.tools import P, Task, Tools
from core.conversation.replies import plain, waiting_text
from core.errors import ReelayError
from core.model import DeliveryKind

UNSAID = 3.0
"""Seconds of waiting that nobody needs to hear about."""


class _Wait(Generic[P]):
    def __init__(self, tools: Tools, task: Task[P]) -> None:
        self._tools = tools
        self._task: Task[P] = task
        self._waited = 0.0
        self._told = False
        self._why: ReelayError | None = None

    def on_wait(self, error: ReelayError) -> None:
        self._why = error

    async def sleep(self, seconds: float) -> None:
        self._waited += seconds
        if self._waited > UNSAID and not self._told and self._why is not None:
            self._told = True
            said = plain("⏸ " + waiting_text(self._task.say, self._why))
            notice = delivery(self._task.run.job, said, DeliveryKind.NOTICE, part="waits")
            await self._tools.store.outbox.owe(notice)
        await self._task.run.sleep(seconds)


def patient(tools: Tools, task: Task[P]) -> Task[P]:
    """The same task, whose calls say why they wait, and end as soon as somebody asks for that."""
    wait = _Wait(tools, task)
    return replace(task, caller=replace(task.caller, on_wait=wait.on_wait, sleep=wait.sleep))
