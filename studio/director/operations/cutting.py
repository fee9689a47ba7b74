"""Cutting and keeping, splitting, repeating."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.director.meaning import Which
from studio.director.operations.bench import Bench, Result, done, indices, namer, no_such_shot, refused, seconds
from studio.director.operations.lengths import LEFT_OVER, LONGEST_FILM
from studio.director.slicing import cut_at, without
from studio.director.timeline import (
    SHORTEST_SHOT,
    SHORTEST_TEXT,
    Shot,
    length,
    map_segments,
    shots_of,
    starts,
    with_shots,
)
from studio.director.wishes import Cut, KeepOnly, Repeat, Split
from studio.draft import Draft, Segment, TrackType

MOST_PIECES = 100


def _stretches(wish: Cut, start: int, total: int) -> list[tuple[int, int]]:
    """What shall go, in film time, for a piece of film that begins at `start` and lasts `total`."""
    end = start + total
    if wish.share is not None:
        low, high = (start + round(total * part) for part in wish.share)
        return [(start, low), (high, end)] if wish.keep else [(low, high)]
    if wish.middle is not None:
        low = start + max(0, total - wish.middle) // 2
        high = min(end, low + wish.middle)
        return [(start, low), (high, end)] if wish.keep else [(low, high)]
    if wish.head is not None or wish.tail is not None:
        head, tail = wish.head or 0, wish.tail or 0
        if wish.keep:
            return [(start + head, end)] if head else [(start, end - tail)]
        return [(start, start + head), (end - tail, end)]
    low, high = start + (wish.start or 0), end if wish.end is None else start + wish.end
    if not wish.keep:
        return [(low, min(high, end))]
    kept = sorted([(low, min(high, end)), *((start + a, min(end, start + b)) for a, b in wish.more)])
    edges = [start, *(moment for pair in kept for moment in pair), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def cut(draft: Draft, wish: Cut, bench: Bench) -> Result:
    """Drop or keep a stretch of the film, or of the shots named."""
    shots = shots_of(draft)
    if not shots:
        return refused(bench.say("There is nothing on the timeline to cut yet.", "时间线上还没有可以剪的内容。"))
    if not wish.which:
        gone = _stretches(wish, 0, length(shots))
    else:
        found = indices(shots, wish.which)
        if not found:
            return no_such_shot(bench, draft)
        begin = starts(shots)
        gone = [stretch for index in found for stretch in _stretches(wish, begin[index], shots[index].own)]
    return _drop(draft, shots, gone, wish, bench)


def _drop(draft: Draft, shots: tuple[Shot, ...], gone: list[tuple[int, int]], wish: Cut, bench: Bench) -> Result:
    total = length(shots)
    gone = sorted((max(0, low), min(high, total)) for low, high in gone if min(high, total) > max(0, low))
    left = total - sum(high - low for low, high in gone)
    if not gone:
        return refused(
            bench.say(
                f"That lies outside the film, which is {seconds(total)} long.",
                f"这个范围不在影片内，影片长 {seconds(total)}。",
            )
        )
    if left < LEFT_OVER:
        return refused(
            bench.say(
                f"That would leave nothing: the film is {seconds(total)} long.",
                f"这样就什么都不剩了：影片只有 {seconds(total)}。",
            )
        )
    new_id, kept, texts = namer(draft), shots, draft
    for low, high in reversed(gone):
        kept = without(kept, low, high, new_id)
        texts = _close_gap(texts, low, high)
    made = with_shots(texts, kept, bench.media)
    said = _cut_words(wish, gone, made.duration, bench)
    return done(made, said, "trim_clip", removed=[{"start": low, "end": high} for low, high in gone])


def _cut_words(wish: Cut, gone: Sequence[tuple[int, int]], left: int, bench: Bench) -> str:
    removed = seconds(sum(high - low for low, high in gone))
    if wish.keep:
        return bench.say(f"kept that part, the film is {seconds(left)} now", f"保留了这一段，现在全长 {seconds(left)}")
    return bench.say(
        f"cut {removed} away, the film is {seconds(left)} now", f"剪掉了 {removed}，现在全长 {seconds(left)}"
    )


def _close_gap(draft: Draft, low: int, high: int) -> Draft:
    """Move the texts behind a gap forward; titles at the film's start stay there."""

    def move(text: Segment) -> Segment | None:
        if isinstance(text.meta.get("shot"), str) or (text.start == 0 and low == 0):
            return text
        start = text.start - max(0, min(text.start, high) - low) if text.start > low else text.start
        inside = max(0, min(text.end, high) - max(text.start, low))
        left = text.duration - inside
        return replace(text, start=start, duration=left) if left >= SHORTEST_TEXT else None

    return map_segments(draft, TrackType.TEXT, move)


