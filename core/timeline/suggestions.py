"""Two or three next steps that fit a draft, as message ids; a skill may word them its own way."""

from collections.abc import Callable, Mapping
from typing import Final

from core.locales import N_
from core.skills import Skill
from core.timeline.parse import Draft, Kind, parse

_MOST: Final = 3
_LONG: Final = 30_000  # ms
_LOUD: Final = 0.6
_ONLY_BY_SKILL: Final = ("no_captions",)  # nobody misses captions in a film without a voice

_FITS: Final[Mapping[str, Callable[[Draft], bool]]] = {
    "no_title": lambda draft: not any(draft.segments(Kind.TEXT)),
    "no_music": lambda draft: not any(draft.segments(Kind.AUDIO)),
    "no_transitions": lambda draft: _clips(draft) > 1 and not _has_transitions(draft),
    "long": lambda draft: draft.duration > _LONG,
    "loud_music": lambda draft: any((1 if s.volume is None else s.volume) > _LOUD for s in draft.segments(Kind.AUDIO)),
    "no_captions": lambda draft: _clips(draft) > 0 and not any(s.caption for s in draft.segments(Kind.TEXT)),
    "landscape": lambda draft: (draft.width or 16) > (draft.height or 9),
    "plain_look": lambda draft: not any("look" in segment.meta for segment in draft.segments(Kind.VIDEO)),
    "always": lambda _: True,
}

_STEPS: Final[Mapping[str, str]] = {
    "no_title": N_("Add a title"),
    "no_music": N_("Add music that fits the mood"),
    "no_transitions": N_("Add crossfades between the clips"),
    "long": N_("Cut it down to the best 15 seconds"),
    "loud_music": N_("Make the music quieter"),
    "no_captions": N_("Add captions"),
    "landscape": N_("Make it portrait for phones"),
    "plain_look": N_("Make the colours warmer"),
    "always": N_("Fade out at the end"),
}


def suggestions(draft: object, skill: Skill | None = None) -> tuple[str, ...]:
    """Two or three things one could ask for next (none while the timeline is empty), each a whole request by itself."""
    view = parse(draft)
    if not view.filled:
        return ()
    own = skill.steps if skill is not None else {}
    general = (key for key in _FITS if key not in own and key not in _ONLY_BY_SKILL)
    fitting = [moment for moment in (*own, *general) if _FITS[moment](view)]
    if _fades_out(view.raw):
        fitting = [moment for moment in fitting if moment != "always"]
    chosen = sorted(fitting[:_MOST], key=list(_FITS).index)
    return tuple(own.get(moment, _STEPS[moment]) for moment in chosen)


def _clips(draft: Draft) -> int:
    return sum(1 for _ in draft.segments(Kind.VIDEO))


def _has_transitions(draft: Draft) -> bool:
    return any("transition" in segment.meta for segment in draft.segments(Kind.VIDEO))


def _fades_out(draft: object) -> bool:
    meta = draft.get("m") if isinstance(draft, Mapping) else None
    return isinstance(meta, Mapping) and bool(meta.get("fade_out"))
