"""What must not be relayed out of the backend's words: tokens, signed links, addresses inside its own network, and what
no encoder takes."""

import ipaddress
import re
from urllib.parse import parse_qsl, urlsplit

HIDDEN = "•••"
MAX_MESSAGE = 500  # characters of the backend's own words that an error keeps

_SECRETS = re.compile(
    r"""
    nmv_usr_[\w-]*                                  # account tokens
    | clm_[\w-]{4,}                                 # claim tokens
    | \beyJ[\w-]{8,1000}\.[\w-]{8,1000}\.[\w-]*             # JSON web tokens
    | (?<![0-9])[0-9]{6,12}:[A-Za-z0-9_-]{30,}      # Telegram bots' tokens, also after the "bot" of an address
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b                 # cloud key ids
    | \bsk-[\w-]{16,}
    """,
    re.VERBOSE,
)
_BEARER = re.compile(r"\b(bearer|basic)(\s+)(?=[\w.~+/-]*[0-9_.~+/=-])[\w.~+/=-]{8,}", re.IGNORECASE)
# A closing bracket or an apostrophe ends an address, unless it goes on behind it: /clip_(1).mp4?sig=…
_URL = re.compile(
    r"\b(?:https?|wss?|ftp|s3|gs|oss|cos|file|redis|postgres(?:ql)?|mongodb)://(?:\[[0-9a-f:.]+\])?"
    r"(?:[^\s<>\"'`，。；、）)\]】}]|['`)\]}]+(?=[\w.%/?&=~-]))*",
    re.IGNORECASE,
)
_SIGNING = re.compile(
    r"(?i)(^|[-_])(sig|sign|signature|token|access_?token|auth|credential|key|api_?key|secret|expires|policy|hmac|ct|se|sp|sv)$"
)
_INSIDE = re.compile(
    r"(?i)(^|\.)(localhost|local|internal|intranet|lan|corp|svc|cluster|home|test-internal)\.?$|\.svc\."
)


def redact(text: str) -> str:
    """The text with every token, signed link and internal address replaced by dots; all else stays as it is."""
    text = _URL.sub(lambda match: HIDDEN if _is_confidential(match[0]) else match[0], text)
    text = _BEARER.sub(lambda match: f"{match[1]}{match[2]}{HIDDEN}", text)
    return _SECRETS.sub(HIDDEN, text)


def sound(text: str) -> str:
    """Text that any encoder takes: half surrogate pairs become question marks, NULs go."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def error_words(text: str) -> str:
    """The backend's words as an error keeps them: sound, without secrets, and few."""
    return redact(sound(text))[:MAX_MESSAGE]


def _is_confidential(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        keys = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)]
    except ValueError:
        return True
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return True
    return any(_SIGNING.search(key) for key in keys) or _is_inside(host)


def _is_inside(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or bool(_INSIDE.search(host))