def keep_only(draft: Draft, wish: KeepOnly, bench: Bench) -> Result:
    """Only the shots named stay."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    made = with_shots(draft, [shots[index] for index in found], bench.media)
    return done(
        made,
        bench.say(f"kept only {len(found)} of {len(shots)} clips", f"只保留了 {len(shots)} 个片段中的 {len(found)} 个"),
        "delete_clip",
        kept=len(found),
    )


def remove_shots(draft: Draft, which: Which, bench: Bench) -> Result:
    """The shots named go."""
    shots = shots_of(draft)
    found = indices(shots, which)
    if not found:
        return no_such_shot(bench, draft)
    if len(found) == len(shots):
        return refused(
            bench.say(
                "That is the only clip: removing it would leave an empty timeline. Tell me what "
                "should be there instead.",
                "这是唯一的片段，删掉时间线就空了。请告诉我换成什么。",
            )
        )
    begin, texts = starts(shots), draft
    for index in reversed(found):
        texts = _close_gap(texts, begin[index], begin[index] + shots[index].own)
    made = with_shots(texts, [shot for index, shot in enumerate(shots) if index not in found], bench.media)
    return done(
        made,
        bench.say(f"removed {len(found)} clip{'s' if len(found) > 1 else ''}", f"删除了 {len(found)} 个片段"),
        "delete_clip",
        segments=[shots[index].id for index in found],
    )


def split(draft: Draft, wish: Split, bench: Bench) -> Result:
    """Cut the film in two at a moment, or shots into equal parts."""
    shots = shots_of(draft)
    if wish.every:
        return _split_every(draft, shots, wish.every, bench)
    if wish.at is None:
        return _split_evenly(draft, shots, wish, bench)
    pieces = cut_at(shots, wish.at, namer(draft))
    if len(pieces) == len(shots):
        return refused(
            bench.say(
                f"There is nothing to split at {seconds(wish.at)}.", f"在 {seconds(wish.at)} 处没有可以分割的内容。"
            )
        )
    return done(
        with_shots(draft, pieces, bench.media),
        bench.say(f"split the film at {seconds(wish.at)}", f"在 {seconds(wish.at)} 处分割"),
        "split_clip",
        at=wish.at,
    )


def _split_every(draft: Draft, shots: tuple[Shot, ...], every: int, bench: Bench) -> Result:
    """Pieces of `every` ms each (the last may be shorter); cuts that are there already stay."""
    total, new_id, pieces = length(shots), namer(draft), shots
    if every < SHORTEST_SHOT or total // every > MOST_PIECES:
        return refused(bench.say("That would be too many pieces.", "这样片段会太多。"))
    for moment in range(every, total, every):
        if total - moment >= SHORTEST_SHOT:
            pieces = cut_at(pieces, moment, new_id)
    if len(pieces) == len(shots):
        return refused(
            bench.say(
                f"It is only {seconds(total)} long, so there is nothing to split.",
                f"影片只有 {seconds(total)}，不需要分割。",
            )
        )
    said = bench.say(
        f"split it every {seconds(every)}: {len(pieces)} clips now",
        f"每 {seconds(every)} 分割一次，现在共 {len(pieces)} 段",
    )
    return done(with_shots(draft, pieces, bench.media), said, "split_clip", every=every)


def _split_evenly(draft: Draft, shots: tuple[Shot, ...], wish: Split, bench: Bench) -> Result:
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if any(shots[index].own < wish.parts * SHORTEST_SHOT for index in found):
        return refused(bench.say("That is too short to split.", "太短了，无法分割。"))
    new_id, begin, pieces = namer(draft), starts(shots), shots
    for index in found:
        for part in range(1, wish.parts):
            pieces = cut_at(pieces, begin[index] + shots[index].own * part // wish.parts, new_id)
    said = bench.say(f"split it into {wish.parts} parts", f"分成了 {wish.parts} 段")
    return done(with_shots(draft, pieces, bench.media), said, "split_clip", parts=wish.parts)


def repeat(draft: Draft, wish: Repeat, bench: Bench) -> Result:
    """The film, or the shots named, several times in a row."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    times = min(wish.times, max(1, LONGEST_FILM // max(1, length(shots))))
    new_id = namer(draft)
    if wish.which:
        row = [
            copy for index, shot in enumerate(shots) for copy in _copies(shot, times if index in found else 1, new_id)
        ]
    else:
        row = list(shots)
        for turn in range(1, times):
            again = _backwards(shots) if wish.mirrored and turn % 2 else list(shots)
            row += [replace(shot, id=new_id()) for shot in again]
    return done(
        with_shots(draft, row, bench.media),
        bench.say(
            f"it plays {times} times now{', forwards and backwards' if wish.mirrored else ''}",
            f"现在播放 {times} 遍{'（一正一反）' if wish.mirrored else ''}",
        ),
        "duplicate_clip",
        times=times,
    )


def _backwards(shots: Sequence[Shot]) -> list[Shot]:
    """The whole row played backwards."""
    return [
        replace(shot.with_meta(reverse=None if shot.meta.get("reverse") else True, transition=None), lap=0)
        for shot in reversed(shots)
    ]


def _copies(shot: Shot, times: int, new_id: Callable[[], str]) -> list[Shot]:
    return [shot, *(replace(shot, id=new_id(), lap=0) for _ in range(times - 1))]
