"""Discord's refusals as the core's errors.

Codes are those of Discord's documentation, "JSON Error Codes".
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from core.errors import (
    ConversationGone,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerError,
    MessengerUnreachable,
    SlowDown,
)

MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
NO_HISTORY_TO_REPLY = 160002
GONE = frozenset({10003, 10004, 10013, MISSING_ACCESS, 50007, 50278})
TOO_LARGE = frozenset({40005})
BUSY = {20016: 60.0, 20022: 60.0, 20028: 60.0, 30046: 120.0, 130000: 60.0}
"""Refusals that pass by themselves, with seconds to wait when Discord says none."""
THREAD_CLOSED = frozenset({50083, 160005})
"""A thread that is archived and may not be opened again, or locked."""
NOT_PERMITTED = THREAD_CLOSED | {MISSING_PERMISSIONS, MISSING_ACCESS, NO_HISTORY_TO_REPLY}
"""What asking for less, or elsewhere, may cure."""
EXPIRED = frozenset({10015, 10062, 50027})
"""The interaction's token is over."""
ALREADY_ACKNOWLEDGED = 40060
THREAD_EXISTS = 160004
USED_UP = frozenset({40094})
"""No more follow-ups for this token."""


class TokenExpired(MessengerError):
    """The interaction's token is over, or has no follow-ups left; nothing was sent. Never leaves this package."""


class NotPermitted(MessengerError):
    """The bot may not do this here as it was asked; nothing was sent. Never leaves this package."""

    def __init__(self, message: str = "", *, code: int) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever discord.py raises into the `MessengerError` tree."""
    try:
        yield
    except discord.RateLimited as error:
        raise SlowDown(retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise _refusal(error) from error
    except aiohttp.ClientConnectorError as error:
        raise MessengerUnreachable(type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, OSError, json.JSONDecodeError) as error:
        raise DeliveryUnknown(type(error).__name__) from error


def _refusal(error: discord.HTTPException) -> MessengerError:
    reason = f"HTTP {error.status}, code {error.code}: {error.text[:200]}"
    if error.status == 429 or error.code in BUSY:
        return SlowDown(reason, retry_after=_retry_after(error))
    if error.status >= 500:
        return DeliveryUnknown(reason)
    if error.code in EXPIRED | USED_UP:
        return TokenExpired(reason)
    if error.status == 413 or error.code in TOO_LARGE:
        return MediaTooLarge(reason)
    if error.code in NOT_PERMITTED:
        return NotPermitted(reason, code=error.code)
    if error.code in GONE:
        return ConversationGone(reason)
    if error.status == 401:
        return MessengerUnreachable(reason)  # the supervisor says what to do; nothing was sent
    if error.status == 403:
        return NotPermitted(reason, code=error.code)
    return DeliveryRefused(reason)


def for_good(error: NotPermitted) -> MessengerError:
    """What a missing permission means once nothing smaller is left to ask for."""
    return ConversationGone(str(error)) if error.code == MISSING_ACCESS else DeliveryRefused(str(error))


def _retry_after(error: discord.HTTPException) -> float:
    for header in ("Retry-After", "X-RateLimit-Reset-After"):
        try:
            return float(error.response.headers[header])
        except (KeyError, ValueError):
            continue
    return BUSY.get(error.code, 5.0)
