"""No secret reaches a log line, whoever writes it and wherever it hides."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from core.logs import STRUCK, Redactor, configure

TELEGRAM = "123456789:" + "A" * 12 + "-" + "b" * 22
SECRETS = {
    "configured": "canary-of-the-operator",
    "nemo": "nmv_usr_" + "x" * 12,
    "claim": "clm_" + "y" * 12,
    "telegram": TELEGRAM,
    "discord": "M" * 24 + "." + "Gabcde" + "." + "z" * 30,
}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    configure(Redactor([SECRETS["configured"]]), form="json", level="DEBUG", stream=stream)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_is_struck_from_messages_fields_and_exceptions(lines: io.StringIO, secret: str) -> None:
    log = structlog.get_logger("reelay")
    log.info(f"calling {secret}", url=f"https://host.test/bot{secret}/getMe", nested={"a": [secret]})  # noqa: G004 - as a careless caller would
    logging.getLogger("somebody.else").warning("token %s", secret)
    try:
        raise RuntimeError(f"rejected: {secret}")
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("somebody.else").exception("failed")
    written = lines.getvalue()
    assert secret not in written
    assert written.count(STRUCK) >= 6
    assert all(json.loads(line) for line in written.splitlines())


@pytest.mark.parametrize("secrets", [["abcdef", "abcdef-ghijkl"], ["abcdef-ghijkl", "abcdef"]])
def test_a_secret_that_begins_with_another_is_struck_whole(secrets: list[str]) -> None:
    assert Redactor(secrets).text("it is abcdef-ghijkl, not abcdef") == f"it is {STRUCK}, not {STRUCK}"


def test_ordinary_words_stay(lines: io.StringIO) -> None:
    structlog.get_logger("reelay").info("rendered", ratio="16:9", at="12:05:33", render="render_0123456789abcdef")
    event = json.loads(lines.getvalue())
    assert (event["ratio"], event["at"], event["render"]) == ("16:9", "12:05:33", "render_0123456789abcdef")
