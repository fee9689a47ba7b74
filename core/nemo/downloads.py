"""The finished MP4: from the address that the backend named, else from its download call."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from core.errors import BackendUnavailable, BackendUnreachable
from core.http import MAX_REDIRECTS, HttpPool, HttpRequest, HttpStream, redirect_target, same_origin
from core.json_text import decode_json
from core.model import Render
from core.nemo.codes import Call, error_of
from core.nemo.envelopes import refusal_in
from core.ports import OpenFile

_NO_VIDEO = ("text/html", "application/json", "application/xml", "text/xml", "text/plain")
_ERROR_PAGE = 64 * 1024


@asynccontextmanager
async def open_download(
    http: HttpPool, base_url: str, headers: Mapping[str, str], render: Render, fallback: str, now: datetime
) -> AsyncIterator[OpenFile]:
    """Open an export's file. `headers` (they hold the token) go to `base_url`'s own origin alone.

    Raises the error of the download call when neither address opens.
    """
    async with AsyncExitStack() as stack:
        answer = await _named(stack, http, base_url, headers, render)
        if answer is None:
            answer = await _opened(stack, http, base_url, headers, fallback)
            await _demand_video(answer, now)
        yield OpenFile(f"{render.id}.mp4", answer.size, answer.media_type or "video/mp4", answer.chunks())


async def _named(
    stack: AsyncExitStack, http: HttpPool, base_url: str, headers: Mapping[str, str], render: Render
) -> HttpStream | None:
    """The named address's answer, when it is a video."""
    if render.url is None:
        return None
    async with AsyncExitStack() as attempt:
        try:
            answer = await _opened(attempt, http, base_url, headers, render.url)
        except (BackendUnreachable, BackendUnavailable):
            return None
        if not _is_video(answer):
            return None
        stack.push_async_exit(attempt.pop_all())
        return answer


async def _opened(
    stack: AsyncExitStack, http: HttpPool, base_url: str, headers: Mapping[str, str], url: str
) -> HttpStream:
    """The answer behind `url` and its redirects."""
    for _ in range(MAX_REDIRECTS + 1):
        own = headers if same_origin(url, base_url) else {}
        answer = await stack.enter_async_context(http.stream(HttpRequest("GET", url, own, repeatable=True)))
        target = redirect_target(answer, url)
        if target is None:
            return answer
        await stack.aclose()
        url = target
    raise BackendUnavailable("The download leads from one address to the next without end")


async def _demand_video(answer: HttpStream, now: datetime) -> None:
    if _is_video(answer):
        return
    body = decode_json(await answer.read(_ERROR_PAGE))
    refusal = refusal_in(body, answer.status, answer.headers, now)
    if refusal is not None:
        raise error_of(Call.RENDER, refusal)
    raise BackendUnavailable("The download is no video", status=answer.status)


def _is_video(answer: HttpStream) -> bool:
    return 200 <= answer.status < 300 and answer.media_type not in _NO_VIDEO and answer.size != 0
