"""A run's stream that goes wrong."""

from collections.abc import Sequence
from typing import Final

from studio.agent.events import Events, error_frame
from studio.agent.performance import Send
from studio.clock import Clock
from studio.rehearsal.desk import first
from studio.rehearsal.rules import Kind, Rule

BROKEN_FRAMES: Final = (
    b'data: {"content":{"parts":[{"text":"half a sen\n\n',
    b"data: <html>502 Bad Gateway</html>\n\n",
    b"retry: soon\nunknown-field: x\n\n",
)


class StreamEnds(Exception):
    """The rehearsal ends a stream here; `clean` says whether it is closed properly."""

    def __init__(self, rule: Rule, *, clean: bool) -> None:
        super().__init__(rule.do)
        self.rule = rule
        self.clean = clean


class TroubledStream:
    """Passes frames on until a rule says otherwise."""

    def __init__(self, send: Send, rules: Sequence[Rule], clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._end = first(rules, Kind.CUT, Kind.ERROR)
        self._broken = first(rules, Kind.MALFORMED)
        self._drip = first(rules, Kind.DRIP)
        self._events = 0
        self._bytes = 0

    async def send(self, frame: bytes) -> None:
        """One frame; raises StreamEnds."""
        if self._broken and self._events == self._broken.after:
            await self._pass(b"".join(BROKEN_FRAMES))
        await self._end_here()
        await self._end_within(frame)
        await self._pass(frame)
        self._events += 1

    async def finish(self) -> None:
        """The end of the stream: a rule that waited for more than there was comes now; raises StreamEnds."""
        if self._end:
            self._events = self._end.after
            if self._end.after_bytes is not None:
                raise StreamEnds(self._end, clean=False)
        await self._end_here()

    async def _end_here(self) -> None:
        rule = self._end
        if rule is None or rule.after_bytes is not None or self._events < rule.after:
            return
        if rule.do is Kind.ERROR:
            failed = Events(self._clock.now).failure(rule.code, rule.message)
            await self._pass(error_frame(rule.message) if rule.shape == "error" else failed)
        raise StreamEnds(rule, clean=rule.do is Kind.ERROR)

    async def _end_within(self, frame: bytes) -> None:
        rule = self._end
        if rule is None or rule.after_bytes is None or self._bytes + len(frame) <= rule.after_bytes:
            return
        await self._pass(frame[: rule.after_bytes - self._bytes])
        raise StreamEnds(rule, clean=False)

    async def _pass(self, frame: bytes) -> None:
        self._bytes += len(frame)
        step = self._drip.after if self._drip and self._drip.after else max(1, len(frame))
        for start in range(0, len(frame), step):
            await self._send(frame[start : start + step])
            if self._drip:
                await self._clock.sleep(self._drip.seconds)
