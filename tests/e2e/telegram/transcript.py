"""A chat as its people see it, as text."""

from collections.abc import Iterator

from tests.fakes.telegram_server import World
from tests.fakes.telegram_server.world import BOT_ID, Json


def transcript(world: World, chat_id: int, *, topic: int | None = None) -> str:
    """Every message that was not deleted, in order: who, what, files, buttons, reactions."""
    chat = world.chats[chat_id]
    shown = [message for message in chat.messages.values() if message.get("message_thread_id") == topic]
    return "\n".join(line for message in shown for line in _lines(message, chat.reactions))


def _lines(message: Json, reactions: dict[int, list[str]]) -> Iterator[str]:
    person = message.get("from", {})
    who = "Reelay" if person.get("id") == BOT_ID else person.get("first_name", "?")
    number = message["message_id"]
    reply = message.get("reply_to_message", {}).get("message_id")
    head = f"#{number} {who}" + (f" (to #{reply})" if reply else "") + (" · edited" if "edit_date" in message else "")
    yield head + "".join(f" [{reaction}]" for reaction in reactions.get(number, []))
    for kind in ("video", "photo", "document", "audio", "voice", "video_note"):
        if kind in message:
            yield f"    <{kind} {_facts(message[kind])}>"
    for line in (message.get("text") or message.get("caption") or "").splitlines():
        yield f"    {line}"
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield "    " + " ".join(f"[{button['text']}]" for button in row)


def _facts(file: Json | list[Json]) -> str:
    if isinstance(file, list):
        return f"{file[-1].get('file_size')} bytes"
    wanted = ("file_name", "width", "height", "duration", "file_size")
    facts = " ".join(f"{name}={file[name]}" for name in wanted if name in file)
    return facts + (" with thumbnail" if "thumbnail" in file else "")
