"""Every way of writing a message id in the code is found, and nothing else is."""

import pytest

from tools.locales.extract import Message, python, skill


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Hello")', ["Hello"]),
        ('context.say("Hello {name}", name=who)', ["Hello {name}"]),
        ('self._say("Hello")', ["Hello"]),
        ('Speech(locale)("Hello")', ["Hello"]),
        ('say("Over " "two lines")', ["Over two lines"]),
        ('say("On" if on else "Off")', ["On", "Off"]),
        ('say.count("{n} clip", "{n} clips", 3)', [("{n} clip", "{n} clips")]),
        ('sheet.say.count("{n} clip", "{n} clips", n, end=1)', [("{n} clip", "{n} clips")]),
        ('LATER = N_("Later")', ["Later"]),
        ('locale_str("Start a new project")', ["Start a new project"]),
        ('class Bad(ReelayError):\n    sentence = "It broke."', ["It broke."]),
        ('class Bad(ReelayError):\n    sentence: ClassVar[str] = ("It " "broke.")', ["It broke."]),
        ('class Session:\n    async def say(self, text): ...\nsay = Speech()\nsay("Starting…")', ["Starting…"]),
        ('say("First")\nsay("Second", inner=say("Third"))', ["First", "Second", "Third"]),
    ],
)
def test_a_message_id_is_found(source: str, found: list[Message]) -> None:
    assert python(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "say(sentence)",
        'say("")',
        'terminal.say("For the terminal alone")',
        'self._session.say("What a person wrote")',
        'data.count("a", 0, 5)',
        '"text".count("x")',
        'locale_str("export")',  # the name of a command
        'class Parser:\n    def _say(self, *words): ...\n    def tell(self):\n        self._say("READY=1")',
        'class Pair:\n    sentences = "not one"',
    ],
)
def test_what_is_no_message_id_is_left_alone(source: str) -> None:
    assert python(source) == []


def test_a_skill_gives_its_texts_and_nothing_else() -> None:
    source = """
name = "a-skill"
title = "A skill"
greeting = "Hello"
hint = "Be short"
examples = ["make this", "make that"]
task_name = "project"
[steps]
no_title = "Add a title"
"""
    assert skill(source) == ["A skill", "Hello", "Be short", "make this", "make that", "Add a title"]
