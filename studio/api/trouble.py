"""Where the rehearsal meets the routes."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler

from studio.api.reading import parse_object
from studio.api.studio import ACCOUNT, STUDIO, Studio, token_of
from studio.errors import BadRequest, CreditsExhausted, StudioError, TokenInvalid
from studio.rehearsal.books import Entry
from studio.rehearsal.desk import Rehearsal, first, seconds
from studio.rehearsal.rules import Kind, Rule

TROUBLES: Final = web.RequestKey("troubles", tuple[Rule, ...])
UPLOADS: Final = web.RequestKey("uploads", list[str])
CUT: Final = web.RequestKey("cut", bool)
CHUNK: Final = 64 * 1024
MULTIPART: Final = "multipart/form-data"
BROKEN_ANSWER: Final = '{"code": 0, "data": {"tok'


def troubles_of(request: web.Request) -> tuple[Rule, ...]:
    """The rules that make this request go wrong."""
    found: tuple[Rule, ...] = request.get(TROUBLES, ())
    return found


def note_upload(request: web.Request, name: str) -> None:
    """Put the name of an uploaded file into the books."""
    request.setdefault(UPLOADS, []).append(name)


def abort(request: web.Request) -> None:
    """Break the connection, as a crash would."""
    request[CUT] = True
    if request.transport is not None:
        request.transport.abort()


@web.middleware
async def rehearse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Book a call of the protocol and let the rules at it."""
    studio = request.app[STUDIO]
    call = (request.match_info.route.name or "").partition(".")[0]
    if studio.rehearsal is None or not call or call == "rehearsal":
        return await handler(request)
    entry = await _describe(request, studio.rehearsal, studio.clock.now(), call)
    rules = studio.rehearsal.met(call, entry.session, entry.text)
    entry.troubles = [str(rule.do) for rule in rules]
    studio.rehearsal.books.write(entry)
    request[TROUBLES] = rules
    try:
        response = await _carry_out(request, handler, studio, rules)
    except (asyncio.CancelledError, ConnectionError):
        entry.result = "dropped"
        raise
    except StudioError as error:
        entry.status, entry.result = error.status, "answered"
        raise
    else:
        entry.status = response.status
        entry.result = "cut" if request.get(CUT) else "answered"
        return response
    finally:
        entry.uploads = request.get(UPLOADS, [])
        entry.account = request.get(ACCOUNT)
        studio.rehearsal.books.write(entry)


async def _describe(request: web.Request, rehearsal: Rehearsal, now: float, call: str) -> Entry:
    entry = rehearsal.books.open(now, call)
    entry.session = request.match_info.get("session")
    entry.render_id = request.match_info.get("render")
    entry.skill = request.headers.get("X-Skill-Source")
    entry.platform = request.headers.get("X-Skill-Platform")
    if request.method == "POST" and request.content_type != MULTIPART and request.can_read_body:
        try:
            _read_body(entry, parse_object(await request.read()))
        except BadRequest:
            return entry
    return entry


def _read_body(entry: Entry, body: Mapping[str, Any]) -> None:
    session = body.get("session_id") or body.get("sessionId")
    entry.session = session if isinstance(session, str) else entry.session
    entry.render_id = body["id"] if isinstance(body.get("id"), str) else entry.render_id
    entry.text = message_text(body) if entry.call == "run" else None


def message_text(body: Mapping[str, Any]) -> str | None:
    """The words of a run's `new_message`; None where it has none."""
    message = body.get("new_message") or body.get("newMessage")
    parts = message.get("parts") if isinstance(message, dict) else None
    if not isinstance(parts, list):
        return None
    texts = [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]
    return "\n".join(texts).strip() or None


async def _carry_out(
    request: web.Request, handler: Handler, studio: Studio, rules: Sequence[Rule]
) -> web.StreamResponse:
    is_run = request.match_info.route.name == "run"
    await studio.clock.sleep(seconds(rules, Kind.MUTE) + (0 if is_run else seconds(rules, Kind.SLOW)))
    await _break_account(request, studio, rules)
    status = first(rules, Kind.STATUS)
    if status and not status.processed:
        return _status_answer(status)
    if first(rules, Kind.BROKE):
        raise CreditsExhausted
    response = await handler(request)
    if is_run or response.prepared:
        return response
    return _spoil(request, response, rules)


def _spoil(request: web.Request, response: web.StreamResponse, rules: Sequence[Rule]) -> web.StreamResponse:
    status = first(rules, Kind.STATUS)
    if status:
        return _status_answer(status)
    if first(rules, Kind.MALFORMED):
        return web.Response(text=BROKEN_ANSWER, content_type="application/json")
    if first(rules, Kind.LOST, Kind.CUT) and not isinstance(response, web.FileResponse):
        abort(request)
    return response


async def _break_account(request: web.Request, studio: Studio, rules: Sequence[Rule]) -> None:
    forget, expire = first(rules, Kind.FORGET), first(rules, Kind.EXPIRE)
    if forget:
        body = b"" if request.content_type == MULTIPART else await request.read()
        named = _session_in(body) or request.match_info.get("session")
        if named:
            await studio.store.sessions.forget(named)
    if expire:
        try:
            await studio.store.accounts.expire(await studio.store.accounts.holder(token_of(request)))
        except TokenInvalid:
            return


def _session_in(body: bytes) -> str | None:
    try:
        data = parse_object(body)
    except BadRequest:
        return None
    found = data.get("session_id") or data.get("sessionId")
    return found if isinstance(found, str) else None


def _status_answer(rule: Rule) -> web.Response:
    headers = {} if rule.retry_after is None else {"Retry-After": str(rule.retry_after)}
    if not rule.json_body:
        text = f"<html><body><h1>{rule.status}</h1></body></html>"
        return web.Response(status=rule.status, text=text, content_type="text/html", headers=headers)
    body = json.dumps({"code": rule.status, "data": None, "message": rule.message})
    return web.Response(status=rule.status, text=body, content_type="application/json", headers=headers)


async def send_file(request: web.Request, path: Path, headers: Mapping[str, str]) -> web.StreamResponse:
    """A file that comes slowly (`drip`) or not to its end (`cut`); ranges are not looked at."""
    rules = troubles_of(request)
    drip, cut = first(rules, Kind.DRIP), first(rules, Kind.CUT, Kind.LOST)
    response = web.StreamResponse(headers=headers)
    data = await asyncio.to_thread(path.open, "rb")
    with data:
        response.content_length = path.stat().st_size  # noqa: ASYNC240 -- one stat of a local file
        await response.prepare(request)
        sent = 0
        while chunk := data.read(min(CHUNK, (drip.after if drip else 0) or CHUNK)):
            if cut and sent + len(chunk) > cut.after:
                await response.write(chunk[: cut.after - sent])
                abort(request)
                return response
            await response.write(chunk)
            sent += len(chunk)
            if drip:
                await request.app[STUDIO].clock.sleep(drip.seconds)
    await response.write_eof()
    return response
