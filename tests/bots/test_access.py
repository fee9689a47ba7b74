"""`reelay access`, with the bot running beside it."""

import re
from pathlib import Path

import pytest

from bots.access import access
from core.errors import SettingsError
from core.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.house import BEN, DM, house

CODE = re.compile(r"\b[A-Z2-9]{8}\b")


def settings(folder: Path) -> Settings:
    return Settings.model_validate({"reelay_data_dir": folder})


async def test_an_operator_lets_a_waiting_person_in_who_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with house(tmp_path, reelay_pairing="on") as home:
        await home.say("a sunset", person=BEN)
        await home.settled()
        [code] = set(CODE.findall(home.texts()[0]))
        assert await access(settings(tmp_path), "list", None, FakeClock()) == 0
        assert f"Ben (telegram:2) {code}" in capsys.readouterr().out
        assert await access(settings(tmp_path), "approve", code.lower(), FakeClock()) == 0
        assert "Ben (telegram:2) is let in." in capsys.readouterr().out
        await home.until(lambda: len(home.texts()) == 2)
        assert "You are let in" in home.texts()[1]
        await home.say("a sunset", person=BEN)
        await home.settled()
        assert home.backend.prompts == ["a sunset"]


async def test_a_person_is_let_in_by_id_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await access(settings(tmp_path), "approve", "telegram:2", FakeClock()) == 0
    assert await access(settings(tmp_path), "list", None, FakeClock()) == 0
    assert "telegram:2" in capsys.readouterr().out
    assert await access(settings(tmp_path), "remove", "telegram:2", FakeClock()) == 0
    assert await access(settings(tmp_path), "remove", "telegram:2", FakeClock()) == 1
    async with house(tmp_path, reelay_pairing="on") as home:
        await home.say("a sunset", person=BEN)
        await home.settled(DM)
        assert home.backend.prompts == []


async def test_what_makes_no_sense_is_said(tmp_path: Path) -> None:
    assert await access(settings(tmp_path), "approve", "NOSUCHCD", FakeClock()) == 1
    for action, whom in (("approve", None), ("remove", "Ben"), ("approve", "myspace:1")):
        with pytest.raises(SettingsError):
            await access(settings(tmp_path), action, whom, FakeClock())


async def test_a_name_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with house(tmp_path, reelay_pairing="on") as home:
        rude = type(BEN)("telegram", "3", "\x1b[2J\x1b]0;owned\x07Eve\nAna (telegram:1)")
        await home.say("hi", person=rude)
        await home.settled()
    await access(settings(tmp_path), "list", None, FakeClock())
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert len([line for line in shown.splitlines() if "telegram:" in line]) == 1
