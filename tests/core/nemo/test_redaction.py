"""What is hidden in the backend's words before anybody reads them, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo import redact

SIGNED = "https://cdn.test-cloud.com/v.mp4?X-Amz-Credential=AB&X-Amz-Signature=0a1b2c"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("token nmv_usr_test-token!", "token •••!"),
        ("nmv_usr_", "•••"),
        ("open ?ct=clm_abcdef now", "open ?ct=••• now"),
        ("Authorization: Bearer abc123.def", "Authorization: Bearer •••"),
        ("bearer tok_1234567", "bearer •••"),
        ("jwt eyJhbGciOiJI.eyJzdWIiOiIx.sig-na_ture", "jwt •••"),
        (f"Here: {SIGNED}.", "Here: •••"),
        ("see https://a.test-site.com/v?token=x", "see •••"),
        ("(https://bucket.oss-cn.aliyuncs.com/v.mp4?Expires=1&OSSAccessKeyId=2&Signature=3)", "(•••)"),
        ("视频：https://a.com/v?sig=1，请看", "视频：•••，请看"),
        ("at http://10.1.2.3:8080/render", "at •••"),
        ("at http://localhost:3000/x and http://[::1]/y", "at ••• and •••"),
        ("at http://render.svc.cluster.local/x", "at •••"),
        ("at http://renderer/x", "at •••"),
        ("at http://metadata.google.internal/x", "at •••"),
        ("at s3://bucket/key and file:///srv/x", "at ••• and •••"),
        ("at https://me:pw@a.com/", "at •••"),
        ("at redis://cache:6379/0", "at •••"),
        ("https://a.test.com/bot123456:test-token-of-thirty-two-signs-x/getMe", "https://a.test.com/bot•••/getMe"),
        ("see https://a.com/clip_(1).mp4?sig=x or 'https://a.com/it's/v?sig=x'", "see ••• or '•••'"),
    ],
)
def test_tokens_signed_links_and_addresses_inside_are_hidden(text: str, left: str) -> None:
    assert redact(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Watch https://www.example.com/watch?v=abc&t=10s for the style.",
        "The token of love is a ring.",
        "The bearer of the ring walks by the river.",
        "Title: “Bearer Bonds” at 0:05, ratio 16:9.",
        "音乐在 0:03 开始。https://example.com/视频",
        "A 12345678:9 ratio is odd.",
        "[the film](https://example.com/a_(b)) and 'https://example.com/c'.",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=200), st.from_regex(r"nmv_usr_[A-Za-z0-9_-]{8,20}", fullmatch=True), st.text(max_size=50))
def test_a_token_is_hidden_wherever_it_stands(before: str, token: str, after: str) -> None:
    assert token not in redact(f"{before} {token} {after}")


@given(st.text(max_size=300))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)
