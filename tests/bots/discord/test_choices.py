"""What Discord's menus offer while somebody types, and in which words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bots.discord import sync
from bots.discord.sync import SpeechTranslator, _drop_clashes
from core.model import ConversationKey, Project, Revision
from tests.bots.discord.line import line_on
from tests.bots.discord.stage import stage_on

WHEN = datetime(2026, 11, 20, tzinfo=UTC)


class KnownProjects:
    """Two projects in every conversation, the first one active, with three revisions."""

    def __init__(self) -> None:
        self.asked: list[ConversationKey] = []

    async def of(self, conversation: ConversationKey) -> list[Project]:
        self.asked.append(conversation)
        return [
            Project(7, conversation, "Holiday film", "skill", "en"),
            Project(8, conversation, "Trailer", "skill", "en"),
        ]

    async def active(self, conversation: ConversationKey) -> Project | None:
        return (await self.of(conversation))[0]

    async def revisions(self, project_id: int, limit: int = 20) -> list[Revision]:
        words = ["shorter, " * 30, "add music", "a beach"]
        return [Revision(project_id, 3 - index, {}, request, "alice", WHEN) for index, request in enumerate(words)][
            :limit
        ]


@pytest.mark.third_party
async def test_projects_and_revisions_of_the_place_are_offered(tmp_path: Path) -> None:
    known = KnownProjects()
    async with stage_on(tmp_path, projects=known) as stage:
        offered = await stage.alice.autocomplete(stage.channel, "reel projects", "project", "hol")
        assert offered == [{"name": "Holiday film (#7)", "value": "7"}]
        revisions = await stage.alice.autocomplete(stage.channel, "reel export", "revision", "")
        assert [choice["value"] for choice in revisions] == ["3", "2", "1"]
        assert all(len(choice["name"]) <= 100 for choice in revisions)
        assert {str(key.chat_id) for key in known.asked} == {str(stage.channel.id)}


@pytest.mark.third_party
async def test_without_any_project_nothing_is_offered(tmp_path: Path) -> None:
    async with stage_on(tmp_path) as stage:
        assert await stage.alice.autocomplete(stage.channel, "reel projects", "project", "") == []
        assert await stage.alice.autocomplete(stage.channel, "reel export", "revision", "1") == []


WORDS = {
    "make": "machen",
    "edit": "machen",
    "Change the current video": "Das Video ändern",
    "status": "Stand Der Dinge",
}


class GermanSpeech:
    """A catalogue of a few words."""

    def __init__(self, language: str | None = None) -> None:
        self._german = (language or "").startswith("de")

    def __call__(self, sentence: str, /, **fields: object) -> str:
        return WORDS.get(sentence, sentence) if self._german else sentence


async def test_names_and_descriptions_are_told_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "Speech", GermanSpeech)
    async with line_on(tmp_path) as line:
        reel = next(command for command in line.world.commands if command["name"] == "reel")
        options = {option["name"]: option for option in reel["options"]}
    assert options["make"]["name_localizations"] == {"de": "machen"}
    assert options["edit"]["name_localizations"] == {}
    assert options["edit"]["description_localizations"] == {"de": "Das Video ändern"}
    assert options["status"]["name_localizations"] == {"de": "stand-der-dinge"}


async def test_a_translation_that_discord_would_refuse_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "Speech", GermanSpeech)
    monkeypatch.setitem(WORDS, "make", "x" * 140)
    make = app_commands.Choice(name="make", value="make")
    context: app_commands.TranslationContext[Any, Any] = app_commands.TranslationContext(
        app_commands.TranslationContextLocation.choice_name, make
    )
    told = await SpeechTranslator().translate(app_commands.locale_str("make"), discord.Locale.german, context)
    assert told is None


def test_of_two_equal_names_the_second_goes_without() -> None:
    options = [{"name_localizations": {"de": "neu"}}, {"name_localizations": {"de": "neu", "fr": "nouveau"}}]
    _drop_clashes(options)
    assert options[1]["name_localizations"] == {"fr": "nouveau"}


async def test_the_commands_stay_within_discords_limits(tmp_path: Path) -> None:
    async with line_on(tmp_path) as line:
        reel = next(command for command in line.world.commands if command["name"] == "reel")
    assert len(reel["options"]) <= 25
    assert _size(reel) <= 8000
    assert reel["integration_types"] == [0, 1]
    assert reel["contexts"] == [0, 1, 2]
    for option in reel["options"]:
        assert len(option["description"]) <= 100
        assert len(option.get("options", ())) <= 25
        assert all(len(part.get("choices", ())) <= 25 for part in option.get("options", ()))


def _size(node: dict[str, Any]) -> int:
    own = sum(len(str(node.get(name, ""))) for name in ("name", "description", "value"))
    return own + sum(_size(part) for name in ("options", "choices") for part in node.get(name, ()))


async def test_a_refused_sync_does_not_keep_the_bot_from_working(tmp_path: Path) -> None:
    async with line_on(tmp_path) as line:
        first = line.platform._client
        (tmp_path / "discord-commands.sha256").unlink()
        line.discord.fail("PUT", "/commands$", status=400, code=50035)
        await line.discord.gateway.drop(4010)
        await line.discord.gateway.ready.wait()
        await line.ask("reel status")
        assert line.platform._client is not first
    assert not (tmp_path / "discord-commands.sha256").exists()
