"""Lengths of time as people write them."""

import pytest

from studio.director.grammar.durations import durations

LENGTHS = [("a 10-second video", 10), ("half a minute", 30), ("1m30s", 90), ("一分半的视频", 90), (
    "ninety-second clip", 90), ("15秒", 15), ("00:30", 30), ("a minute and a half", 90), ("two minutes", 120), (
    "1.5 minutes", 90), ("半分钟", 30), ("45 sec", 45), ("00:01:05", 65), ("三十秒竖屏", 30), ("1 minute 20 seconds",
    80), ("2分30秒", 150), ("twenty-five seconds", 25), ("两分钟", 120), ("1分半钟", 90), ("15秒間", 15), (
    "five-second", 5), ("a couple of seconds", 2), ("quarter of a minute", 15), ("un video de 15 segundos", 15), (
    "ein 20-sekündiges video", 20), ("15 sekunden", 15), ("une vidéo de 12 secondes", 12), ("vinte segundos", 20), (
    "30-секундное видео", 30), ("полминуты", 30), ("2 minutes and 30 seconds", 150), ("1 min 5 s", 65), ("500 ms",
    0.5), ("0:07", 7), ("三分钟", 180), ("九十秒", 90), ("a half-minute clip", 30), ("12s", 12), ("sixty seconds",
    60),]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LENGTHS)
def test_a_length_is_read(text: str, expected: float) -> None:
    assert [span.ms for span in durations(text)] == [round(expected * 1000)]


@pytest.mark.parametrize(
    "text",
    [
        "the second clip",
        "a second clip",
        "the 80s style",
        "9:16",
        "16:9 please",
        "1920x1080",
        "2x speed",
        "第3秒",
        "5 photos",
        "1080p",
    ],
)
def test_what_is_no_length_is_none(text: str) -> None:
    assert durations(text) == ()
