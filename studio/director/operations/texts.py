"""Titles and captions on the timeline."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from studio.director.meaning import Kind, When
from studio.director.metadata import merged
from studio.director.operations.bench import Bench, Result, done, indices, namer, refused, seconds
from studio.director.operations.playing import moments
from studio.director.timeline import SHORTEST_TEXT, Shot, map_segments, shots_of, starts
from studio.director.wishes import AddLines, AddText, ChangeText, Remove
from studio.draft import Draft, Segment, Track, TrackType

TITLE_LENGTH, CAPTION_LENGTH = 3_000, 4_000
_NAMES = {"title": "Title", "caption": "Captions"}


def texts_of(draft: Draft, kind: Kind = Kind.TEXT) -> tuple[Segment, ...]:
    """The texts of a kind, by time."""
    found = (segment for track in draft.of_type(TrackType.TEXT) for segment in track.segments if _is(segment, kind))
    return tuple(sorted(found, key=lambda segment: segment.start))


def _is(segment: Segment, kind: Kind) -> bool:
    role = segment.meta.get("role", "title")
    return kind is Kind.TEXT or (kind is Kind.CAPTION) == (role == "caption")


def put_text(draft: Draft, segment: Segment) -> Draft:
    """The draft with one more text on the track of its role."""
    name = _NAMES["caption" if segment.meta.get("role") == "caption" else "title"]
    for track in draft.of_type(TrackType.TEXT):
        if track.meta.get("name") == name:
            longer = replace(track, segments=tuple(sorted((*track.segments, segment), key=lambda text: text.start)))
            return replace(draft, tracks=tuple(longer if other is track else other for other in draft.tracks))
    return replace(draft, tracks=(*draft.tracks, Track(TrackType.TEXT, (segment,), {"name": name})))


def _span(when: When, role: str, total: int) -> tuple[int, int]:
    if when.edge == "all":
        return 0, total
    if when.share is not None:
        return moments(when, total)
    if when.edge is None and when.start is None and when.end is None:
        when = replace(
            when,
            edge={"tagline": "end"}.get(role, "start"),
            length=when.length or (TITLE_LENGTH if role != "caption" else None),
        )
        if role == "caption" and when.length is None:
            return 0, total
    usual = CAPTION_LENGTH if role == "caption" else TITLE_LENGTH
    if when.start is not None and when.end is None and when.length is None:
        when = replace(when, length=usual)
    if when.edge and when.length is None:
        when = replace(when, length=usual)
    low, high = moments(when, total)
    return low, min(high, total)


def add_text(draft: Draft, wish: AddText, bench: Bench) -> Result:
    """A title or caption; in place of a title that stands at the same time, unless another one is asked for."""
    total = draft.duration
    if not total:
        return refused(bench.say("There is no film yet to put text on.", "还没有影片，无法添加文字。"))
    if not wish.text:
        return refused(_ask_words(wish, bench))
    if wish.role == "tagline" and not wish.when:
        titled = _under_title(draft, wish.text, bench)
        if titled:
            return titled
    start, end = _where(draft, wish, total)
    if end - start < SHORTEST_TEXT:
        return refused(
            bench.say(
                f"That time lies outside the film, which is {seconds(total)} long.",
                f"这个时间不在影片内，影片长 {seconds(total)}。",
            )
        )
    role = "caption" if wish.role == "caption" else "title"
    segment = _text_segment(wish, role, start, end, namer(draft, "tx")())
    home = indices(shots_of(draft), wish.which) if wish.which and not wish.after else ()
    if len(home) == 1:  # it goes along with its clip
        segment = replace(segment, meta={**segment.meta, "shot": shots_of(draft)[home[0]].id})
    before = (
        []
        if wish.another or role == "caption"
        else [
            text
            for text in texts_of(draft, Kind.TITLE)
            if text.start < end and start < text.end and wish.place in (None, text.meta.get("place"))
        ]
    )
    if before:
        segment = replace(segment, id=before[0].id)
        gone = {text.id for text in before}
        draft = map_segments(draft, TrackType.TEXT, lambda text: None if text.id in gone else text)
    made = put_text(draft, segment)
    noun = bench.say("title" if role == "title" else "caption", "标题" if role == "title" else "字幕")
    under = bench.say(f" with “{wish.sub}” under it", f"，下方“{wish.sub}”") if wish.sub else ""
    said = bench.say(
        f"{'changed' if before else 'added'} the {noun} “{wish.text}”{under} ({_spanned(start, end)})",
        f"{'更换' if before else '添加'}了{noun}“{wish.text}”{under}（{_spanned(start, end)}）",
    )
    return done(made, said, f"add_{role}", text=wish.text, start=start, end=end)


def add_lines(draft: Draft, wish: AddLines, bench: Bench) -> Result:
    """Captions one after the other: one on each shot when there are as many, else spread evenly over the film."""
    shots, total, made = _pieces(draft, len(wish.lines)), draft.duration, draft
    on_shots = len(shots) > 1 and (wish.each or len(shots) == len(wish.lines))
    begins = [*starts(shots), total] if on_shots else [total * n // len(wish.lines) for n in range(len(wish.lines) + 1)]
    if min(end - start for start, end in pairwise(begins[: len(wish.lines) + 1])) < SHORTEST_TEXT:
        return refused(bench.say("The film is too short for so many captions.", "影片太短，放不下这么多字幕。"))
    shown = wish.lines[: len(begins) - 1]
    for number, line in enumerate(shown):
        part = AddText(line, role="caption", place=wish.place, color=wish.color)
        segment = _text_segment(part, "caption", begins[number], begins[number + 1], namer(made, "tx")())
        if on_shots:
            tied = {"shot": shots[number].id} if len(shots) == len(shots_of(draft)) else {}
            segment = replace(segment, meta={**segment.meta, **tied})
        made = put_text(made, segment)
    left = len(wish.lines) - len(shown)
    said = bench.say(f"added {len(shown)} captions, from “{shown[0]}” to “{shown[-1]}”",
        f"添加了 {len(shown)} 条字幕，从“{shown[0]}”到“{shown[-1]}”")  # fmt: skip
    said += bench.say(f" ({left} more than there are clips)", f"（比片段多 {left} 条）") if left else ""
    return done(made, said, "add_caption", texts=list(shown))


def _pieces(draft: Draft, count: int) -> tuple[Shot, ...]:
    """The shots; or, where there are as many files as lines, the rows of neighbours that were cut from the same one."""
    shots = shots_of(draft)
    rows: list[Shot] = []
    for shot in shots:
        same = bool(rows) and shot.media is not None and rows[-1].media == shot.media
        rows = [*rows[:-1], replace(rows[-1], own=rows[-1].own + shot.own)] if same else [*rows, shot]
    return tuple(rows) if len(rows) == count != len(shots) else shots


def _spanned(start: int, end: int) -> str:
    return f"{round(start / 1000, 1):g}–{round(end / 1000, 1):g} s"


def _where(draft: Draft, wish: AddText, total: int) -> tuple[int, int]:
    shots = shots_of(draft)
    titles = texts_of(draft, Kind.TITLE) if wish.after else ()
    if titles and total - titles[0].end >= SHORTEST_TEXT:
        return titles[0].end, min(total, titles[0].end + TITLE_LENGTH)
    if wish.which:
        found = indices(shots, wish.which)
        if found:
            begin = starts(shots)[found[0]]
            return begin, min(total, begin + shots[found[0]].own)
    return _span(wish.when, wish.role, total)


def _text_segment(wish: AddText, role: str, start: int, end: int, name: str) -> Segment:
    place = wish.place or ("center" if role == "title" else "bottom")
    meta = {"text": wish.text, "role": role, "place": place}
    return Segment(name, start, end - start, merged(meta, sub=wish.sub or None, color=wish.color, size=wish.size))


def _ask_words(wish: AddText, bench: Bench) -> str:
    noun = {"tagline": ("tagline", "标语"), "caption": ("caption", "字幕")}.get(wish.role, ("title", "标题"))
    return bench.say(
        f"Which words should the {noun[0]} have? Put them in quotes and I'll add them.",
        f"{noun[1]}要写什么？请用引号写出来，我来加上。",
    )


def _under_title(draft: Draft, text: str, bench: Bench) -> Result | None:
    titles = [title for title in texts_of(draft, Kind.TITLE) if not title.meta.get("sub")]
    if not titles:
        return None
    first = titles[0].id
    made = map_segments(
        draft, TrackType.TEXT, lambda part: replace(part, meta={**part.meta, "sub": text}) if part.id == first else part
    )
    return done(made, bench.say(f"put “{text}” under the title", f"在标题下加上“{text}”"), "add_title", sub=text)


def change_text(draft: Draft, wish: ChangeText, bench: Bench) -> Result:
    """Other words, place, colour, size or time for the texts meant."""
    found = texts_of(draft, wish.kind) or texts_of(draft)
    if wish.text and not wish.match and any(text.meta.get("text") == wish.text for text in found):
        wish = replace(wish, text=None, match=wish.text)  # the words say which text is meant
    if wish.match:
        found = tuple(text for text in texts_of(draft) if wish.match.lower() in str(text.meta.get("text", "")).lower())
    if wish.place_in_row is not None and found:
        at = wish.place_in_row - 1 if wish.place_in_row > 0 else len(found) + wish.place_in_row
        found = found[at : at + 1] if 0 <= at < len(found) else ()
    if not found:
        if wish.text and not wish.match:
            role = "caption" if wish.kind is Kind.CAPTION else "title"
            return add_text(draft, AddText(wish.text, "", role, wish.place, wish.when, wish.color, wish.size), bench)
        return refused(bench.say("There is no such text on the timeline.", "时间线上没有这样的文字。"))
    if wish.text is None and wish == ChangeText(wish.kind):
        return refused(_ask_words(AddText(None, role="caption" if wish.kind is Kind.CAPTION else "title"), bench))
    meant = {text.id for text in (found[:1] if wish.text else found)}
    change = _changer(wish, draft.duration)
    made = map_segments(draft, TrackType.TEXT, lambda part: change(part) if part.id in meant else part)
    whole = (
        _exchanged(str(found[0].meta.get("text", "")), wish.match, wish.text) if wish.text and wish.match else wish.text
    )
    said = _changed_words(replace(wish, text=whole), found[0], bench)
    return done(made, said, "update_title", text=wish.text, place=wish.place, color=wish.color, size=wish.size)


def _changed_words(wish: ChangeText, first: Segment, bench: Bench) -> str:
    title = first.meta.get("role", "title") != "caption"
    noun = bench.say("title" if title else "caption", "标题" if title else "字幕")
    what = [words for given, words in (
        (wish.color, ("colour", "颜色")), (wish.size, ("size", "大小")), (wish.place, ("place", "位置")),
        (wish.when or wish.longer or wish.later, ("time", "时间"))
    ) if given]  # fmt: skip
    if wish.text:
        more = (
            bench.say(
                ", and its " + " and ".join(pair[0] for pair in what),
                "，并修改了" + "和".join(pair[1] for pair in what),
            )
            if what
            else ""
        )
        return bench.say(f"changed the {noun} to “{wish.text}”{more}", f"{noun}已改为“{wish.text}”{more}")
    return bench.say(
        f"changed the {noun}’s {' and '.join(pair[0] for pair in what)}",
        f"修改了{noun}的{'和'.join(pair[1] for pair in what)}",
    )


def _changer(wish: ChangeText, total: int) -> Callable[[Segment], Segment]:
    def change(part: Segment) -> Segment:
        wanted = {
            key: value for key, value in (("text", wish.text), ("place", wish.place), ("color", wish.color)) if value
        }
        meta = {**part.meta, **wanted}
        if wish.text and wish.match:  # one word of several
            meta["text"] = _exchanged(str(part.meta.get("text", "")), wish.match, wish.text)
        if wish.size:
            known = part.meta.get("size")
            meta["size"] = round((known if isinstance(known, int | float) else 1.0) * wish.size, 2)
        if wish.longer:
            return replace(
                part, meta=meta, duration=max(SHORTEST_TEXT, min(total - part.start, part.duration + wish.longer))
            )
        if wish.later:
            start = min(max(0, part.start + wish.later), max(0, total - SHORTEST_TEXT))
            meta.pop("shot", None)
            return replace(part, meta=meta, start=start, duration=min(part.duration, total - start))
        if not wish.when:
            return replace(part, meta=meta)
        low, high = _new_span(part, wish.when, total)
        meta.pop("shot", None)
        return replace(part, meta=meta, start=low, duration=high - low)

    return change


def _exchanged(text: str, old: str, new: str) -> str:
    """The text with other words in the place of some of it."""
    at = text.lower().find(old.lower())
    return f"{text[:at]}{new}{text[at + len(old) :]}" if at >= 0 and len(new) < 200 else new


def _new_span(part: Segment, when: When, total: int) -> tuple[int, int]:
    if when.end is not None and when.start is None and when.edge is None:
        return part.start, min(total, max(when.end, part.start + SHORTEST_TEXT))
    if when.length is not None and when.edge is None and when.start is None and when.end is None:
        high = min(total, part.start + max(SHORTEST_TEXT, when.length))
        return (part.start, high) if high - part.start >= SHORTEST_TEXT else (part.start, part.end)
    low, high = _span(when if when.length or when.end else replace(when, length=part.duration), "title", total)
    return (low, high) if high - low >= SHORTEST_TEXT else (part.start, part.end)


def remove_texts(draft: Draft, wish: Remove, bench: Bench) -> Result:
    """The texts meant go."""
    found = texts_of(draft, wish.kind)
    if wish.match:
        found = tuple(text for text in texts_of(draft) if wish.match.lower() in str(text.meta.get("text", "")).lower())
    places = {place - 1 if place > 0 else len(found) + place for place in wish.which.places}
    if places:
        found = tuple(text for index, text in enumerate(found) if index in places)
    if not found:
        return refused(bench.say("There is no such text to remove.", "没有可以删除的文字。"))
    gone = {text.id for text in found}
    made = map_segments(draft, TrackType.TEXT, lambda part: None if part.id in gone else part)
    words = (
        "、".join(f"“{text.meta.get('text', '')}”" for text in found[:3])
        if bench.request.language == "zh"
        else ", ".join(f"“{text.meta.get('text', '')}”" for text in found[:3])
    )
    return done(
        made, bench.say(f"removed the text {words}", f"删除了文字{words}"), "remove_title", segments=sorted(gone)
    )
