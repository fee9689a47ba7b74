"""The files of a Telegram message. References are file ids: addresses would hold the bot's token."""

from collections.abc import Iterator

from telegram import (
    Animation,
    Audio,
    Document,
    ExternalReplyInfo,
    Message,
    PhotoSize,
    Video,
    VideoNote,
    Voice,
)

from bots.telegram.failures import seconds
from core.model import Attachment, AttachmentSource

Named = Video | Audio | Animation | Document

_SUFFIXES = {"video": ".mp4", "audio": ".mp3", "voice": ".ogg", "animation": ".mp4"}
_TYPES = {"video": "video/mp4", "audio": "audio/mpeg", "voice": "audio/ogg", "animation": "video/mp4"}


def attachments_of(message: Message | ExternalReplyInfo, caption: str = "") -> tuple[Attachment, ...]:
    """What can be fetched of a message, `caption` beside each. An animation comes as a document too: once is enough.

    A file without a name is called after its message: `photo_17.jpg`.
    """
    return tuple(_found(message, str(message.message_id or "replied"), caption))


def _found(message: Message | ExternalReplyInfo, number: str, caption: str) -> Iterator[Attachment]:
    if message.photo:
        yield _photo(max(message.photo, key=lambda size: size.width * size.height), number, caption)
    if message.video:
        yield _named("video", message.video, number, caption)
    if message.animation:
        yield _named("animation", message.animation, number, caption)
    elif message.document:
        yield _named("document", message.document, number, caption)
    if message.audio:
        yield _named("audio", message.audio, number, caption)
    if message.voice:
        yield _voice(message.voice, number, caption)
    if message.video_note:
        yield _video_note(message.video_note, number, caption)


def _photo(photo: PhotoSize, number: str, caption: str) -> Attachment:
    return Attachment(
        name=f"photo_{number}.jpg",
        source=AttachmentSource.PLATFORM,
        reference=photo.file_id,
        media_type="image/jpeg",
        size=whole(photo.file_size),
        width=whole(photo.width),
        height=whole(photo.height),
        caption=caption,
    )


def _named(kind: str, file: Named, number: str, caption: str) -> Attachment:
    return Attachment(
        name=file.file_name or f"{kind}_{number}{_SUFFIXES.get(kind, '')}",
        source=AttachmentSource.PLATFORM,
        reference=file.file_id,
        media_type=file.mime_type or _TYPES.get(kind),
        size=whole(file.file_size),
        duration=None if isinstance(file, Document) else seconds(file.duration),
        width=whole(file.width) if isinstance(file, Video | Animation) else None,
        height=whole(file.height) if isinstance(file, Video | Animation) else None,
        caption=caption,
    )


def _voice(voice: Voice, number: str, caption: str) -> Attachment:
    return Attachment(
        name=f"voice_{number}.ogg",
        source=AttachmentSource.PLATFORM,
        reference=voice.file_id,
        media_type=voice.mime_type or "audio/ogg",
        size=whole(voice.file_size),
        duration=seconds(voice.duration),
        caption=caption,
    )


def _video_note(note: VideoNote, number: str, caption: str) -> Attachment:
    return Attachment(
        name=f"round_{number}.mp4",
        source=AttachmentSource.PLATFORM,
        reference=note.file_id,
        media_type="video/mp4",
        size=whole(note.file_size),
        duration=seconds(note.duration),
        width=whole(note.length),
        height=whole(note.length),
        caption=caption,
    )


def whole(value: object) -> int | None:
    """A count of bytes or pixels; None for whatever else an update may hold there, which the library hands on as it is."""
    return value if isinstance(value, int) and value >= 0 else None
