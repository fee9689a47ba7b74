"""JSON that strangers wrote, and JSON that any reader takes."""

import json


def decode_json(text: bytes | str) -> object:
    """Decoded JSON, or None when it is none (nested beyond all sense included)."""
    try:
        decoded: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return decoded


def encode_json(value: object) -> bytes:
    """JSON in plain ASCII, which any text survives, lone surrogates included."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")
