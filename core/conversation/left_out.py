"""Files of several that cannot be used: the others are, and these are named with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.conversation.replies import error_text
from core.errors import (
    AttachmentGone,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    AttachmentUnavailable,
    FilesRefused,
    FileTooLarge,
    ReelayError,
    UnsupportedFileType,
    UrlRefused,
)
from core.locales import Speech

ONE_FILE_ONLY = (
    AttachmentGone,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    AttachmentUnavailable,
    FileTooLarge,
    UnsupportedFileType,
    UrlRefused,
)
"""What is wrong with a single file and says nothing about those beside it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not used. `why` is a sentence for its sender; `passing` says that sending it again may do."""

    name: str
    why: str
    passing: bool = False


def left_out(name: str, error: ReelayError, say: Speech) -> LeftOut:
    """A file and what was wrong with it."""
    return LeftOut(name, error_text(say, error), isinstance(error, AttachmentUnavailable))


def none_left(left: Sequence[LeftOut], say: Speech) -> FilesRefused:
    """What to raise when not one of several files can be used."""
    return FilesRefused(reasons="\n" + _listed(left, say), passing=all(one.passing for one in left))


def going_on(left: Sequence[LeftOut], say: Speech) -> str:
    """The word about some files while the others are used."""
    if len(left) == 1:
        return f"⚠️ {_sentence(left[0])} {say('I go on without it.')}"
    return f"⚠️ {say('I go on without these files:')}\n{_listed(left, say)}"


def _listed(left: Sequence[LeftOut], say: Speech) -> str:
    """A line for each thing that is wrong: said in full for the first file, the others with the same are only named."""
    alike: dict[str, list[LeftOut]] = {}
    for one in left:
        alike.setdefault(one.why.replace(one.name, ""), []).append(one)
    lines: list[str] = []
    for first, *others in alike.values():
        lines.append(f"• {_sentence(first)}")
        if others:
            names = ", ".join(other.name for other in others)
            lines.append("• " + say("{names}: for the same reason", names=names))
    return "\n".join(lines)


def _sentence(one: LeftOut) -> str:
    return one.why if one.name in one.why else f"{one.name}: {one.why}"
