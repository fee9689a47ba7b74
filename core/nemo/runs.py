"""One run: the message goes out once, its stream comes back as events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Final

from core.errors import OutcomeUnknown
from core.http import HttpPool, HttpRequest, HttpStream
from core.json_text import decode_json
from core.model import KeepAlive, RunEvent
from core.nemo.codes import Call, error_of
from core.nemo.envelopes import refusal_in, unwrapped, with_user
from core.nemo.frames import FrameDecoder
from core.nemo.narrator import Narrator
from core.nemo.timing import RunLimits, RunWatch
from core.ports import Clock

_PAGES: Final = ("text/html", "application/xhtml+xml")


@asynccontextmanager
async def open_run(
    http: HttpPool, request: HttpRequest, clock: Clock, limits: RunLimits, user_id: str | None
) -> AsyncIterator[AsyncIterator[RunEvent]]:
    """Send `request` and hand over what its run tells; see `VideoBackend.run` for what is raised when."""
    async with AsyncExitStack() as stack:
        watch = await stack.enter_async_context(RunWatch(clock, limits))
        answer = await watch.wait_for(lambda: stack.enter_async_context(http.stream(request)))
        narrator = Narrator(user_id)
        if 200 <= answer.status < 300 and answer.media_type != "application/json":
            if answer.media_type in _PAGES:
                raise OutcomeUnknown("A web page came instead of the run's stream")
            events = _streamed(answer, watch, narrator)
        else:
            raw = await watch.wait_for(answer.read)
            body = decode_json(raw)
            _demand_acceptance(body, answer, clock, user_id)
            events = _mislabelled(raw, narrator) if body is None else _at_once(body, narrator)
        yield await stack.enter_async_context(aclosing(events))


def _demand_acceptance(body: object, answer: HttpStream, clock: Clock, user_id: str | None) -> None:
    refusal = refusal_in(body, answer.status, answer.headers, clock.now())
    if refusal is not None:
        raise error_of(Call.RUN, with_user(refusal, user_id))


async def _streamed(answer: HttpStream, watch: RunWatch, narrator: Narrator) -> AsyncGenerator[RunEvent, None]:
    frames = FrameDecoder()
    async with aclosing(answer.chunks()) as chunks:
        while (chunk := await watch.wait_for(lambda: anext(chunks, None))) is not None:
            for signal in frames.feed(chunk):
                for event in narrator.hear(signal):
                    if not isinstance(event, KeepAlive):
                        watch.progressed()
                    yield event
            watch.check()
    for signal in frames.finish():
        for event in narrator.hear(signal):
            yield event
    for event in narrator.end():
        yield event


async def _mislabelled(raw: bytes, narrator: Narrator) -> AsyncGenerator[RunEvent, None]:
    """A stream whose server called it JSON."""
    frames = FrameDecoder()
    for signal in (*frames.feed(raw), *frames.finish()):
        for event in narrator.hear(signal):
            yield event
    for event in narrator.end():
        yield event


async def _at_once(body: object, narrator: Narrator) -> AsyncGenerator[RunEvent, None]:
    """A run that came as one JSON answer: a list of events, or one event, perhaps in an envelope."""
    if isinstance(body, dict):
        inner = unwrapped(body)
        body = inner["files"] if set(inner) == {"files"} and "files" not in body else [inner]
    for item in body if isinstance(body, list) else []:
        for event in narrator.event(item):
            yield event
    for event in narrator.end():
        yield event
