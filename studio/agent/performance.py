"""How an outcome is told: tool by tool, with signs of life in between, then in words."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from studio.agent.commission import Commission
from studio.agent.events import KEEP_ALIVES, Events
from studio.agent.wording import introduced, pieces
from studio.clock import Clock
from studio.director.model import Outcome

Send = Callable[[bytes], Awaitable[None]]
TALK: Final = 0.8
EDIT: Final = 2.2
GENERATION: Final = 5.0
PIECE: Final = 0.04


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run behaves. `pace` scales every wait; `heartbeat`, `silence` (keep-alives only, first) and `extra` (more
    work) are seconds as they are; `speechless` leaves the text out; `introduce` says once that this is no AI;
    `streaming` sends the text in pieces before it is sent whole."""

    pace: float = 1.0
    heartbeat: float = 2.0
    silence: float = 0.0
    extra: float = 0.0
    speechless: bool = False
    introduce: bool = False
    streaming: bool = False

    def working_time(self, outcome: Outcome) -> float:
        """Seconds between the message and the words."""
        usual = GENERATION if outcome.generated else EDIT if outcome.edited else TALK
        return usual * self.pace + self.extra


class Performance:
    """Plays one outcome into a stream."""

    def __init__(self, outcome: Outcome, commission: Commission, manner: Manner, send: Send, clock: Clock) -> None:
        self._outcome = outcome
        self._commission = commission
        self._manner = manner
        self._send = send
        self._clock = clock
        self._events = Events(clock.now, streaming=manner.streaming)
        self._beats = 0

    async def play(self) -> None:
        """All of it; whoever cancels this leaves the unpublished stages unpublished."""
        await self._rest(self._manner.silence)
        await self._work()
        await self._commission.publish(self._commission.stages)
        if self._manner.speechless:
            await self._send(self._events.nothing())
        else:
            await self._speak()

    async def _work(self) -> None:
        beats = max(1, len(self._outcome.steps), self._commission.stages)
        share = self._manner.working_time(self._outcome) / beats
        for beat in range(beats):
            step = self._outcome.steps[beat] if beat < len(self._outcome.steps) else None
            identity = f"adk-{uuid.uuid4()}"
            if step:
                await self._send(self._events.call(step, identity))
            await self._rest(share)
            # the last draft comes with the last beat: an earlier one is seen while the work goes on
            await self._commission.publish((beat + 1) * self._commission.stages // beats)
            if step:
                await self._send(self._events.response(step, identity))

    async def _speak(self) -> None:
        reply = self._outcome.reply
        if self._manner.introduce:
            reply = introduced(reply)
            await self._commission.introduce()
        identity = str(uuid.uuid4())
        if self._manner.streaming:
            for piece in pieces(reply):
                await self._send(self._events.delta(piece, identity))
                await self._rest(PIECE * self._manner.pace)
        await self._send(self._events.text(reply, identity))

    async def _rest(self, seconds: float) -> None:
        while seconds > 0:
            nap = min(seconds, self._manner.heartbeat)
            await self._clock.sleep(nap)
            seconds -= nap
            if seconds > 0:
                await self._send(KEEP_ALIVES[self._beats % len(KEEP_ALIVES)])
                self._beats += 1
