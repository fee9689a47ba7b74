"""Buttons whose meaning travels in the message itself, so that they work after any restart.

Callback data is `1.<mac><owner>.<action>.<argument>`, at most 64 bytes. The argument is `=text`, `~` and a packed UUID,
or `#n`: the nth of the long arguments, which ride in the address of an invisible link in the message's text. The MAC
covers the meaning, so neither the data nor the link can be made up by a client.
"""

import base64
import binascii
import hashlib
import hmac
import json
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from core.model import Button, Command

log = structlog.get_logger(__name__)

DATA_LIMIT = 64
LABEL_LIMIT = 64
LINK_LIMIT = 1900
CARRIER = "https://t.me/#reelay1."
INVISIBLE = "\u2060"

_VERSION = "1."
_MAC = 8  # characters: 48 bits
_MAX_INFLATED = 64 * 1024


class ButtonUnreadable(Exception):
    """Callback data that we did not make, or whose long argument is gone."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button means, and whom it is for (None: everybody)."""

    command: Command
    only_for: str | None


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Buttons ready to send, and the address of the invisible link that their long arguments need."""

    markup: InlineKeyboardMarkup | None
    carrier: str | None = None


class ButtonCodec:
    """Writes buttons as callback data and reads them back; the key is all that it remembers."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"telegram buttons" + key).digest()

    def keyboard(self, rows: Sequence[Sequence[Button]]) -> Keyboard:
        """Rows of buttons, for a message whose text can carry the invisible link."""
        long: list[str] = []
        made = [[made for button in row if (made := self._button(button, long))] for row in rows]
        made = [row for row in made if row]
        return Keyboard(InlineKeyboardMarkup(made) if made else None, _carrier(long) if long else None)

    def _button(self, button: Button, long: list[str]) -> InlineKeyboardButton | None:
        label = button.label[:LABEL_LIMIT]
        if button.url:
            return InlineKeyboardButton(label, url=button.url)
        data = self._data(button, _compact(button.argument))
        if not _fits(data):
            if not _can_ride([*long, button.argument]):
                log.warning("a button was left out: its argument is too long", action=button.action)
                return None
            long.append(button.argument)
            data = self._data(button, f"#{len(long) - 1}")
        return InlineKeyboardButton(label, callback_data=data)

    def _data(self, button: Button, argument: str) -> str:
        owner = button.only_for or ""
        return f"{_VERSION}{self._mac(owner, button.action, button.argument)}{owner}.{button.action}.{argument}"

    def _mac(self, owner: str, action: str, argument: str) -> str:
        meaning = f"{owner}\0{action}\0{argument}".encode("utf-8", "surrogatepass")
        return base64.urlsafe_b64encode(hmac.digest(self._key, meaning, "sha256"))[:_MAC].decode()

    def read(self, data: str, links: Sequence[str] = ()) -> Press:
        """What `data` means; `links` are the link targets of the message under which the button stood.

        Raises ButtonUnreadable.
        """
        mac, rest = data[len(_VERSION) :][:_MAC], data[len(_VERSION) + _MAC :]
        if not data.startswith(_VERSION) or rest.count(".") < 2:
            raise ButtonUnreadable("not one of our versions")
        owner, action, packed = rest.split(".", 2)
        argument = _expand(packed, links)
        if not hmac.compare_digest(self._mac(owner, action, argument).encode(), mac.encode("utf-8", "surrogatepass")):
            raise ButtonUnreadable("not made by us")
        return Press(Command(action, argument), owner or None)


def _fits(data: str) -> bool:
    """Whether callback data can be sent as it is; half a surrogate pair cannot."""
    try:
        return len(data.encode()) <= DATA_LIMIT
    except UnicodeEncodeError:
        return False


def _compact(argument: str) -> str:
    try:
        parsed = uuid.UUID(argument)
    except ValueError:
        return f"={argument}"
    if str(parsed) != argument:
        return f"={argument}"
    return "~" + base64.urlsafe_b64encode(parsed.bytes)[:22].decode()


def _expand(packed: str, links: Sequence[str]) -> str:
    form, body = packed[:1], packed[1:]
    try:
        if form == "=":
            return body
        if form == "~":
            return str(uuid.UUID(bytes=base64.urlsafe_b64decode(body + "==")))
        carried = next(link for link in links if link.startswith(CARRIER))
        return _carried(carried)[int(body)]
    except (ValueError, IndexError, StopIteration, RecursionError, binascii.Error, zlib.error):
        raise ButtonUnreadable("its argument is gone") from None


def _can_ride(arguments: Sequence[str]) -> bool:
    """Whether an invisible link can carry them, and whoever reads it would unpack them all."""
    return len(_plain(arguments)) <= _MAX_INFLATED and len(_carrier(arguments)) <= LINK_LIMIT


def _plain(arguments: Sequence[str]) -> bytes:
    return json.dumps(list(arguments), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _carrier(arguments: Sequence[str]) -> str:
    packed = zlib.compress(_plain(arguments), 9)
    return CARRIER + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _carried(link: str) -> list[str]:
    packed = link.removeprefix(CARRIER)
    inflated = zlib.decompressobj().decompress(
        base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), _MAX_INFLATED
    )
    arguments = json.loads(inflated)
    return [str(argument) for argument in arguments] if isinstance(arguments, list) else []
