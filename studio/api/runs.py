"""Messages to the agent."""

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from studio.agent.commission import Commission, bill
from studio.agent.events import error_frame
from studio.agent.performance import Manner, Performance
from studio.api.envelope import refusal
from studio.api.reading import read_object, text_of
from studio.api.studio import Studio, account_of, studio_of
from studio.api.trouble import abort, message_text, troubles_of
from studio.director.model import Outcome, Turn
from studio.errors import AgentNotFound, BadRequest, SessionNotFound
from studio.rehearsal.desk import first, seconds
from studio.rehearsal.rules import Kind, Rule
from studio.rehearsal.stream import StreamEnds, TroubledStream
from studio.store import Session

log = logging.getLogger(__name__)
APP: Final = "nemo_agent"
USER: Final = "me"
HEADERS: Final = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}
chance = random.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Message:
    """What a client wants to have done."""

    session: Session
    text: str
    streaming: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that was accepted: what comes of it, and the stream it is told in."""

    outcome: Outcome
    commission: Commission
    stream: web.StreamResponse
    introduce: bool


async def run(request: web.Request) -> web.StreamResponse:
    """POST /run_sse: refusals are JSON, everything after that is a stream."""
    account = await account_of(request)
    studio = studio_of(request)
    try:
        message = await _read(await read_object(request), studio, account)
    except BadRequest as error:
        return refusal(error, 422)
    except (AgentNotFound, SessionNotFound) as error:
        return refusal(error, 404)
    async with studio.runs.beginning(message.session.id):
        begun = await _begin(studio, message)
        playing = asyncio.create_task(_play(request, begun, message))
        studio.runs.register(message.session.id, playing)
    return await _follow(request, playing, begun)


async def _read(body: dict[str, Any], studio: Studio, account: str) -> Message:
    if (body.get("app_name") or body.get("appName") or APP) != APP:
        raise AgentNotFound
    text = message_text(body)
    session = await studio.store.sessions.get(account, text_of(body, "session_id", "sessionId"))
    if (body.get("user_id") or body.get("userId") or USER) not in (USER, session.account):
        raise SessionNotFound
    if text is None:
        raise BadRequest("new_message needs parts with a text.")
    return Message(session, text, body.get("streaming") is True)


async def _begin(studio: Studio, message: Message) -> Begun:
    session = await studio.store.sessions.get(message.session.account, message.session.id)
    drafts = await studio.store.sessions.drafts(session.id)
    media = tuple(stored.item for stored in await studio.store.media.of_session(session.id))
    turn = Turn(message.text, drafts[-1], media, drafts[:-1], session.language or "en")
    outcome = await asyncio.to_thread(studio.direct, turn)
    cost = bill(outcome, session, studio.config.prices)
    commission = Commission(studio.store, session, message.text, outcome, cost)
    await commission.reserve()
    return Begun(outcome, commission, web.StreamResponse(headers=HEADERS), introduce=not session.introduced)


async def _follow(request: web.Request, playing: asyncio.Task[bool], begun: Begun) -> web.StreamResponse:
    try:
        whole = await playing
    except asyncio.CancelledError:
        me = asyncio.current_task()
        if me is not None and me.cancelling():
            raise
        whole = False  # the next run on this session killed it
    finally:
        await begun.commission.close()
    if not whole:
        abort(request)
    return begun.stream


async def _play(request: web.Request, begun: Begun, message: Message) -> bool:
    """Tell it all; gives whether the stream came to a proper end."""
    studio, rules = studio_of(request), troubles_of(request)
    if first(rules, Kind.LOST):
        await begun.commission.complete()
        return False
    try:
        await _perform(request, begun, message)
    except StreamEnds as ended:
        await _end_early(studio, begun.commission, ended.rule)
        return ended.clean
    except ConnectionError:
        return False
    except Exception:
        log.exception("a run broke")
        await begun.stream.write(error_frame("The run failed."))
    finally:
        await begun.commission.close()
    return True


async def _perform(request: web.Request, begun: Begun, message: Message) -> None:
    studio, rules = studio_of(request), troubles_of(request)
    end = first(rules, Kind.CUT, Kind.ERROR)
    if end and end.applied != "first":
        begun.commission.bar()
    stream = TroubledStream(begun.stream.write, rules, studio.clock)
    manner = _manner(studio, begun, message, rules)
    await begun.stream.prepare(request)
    await Performance(begun.outcome, begun.commission, manner, stream.send, studio.clock).play()
    await stream.finish()
    await begun.stream.write_eof()


async def _end_early(studio: Studio, commission: Commission, rule: Rule) -> None:
    if rule.applied == "first":
        await commission.complete()
    elif rule.applied != "never":
        commission.defer()
        studio.later(rule.applied, commission.complete)


def _manner(studio: Studio, begun: Begun, message: Message, rules: tuple[Rule, ...]) -> Manner:
    temper = studio.config.temper
    silent = begun.outcome.edited and not begun.outcome.generated and not begun.introduce
    return Manner(
        pace=temper.pace,
        heartbeat=temper.heartbeat,
        silence=seconds(rules, Kind.SILENCE),
        extra=seconds(rules, Kind.SLOW),
        speechless=first(rules, Kind.QUIET) is not None or (silent and chance() < temper.silent_rate),
        introduce=begun.introduce,
        streaming=message.streaming,
    )
