"""The director: one message in, a draft and a few words out. Pure and quick; no text makes it raise."""

import zlib
from dataclasses import replace

from studio.director import history, reply
from studio.director.filming import film
from studio.director.grammar.normal import source
from studio.director.grammar.reading import read
from studio.director.model import MediaKind, Outcome, Step, Turn
from studio.director.naming import about_one_file
from studio.director.native import in_their_words
from studio.director.operations.apply import carry_out
from studio.director.operations.bench import Bench
from studio.director.request import Request
from studio.director.timeline import shots_of
from studio.director.wishes import Redo, Undo
from studio.draft import Draft

_DRAWING = "generate_video"


def direct(turn: Turn) -> Outcome:
    """Carry out a message on a draft.

    Takes a Turn, gives an Outcome: `stages` is empty (and nothing is to be charged) when nothing was done, and `reply`
    says why. Raises nothing, whatever the text.
    """
    before, turn = turn, about_one_file(turn)
    now = history.clean(turn.draft)
    request = read(turn.text, turn.media, turn.language, fresh=not now.duration)
    seed = zlib.crc32(turn.text.encode("utf-8", "replace")) % 10_000
    bench = Bench({item.id: item for item in turn.media}, request, seed, turn.history)
    return in_their_words(_answer(before, turn, now, request, bench), request.language, request.talk)


def _answer(before: Turn, turn: Turn, now: Draft, request: Request, bench: Bench) -> Outcome:
    if (
        request.talk in ("empty", "greeting", "thanks", "question", "vague", "export", "account")
        and not request.creates
    ):
        return _nothing(before, _small_talk(turn, request))
    if request.talk == "clear":
        return Outcome(
            Draft(), reply.cleared(request), (Step("clear_timeline", {}, {"status": "success"}),), (Draft(),)
        )
    if request.talk == "vague" and not request.beats and not turn.media:
        return _nothing(before, reply.need_subject(request))
    if isinstance(request.wishes[0] if request.wishes else None, Undo | Redo):
        gone = _travel(turn, request)
        return _and_then(gone, turn, request.rest) if request.rest else gone
    outcome = film(replace(turn, draft=now), request, bench) or _edit(replace(turn, draft=now), request, bench)
    if request.asked:
        outcome = replace(outcome, reply=f"{reply.question(turn, request, request.asked)} {outcome.reply}")
    return outcome if outcome.edited else replace(outcome, draft=before.draft)


def _and_then(gone: Outcome, turn: Turn, rest: str) -> Outcome:
    """What is wanted after going back, done on what was gone back to."""
    more = direct(replace(turn, text=rest, draft=gone.draft))
    if not more.edited:
        return gone
    return replace(more, reply=f"{gone.reply} {more.reply}", steps=(*gone.steps, *more.steps))


def _nothing(turn: Turn, said: str) -> Outcome:
    return Outcome(turn.draft, said)


def _small_talk(turn: Turn, request: Request) -> str:
    match request.talk:
        case "greeting" | "empty":
            return reply.greeting(request)
        case "thanks":
            return reply.thanks(request)
        case "question":
            return reply.question(turn, request, source(turn.text).low)
        case "vague":
            return reply.vague(turn, request)
        case kind:
            return reply.out_of_place(kind or "export", request)


def _travel(turn: Turn, request: Request) -> Outcome:
    wish = request.wishes[0]
    back = isinstance(wish, Undo)
    times = wish.times if isinstance(wish, Undo | Redo) else 1
    if isinstance(wish, Undo) and wish.everything:
        times = 10_000
    found = history.travel(turn.history, turn.draft, -times if back else times)
    if found is None and isinstance(wish, Redo) and wish.or_undo:
        found, back = history.travel(turn.history, turn.draft, -1), True
    zh = reply.chinese(request)
    if found is None:
        empty = (
            ("没有可以撤销的操作。" if back else "没有可以重做的操作。")
            if zh
            else ("There is nothing to undo." if back else "There is nothing to redo.")
        )
        return _nothing(turn, empty)
    said = (
        ("撤销了上一步" if back else "重做了上一步")
        if zh
        else (
            "took everything back"
            if times > 9_999
            else "took the last change back"
            if back
            else "brought the change back"
        )
    )
    words = reply.told([said], [reply.state_words(replace(turn, draft=found), request)], request)
    return Outcome(found, words, (Step("undo" if back else "redo", {"steps": times}, {"status": "success"}),), (found,))


def _edit(turn: Turn, request: Request, bench: Bench) -> Outcome:
    if not request.wishes:
        return _nothing(turn, _baffled(turn, request))
    work = carry_out(turn.draft, request.wishes, bench)
    said = reply.told(work.done, [*work.missed, *reply.shortfalls(request)], request)
    if work.done and work.draft == turn.draft:
        return _nothing(
            turn,
            "已经是这样了，没有需要改动的地方。"
            if reply.chinese(request)
            else "It is already like that, so I changed nothing.",
        )
    if not work.done:
        return _nothing(turn, said or _baffled(turn, request))
    drawn = sum(step.name == _DRAWING for step in work.steps)
    return Outcome(work.draft, said, work.steps, (work.draft,), drawn)


def _baffled(turn: Turn, request: Request) -> str:
    if request.says_media and not turn.media:
        return reply.need_media(request)
    if not shots_of(turn.draft) and not any(item.kind is not MediaKind.AUDIO for item in turn.media):
        return reply.need_subject(request)
    if request.toolless:
        return " ".join(
            [reply.no_tool(request.toolless, request), reply.nothing_changed(request), reply.help_text(request)]
        )
    if request.limits:
        return " ".join([*reply.shortfalls(request)[1:-1], reply.nothing_changed(request)])
    sorry = (
        "这个我没看懂，所以什么都没改。"
        if reply.chinese(request)
        else "I didn't understand that, so I changed nothing. "
    )
    return sorry + reply.help_text(request)
