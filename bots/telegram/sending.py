"""One message, sent or edited, with what Telegram may dislike about it taken back step by step."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import structlog
from telegram import InputFile, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bots.telegram import formatting, transport
from bots.telegram.client import Client
from bots.telegram.compose import Part, Place, without_addresses
from bots.telegram.failures import says
from core.errors import DeliveryRefused
from core.model import Media, MediaKind

log = structlog.get_logger(__name__)

PHOTO_LIMIT = 10_000_000
THUMBNAIL_LIMIT = 200_000

T = TypeVar("T")
Attempt = Callable[[Part, bool], Awaitable[T]]


class Sender:
    """Calls the Bot API for one part at a time. Raises the library's errors."""

    def __init__(self, bot: Client) -> None:
        self._bot = bot

    async def send(self, part: Part, place: Place) -> Message:
        """Send one part."""

        async def attempt(part: Part, html: bool) -> Message:
            if part.media is not None:
                return await self._send_media(part, part.media, place, html)
            return await self._send_text(part, place, html)

        return await _forgivingly(part, attempt)

    async def edit(self, part: Part, chat_id: int, message_id: int, *, caption: bool) -> None:
        """Replace the text or caption and the buttons of one message."""

        async def attempt(part: Part, html: bool) -> None:
            text, mode = _written(part, html)
            if caption:
                await self._bot.edit_message_caption(
                    chat_id, message_id, caption=text, parse_mode=mode, reply_markup=part.keyboard.markup
                )
                return
            await self._bot.edit_message_text(
                text,
                chat_id,
                message_id,
                parse_mode=mode,
                reply_markup=part.keyboard.markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

        await _forgivingly(part, attempt)

    async def _send_text(self, part: Part, place: Place, html: bool) -> Message:
        text, mode = _written(part, html)
        return await self._bot.send_message(
            place.chat_id,
            text,
            parse_mode=mode,
            message_thread_id=place.topic,
            reply_parameters=_reply(place),
            reply_markup=part.keyboard.markup,
            disable_notification=part.silent or None,
            link_preview_options=None if part.preview else LinkPreviewOptions(is_disabled=True),
        )

    async def _send_media(self, part: Part, media: Media, place: Place, html: bool) -> Message:
        with ExitStack() as files:
            try:
                file = _streamed(files, media.path, media.name)
                thumbnail = _streamed(files, media.thumbnail, "thumbnail.jpg") if _fits(media.thumbnail) else None
            except OSError as error:
                raise DeliveryRefused(f"the file to send cannot be read ({type(error).__name__})") from error
            return await self._upload(part, media, place, html, file, thumbnail)

    async def _upload(
        self, part: Part, media: Media, place: Place, html: bool, file: InputFile, thumbnail: InputFile | None
    ) -> Message:
        bot, chat_id = self._bot, place.chat_id
        caption, mode = _written(part, html)
        topic, reply, markup = place.topic, _reply(place), part.keyboard.markup
        if media.kind is MediaKind.PICTURE and media.size <= PHOTO_LIMIT:
            return await bot.send_photo(
                chat_id,
                file,
                caption=caption,
                parse_mode=mode,
                message_thread_id=topic,
                reply_parameters=reply,
                reply_markup=markup,
                read_timeout=transport.MEDIA_ANSWER_SECONDS,
            )
        if media.kind is not MediaKind.VIDEO:
            return await bot.send_document(
                chat_id,
                file,
                caption=caption,
                parse_mode=mode,
                thumbnail=thumbnail,
                message_thread_id=topic,
                reply_parameters=reply,
                reply_markup=markup,
                read_timeout=transport.MEDIA_ANSWER_SECONDS,
            )
        return await bot.send_video(
            chat_id,
            file,
            caption=caption,
            parse_mode=mode,
            thumbnail=thumbnail,
            width=media.width,
            height=media.height,
            duration=None if media.duration is None else max(1, round(media.duration)),
            supports_streaming=True,
            message_thread_id=topic,
            reply_parameters=reply,
            reply_markup=markup,
            read_timeout=transport.MEDIA_ANSWER_SECONDS,
        )


async def _forgivingly(part: Part, attempt: Attempt[T]) -> T:
    """Try as it is, then without what a 400 complained about. A 400 was not carried out, so trying again is safe."""
    html = True
    for _ in range(3):  # one for each complaint that we know an answer to
        try:
            return await attempt(part, html)
        except BadRequest as error:
            if html and says(error, "can't parse entities"):
                html = False
            elif says(error, "url") and says(error, "button", "invalid") and _has_addresses(part):
                part = without_addresses(part)
            elif says(error, "photo_", "image_process_failed") and part.media and part.media.kind is MediaKind.PICTURE:
                part = replace(part, media=replace(part.media, kind=MediaKind.FILE))
            else:
                raise
            log.warning("telegram refused a message as it was; trying it plainer", reason=error.message)
    return await attempt(part, html)


def _has_addresses(part: Part) -> bool:
    markup = part.keyboard.markup
    return markup is not None and any(button.url for row in markup.inline_keyboard for button in row)


def _written(part: Part, html: bool) -> tuple[str, str | None]:
    return (part.html, ParseMode.HTML) if html else (formatting.to_plain(part.text), None)


def _reply(place: Place) -> ReplyParameters | None:
    if place.reply_to is None:
        return None
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True)


def _fits(thumbnail: str | None) -> bool:
    return thumbnail is not None and 0 < Path(thumbnail).stat().st_size <= THUMBNAIL_LIMIT


def _streamed(files: ExitStack, path: str | None, name: str) -> InputFile:
    """Read while it is sent: the library's own way is to read it all first."""
    handle = files.enter_context(Path(path or "").open("rb"))  # noqa: SIM115 - the stack closes it
    return InputFile(handle, filename=name, read_file_handle=False)
