"""Skill files (TOML) to skills, with an error that names the file and the key when one is broken."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import SettingsError
from core.skills.skill import MOMENTS, Skill

_BUILT_IN = Path(__file__).parent / "data"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,31}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")


def load_skills(folder: Path | None = None) -> Mapping[str, Skill]:
    """Every skill by name, in the order of their files. `folder` holds `*.toml`; None: the ones that come with Reelay.

    Raises SettingsError naming the file and the key that is missing, unknown or makes no sense.
    """
    return _load(folder or _BUILT_IN)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Mapping[str, Skill]:
    skills: dict[str, Skill] = {}
    for path in sorted(folder.glob("*.toml")):
        skill = _read(path)
        if skill.name in skills:
            raise SettingsError(f"{path.name}: name: another file describes {skill.name} already")
        skills[skill.name] = skill
    if not skills:
        raise SettingsError(f"{folder.name}: there is no skill file (*.toml) in it")
    return MappingProxyType(skills)


def _read(path: Path) -> Skill:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: is not TOML: {error}") from error
    wanted = {field.name for field in fields(Skill)}
    for key in sorted(data.keys() - wanted):
        raise SettingsError(f"{path.name}: {key}: there is no such key; the keys are {', '.join(sorted(wanted))}")
    values = {field.name: _value(path, data, field.name, field.type) for field in fields(Skill)}
    skill = Skill(**values)
    _check(path, skill)
    return skill


def _value(path: Path, data: Mapping[str, Any], key: str, kind: object) -> Any:  # noqa: ANN401 - typed by the key
    if key not in data:
        raise SettingsError(f"{path.name}: {key}: is missing")
    value = data[key]
    if kind in (str, bool, int):
        if type(value) is not kind:
            raise SettingsError(f"{path.name}: {key}: must be {getattr(kind, '__name__', kind)}, not {value!r:.60}")
        return value
    if kind == Mapping[str, str]:
        if not isinstance(value, dict) or not all(isinstance(item, str) and item.strip() for item in value.values()):
            raise SettingsError(f"{path.name}: {key}: must be a table of texts, not {value!r:.60}")
        return MappingProxyType(dict(value))
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise SettingsError(f"{path.name}: {key}: must be a list of texts, not {value!r:.60}")
    return tuple(value)


def _check(path: Path, skill: Skill) -> None:
    complaints = {
        "name": (_NAME.fullmatch(skill.name), "lower-case letters, digits and dashes only (it goes into a header)"),
        "version": (_VERSION.fullmatch(skill.version), "must look like 1.0.0 (it goes into a header)"),
        "title": (skill.title.strip(), "is empty"),
        "greeting": (skill.greeting.strip(), "is empty"),
        "hint": (skill.hint.strip(), "is empty"),
        "examples": (skill.examples, "needs at least one"),
        "accepts": (
            skill.accepts and all(map(_EXTENSION.fullmatch, skill.accepts)),
            "must be extensions without a dot, in lower case",
        ),
        "prefers": (set(skill.prefers) <= set(skill.accepts), "holds a type that `accepts` does not"),
        "max_mb": (skill.max_mb > 0, "must be above 0"),
        "steps": (set(skill.steps) <= set(MOMENTS), f"takes only {', '.join(MOMENTS)}"),
        "task_name": (skill.task_name.strip(), "is empty"),
    }
    for key, (good, complaint) in complaints.items():
        if not good:
            raise SettingsError(f"{path.name}: {key}: {complaint}")
