"""JSON that strangers wrote, and JSON that any reader takes."""

from core.json_text import decode_json, encode_json


def test_json_takes_any_text_and_no_nonsense() -> None:
    assert decode_json(encode_json({"a": "\ud83d\u2028ü"})) == {"a": "\ud83d\u2028ü"}
    assert decode_json("[" * 100_000) is None
    assert decode_json("9" * 10_000) is None
    assert decode_json(b"\xff\xfe\xfd") is None
