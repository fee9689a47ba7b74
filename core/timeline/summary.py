"""The timeline in one line: `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) …`."""

from core.locales import Speech
from core.timeline.parse import Kind, Segment, Track, clean, parse

_TRACKS = 10
_SEGMENTS = 3


def summary(draft: object, say: Speech | None = None) -> str:
    """One line about a draft, as the backend's own documents write it; in English unless `say` speaks otherwise."""
    say = say or Speech("en")
    tracks = parse(draft).filled
    head = say.count("Timeline ({n} track)", "Timeline ({n} tracks)", len(tracks))
    if not tracks:
        return head
    parts = [f"{number}. {_track(track, say)}" for number, track in enumerate(tracks[:_TRACKS], 1)]
    if len(tracks) > _TRACKS:
        parts.append("… +" + str(len(tracks) - _TRACKS))
    return f"{head}: {' '.join(parts)}"


def track_label(track: Track, say: Speech) -> str:
    """What a track is called."""
    if track.label:
        return track.label
    if track.kind is Kind.VIDEO:
        return say("Video")
    if track.kind is Kind.AUDIO:
        return say("BGM")
    if track.kind is Kind.TEXT:
        return say("Captions") if track.segments and all(s.caption for s in track.segments) else say("Title")
    return say("Track")


def seconds(milliseconds: int) -> str:
    """Seconds with a decimal where there is one: 2500 -> "2.5"."""
    return f"{round(milliseconds / 1000, 1):g}" if milliseconds < 100_000_000 else str(milliseconds // 1000)


def percent(volume: float) -> int:
    """A volume of 0-2 in per cent."""
    return round(volume * 100)


def _track(track: Track, say: Speech) -> str:
    shown = track.segments if len(track.segments) <= _SEGMENTS + 1 else track.segments[:_SEGMENTS]
    text = f"{track_label(track, say)}: {', '.join(_segment(segment, say) for segment in shown)}"
    rest = len(track.segments) - len(shown)
    if rest:
        end = seconds(max(segment.end for segment in track.segments))
        text += " " + say.count("and {n} more (to {end}s)", "and {n} more (to {end}s)", rest, end=end)
    return text


def _segment(segment: Segment, say: Speech) -> str:
    name = clean(segment.name, 40)
    if segment.kind is Kind.TEXT:
        name = f'"{name}"'
    loud = segment.volume
    volume = "" if loud is None or percent(loud) == 100 else f", {percent(loud)}%"
    return f"{name or say('clip')} ({seconds(segment.start)}-{seconds(segment.end)}s{volume})"
