"""What an earlier draft had, put back: music, texts, shots."""

from dataclasses import replace

from studio.director.following import fitted
from studio.director.meaning import Kind
from studio.director.operations.bench import Bench, Result, done, linked_alike, refused
from studio.director.operations.sound import music_of, set_music
from studio.director.operations.texts import put_text, texts_of
from studio.director.timeline import shots_of, with_shots
from studio.director.wishes import Restore, SetMusic
from studio.draft import Draft, TrackType


def restore(draft: Draft, wish: Restore, bench: Bench) -> Result:
    """The latest of its kind that was on the timeline and is not there any more."""
    if wish.kind is Kind.MUSIC:
        return _music(draft, bench)
    return _shots(draft, bench) if wish.kind is Kind.SHOT else _texts(draft, wish.kind, bench)


def _music(draft: Draft, bench: Bench) -> Result:
    if music_of(draft):
        return refused(bench.say("There is music on the timeline.", "时间线上已经有音乐。"))
    before = next((old for old in reversed(bench.history) if music_of(old)), None)
    if before is None:
        return set_music(draft, SetMusic("auto"), bench)
    tracks = tuple(track for track in before.tracks if track.type == TrackType.AUDIO)
    video = tuple(track for track in draft.tracks if track.type == TrackType.VIDEO)
    others = tuple(track for track in draft.tracks if track.type not in (TrackType.VIDEO, TrackType.AUDIO))
    made = fitted(replace(draft, tracks=(*video, *tracks, *others)), before.duration, bench.media)
    name = str(music_of(before)[0].meta.get("name", ""))
    return done(made, bench.say(f"put the music back ({name})", f"恢复了音乐（{name}）"), "restore", kind="music")


def _texts(draft: Draft, kind: Kind, bench: Bench) -> Result:
    there = {text.id for text in texts_of(draft)}
    for old in reversed(bench.history):
        missing = [text for text in texts_of(old, kind) if text.id not in there]
        if not missing:
            continue
        made = draft
        for text in missing:
            made = put_text(made, text)
        made = fitted(made, draft.duration, bench.media)
        words = ", ".join(f"“{text.meta.get('text', '')}”" for text in missing)
        return done(made, bench.say(f"put {words} back", f"恢复了{words}"), "restore", kind="text")
    return refused(bench.say("I find no text that was taken away.", "没有找到被删掉的文字。"))


def _shots(draft: Draft, bench: Bench) -> Result:
    now = shots_of(draft)
    there = {shot.id for shot in now}
    for old in reversed(bench.history):
        row = shots_of(old)
        missing = [index for index, shot in enumerate(row) if shot.id not in there]
        if not missing or not any(shot.id in there for shot in row):
            continue
        filled = list(now)
        for index in missing:
            filled.insert(min(index, len(filled)), row[index])
        made = with_shots(draft, linked_alike(filled, now), bench.media)
        count = len(missing)
        said = bench.say(f"put {count} clip{'s' if count > 1 else ''} back", f"恢复了 {count} 个片段")
        return done(made, said, "restore", kind="shot")
    return refused(bench.say("I find no clip that was taken away.", "没有找到被删掉的片段。"))
