"""What people pick from Discord's menus reaches the core as its own words."""

from pathlib import Path
from typing import Any

import pytest

from core.conversation.commands import Word
from core.errors import DatabaseUnusable
from core.model import AttachmentSource, Command, ConversationKind
from tests.bots.discord.stage import Stage, stage_on

pytestmark = pytest.mark.third_party


async def test_make_hands_over_prompt_and_files_and_is_acknowledged_at_once(stage: Stage) -> None:
    result = await stage.alice.slash(
        stage.channel, "reel make", prompt="a cat", file1=("a.txt", b"hi"), file3=("b.png", b"x" * 10)
    )
    assert result.deferred
    assert not result.ephemeral
    message = stage.intake.last
    assert message.command is not None
    assert (message.command.name, message.command.argument) == (Word.MAKE, "a cat")
    assert [file.name for file in message.attachments] == ["a.txt", "b.png"]
    assert [file.size for file in message.attachments] == [2, 10]
    assert all(file.source is AttachmentSource.PLATFORM for file in message.attachments)
    assert message.kind is ConversationKind.GROUP
    assert message.person.user_id == str(stage.alice.id)
    assert message.locale == "en-US"


async def test_shape_and_length_are_said_in_words(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat", aspect="9:16", duration=15)
    assert stage.intake.last.text == "a cat\n(aspect ratio 9:16, 15 seconds long)"


async def test_a_picked_skill_comes_along_with_the_request(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat", skill="video-to-generator")
    (message,) = stage.intake.messages
    assert message.command == Command(Word.MAKE, "a cat", "video-to-generator")


PLAIN: list[tuple[str, dict[str, Any], Word, str]] = [
    ("edit", {"change": "make it shorter"}, Word.EDIT, "make it shorter"),
    ("export", {}, Word.EXPORT, ""),
    ("export", {"revision": "3"}, Word.EXPORT, "3"),
    ("status", {}, Word.STATUS, ""),
    ("new", {"name": "Holiday"}, Word.NEW, "Holiday"),
    ("projects", {}, Word.PROJECTS, ""),
    ("skill", {}, Word.SKILL, ""),
    ("upload", {"url": "https://example.com/a.mp4"}, Word.UPLOAD, "https://example.com/a.mp4"),
    ("history", {}, Word.HISTORY, ""),
    ("undo", {}, Word.UNDO, ""),
    ("timeline", {}, Word.TIMELINE, ""),
]


@pytest.mark.parametrize(("name", "options", "word", "argument"), PLAIN)
async def test_public_commands_arrive_as_the_cores_words(
    stage: Stage, name: str, options: dict[str, Any], word: Word, argument: str
) -> None:
    result = await stage.alice.slash(stage.channel, f"reel {name}", **options)
    assert result.deferred
    assert not result.ephemeral
    command = stage.intake.last.command
    assert command is not None
    assert (command.name, command.argument) == (word, argument)


HIDDEN: list[tuple[str, dict[str, Any], Word, str]] = [
    ("credits", {}, Word.CREDITS, ""),
    ("settings", {}, Word.SETTINGS, ""),
    ("settings", {"name": "auto_export", "value": "off"}, Word.SETTINGS, "auto_export off"),
    ("help", {}, Word.HELP, ""),
    ("cancel", {}, Word.CANCEL, ""),
    ("link", {}, Word.LINK, ""),
    ("language", {"language": "de"}, Word.LANGUAGE, "de"),
    ("token", {"forget": True}, Word.TOKEN, "forget"),
]


@pytest.mark.parametrize(("name", "options", "word", "argument"), HIDDEN)
async def test_private_matters_are_answered_to_the_person_alone(
    stage: Stage, name: str, options: dict[str, Any], word: Word, argument: str
) -> None:
    result = await stage.alice.slash(stage.channel, f"reel {name}", **options)
    assert result.ephemeral
    command = stage.intake.last.command
    assert command is not None
    assert (command.name, command.argument) == (word, argument)
    await stage.say("An answer")
    assert stage.said() == []
    assert result.response is not None
    assert result.response.content == "An answer"


async def test_in_direct_messages_nothing_needs_hiding(stage: Stage) -> None:
    result = await stage.alice.user.slash("reel credits")
    assert not result.ephemeral
    assert stage.intake.last.kind is ConversationKind.DIRECT


async def test_an_upload_of_nothing_is_explained_at_once(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "reel upload")
    assert result.ephemeral
    assert result.response is not None
    assert "Pick a file" in result.response.content
    assert stage.intake.messages == []


async def test_the_token_is_asked_for_in_a_form_that_nobody_else_sees(stage: Stage) -> None:
    shown = await stage.alice.slash(stage.channel, "reel token")
    assert shown.modal is not None
    assert stage.intake.messages == []
    result = await stage.alice.submit_modal(shown, {"words": "nmv_usr_test-token"})
    assert result.ephemeral
    command = stage.intake.last.command
    assert command is not None
    assert (command.name, command.argument) == (Word.TOKEN, "nmv_usr_test-token")
    assert stage.intake.last.text == ""
    assert "nmv_usr_test-token" not in " ".join(stage.said())


async def test_a_menu_makes_a_video_from_somebodys_message(stage: Stage) -> None:
    target = await stage.bob.send(stage.channel, "a dog on a beach", attachments=[("dog.png", b"png")])
    await stage.alice.context_menu(stage.channel, "Make a video from this", target)
    message = stage.intake.last
    assert message.command is not None
    assert message.command.name == Word.MAKE
    assert message.text == "a dog on a beach"
    assert [file.name for file in message.attachments] == ["dog.png"]


async def test_a_menu_adds_a_message_to_the_current_video(stage: Stage) -> None:
    with_file = await stage.bob.send(stage.channel, "", attachments=[("dog.png", b"png")])
    words = await stage.bob.send(stage.channel, "and some music")
    await stage.alice.context_menu(stage.channel, "Add to the current video", with_file)
    await stage.alice.context_menu(stage.channel, "Add to the current video", words)
    names = [message.command.name for message in stage.intake.messages if message.command]
    assert names == [Word.UPLOAD, Word.EDIT]


async def test_commands_are_sent_to_discord_only_when_they_changed(stage: Stage, tmp_path: Path) -> None:
    def syncs() -> int:
        return sum(1 for entry in stage.env.http_requests if entry.method == "PUT" and entry.path.endswith("/commands"))

    assert syncs() == 1
    await stage.restart(tmp_path)
    assert syncs() == 1
    (tmp_path / "discord-commands.sha256").write_text("other")
    await stage.restart(tmp_path)
    assert syncs() == 2


async def test_a_full_disk_is_told_and_not_swallowed(stage: Stage) -> None:
    stage.intake.failure = DatabaseUnusable()
    result = await stage.alice.slash(stage.channel, "reel status")
    texts = [message.content for message in [result.response, *result.followups] if message is not None]
    assert any("Nothing is lost" in text for text in texts)


async def test_when_stopping_people_are_told_to_come_back(stage: Stage) -> None:
    await stage.platform.stop_intake()
    result = await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    assert result.ephemeral
    assert result.response is not None
    assert "restarting" in result.response.content
    assert stage.intake.messages == []


async def test_every_command_of_the_menu_is_there(tmp_path: Path) -> None:
    wanted = ["make", "edit", "export", "status", "credits", "new", "projects", "skill", "upload"]
    wanted += ["cancel", "history", "settings", "token", "help"]
    async with stage_on(tmp_path) as stage:
        offered = stage.alice.available_commands(stage.channel)
        assert {f"reel {name}" for name in wanted} <= set(offered)
