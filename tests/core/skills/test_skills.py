"""Skills are data: the three that come along are right, and a broken file says where."""

from pathlib import Path

import pytest

from core.errors import SettingsError
from core.skills import load_skills

BACKEND_TYPES = {"mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac"}
GOOD = """
name = "night-owl"
version = "2.1.0"
title = "Night Owl"
greeting = "Good evening."
hint = "Be brief."
examples = ["a moon"]
accepts = ["mp4", "txt"]
prefers = ["txt"]
max_mb = 20
task_name = "project"
sends_language = false

[steps]
no_title = "Name the moon"
"""


@pytest.mark.parametrize(
    ("name", "limit", "sends_language", "prefers"),
    [
        ("ai-video-maker-sora", 200, False, ("txt", "docx", "pdf", "png")),
        ("meta-video-generation-free", 200, True, ("jpg", "png", "mp4", "mov")),
        ("video-to-generator", 500, True, ("mp4", "mov", "avi", "webm")),
    ],
)
def test_each_seed_is_there_with_its_facts(
    name: str, limit: int, sends_language: bool, prefers: tuple[str, ...]
) -> None:
    skill = load_skills()[name]
    assert (skill.version, skill.task_name) == ("1.0.0", "project")
    assert (skill.max_mb, skill.sends_language, skill.prefers) == (limit, sends_language, prefers)
    assert skill.max_bytes == limit * 2**20
    assert set(skill.uploads) == BACKEND_TYPES
    assert skill.documents == ("txt", "docx", "pdf")
    assert len(skill.examples) >= 3


def test_attribution_names_the_skill_its_version_and_the_platform() -> None:
    headers = load_skills()["video-to-generator"].attribution("telegram")
    assert (headers.skill, headers.version, headers.platform) == ("video-to-generator", "1.0.0", "telegram")


def test_what_is_accepted_is_shown_with_the_preferred_types_first() -> None:
    assert load_skills()["ai-video-maker-sora"].accepted.startswith("TXT, DOCX, PDF, PNG, MP4")


def test_adding_a_skill_is_adding_a_file(tmp_path: Path) -> None:
    (tmp_path / "night-owl.toml").write_text(GOOD)
    skills = load_skills(tmp_path)
    assert list(skills) == ["night-owl"]
    assert skills["night-owl"].uploads == ("mp4",)
    assert "Good evening." in skills["night-owl"].sentences


@pytest.mark.parametrize(
    ("replaced", "by", "key"),
    [
        ("max_mb = 20", "", "max_mb: is missing"),
        ("max_mb = 20", 'max_mb = "20"', "max_mb: must be int"),
        ("max_mb = 20", "max_mb = true", "max_mb: must be int"),
        ("max_mb = 20", "max_mb = 0", "max_mb: must be above 0"),
        ('"night-owl"', '"Night Owl"', "name: lower-case"),
        ('"night-owl"', '"night-owl\\nX-Evil: 1"', "name: lower-case"),
        ('"2.1.0"', '"latest"', "version: must look like"),
        ('["a moon"]', "[]", "examples: needs at least one"),
        ('["a moon"]', '"a moon"', "examples: must be a list"),
        ('["mp4", "txt"]', '[".MP4"]', "accepts: must be extensions"),
        ('prefers = ["txt"]', 'prefers = ["pdf"]', "prefers: holds a type"),
        ("[steps]", "[nextsteps]", "nextsteps: there is no such key"),
        ("no_title", "no_owl", "steps: takes only no_title"),
        ('"Name the moon"', "3", "steps: must be a table of texts"),
        ('greeting = "Good evening."', "greeting = ", "is not TOML"),
    ],
)
def test_a_broken_file_names_itself_and_the_key(tmp_path: Path, replaced: str, by: str, key: str) -> None:
    (tmp_path / "broken.toml").write_text(GOOD.replace(replaced, by))
    with pytest.raises(SettingsError) as caught:
        load_skills(tmp_path)
    assert str(caught.value).startswith(f"broken.toml: {key}")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(SettingsError, match=r"b\.toml: name: another file"):
        load_skills(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no skill file"):
        load_skills(tmp_path)
