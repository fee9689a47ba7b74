"""Countdowns on the timeline."""

from studio.director.grammar.countdowns import FIGURE_SIZE
from studio.director.operations.bench import Bench, Result, done, namer, refused, seconds
from studio.director.operations.texts import put_text
from studio.director.wishes import Countdown
from studio.draft import Draft, Segment


def count_down(draft: Draft, wish: Countdown, bench: Bench) -> Result:
    """The figures one after the other from the start on, as many of the last ones as the film has time for."""
    room = draft.duration // wish.each
    shown = wish.figures[-room:] if room else ()
    if not shown:
        return refused(bench.say("The film is too short for a countdown.", "影片太短，放不下倒计时。"))
    made = draft
    for number, figure in enumerate(shown):
        meta = {"text": str(figure), "role": "title", "place": "center", "size": FIGURE_SIZE} | (
            {"color": wish.color} if wish.color else {}
        )
        made = put_text(made, Segment(namer(made, "tx")(), number * wish.each, wish.each, meta))
    lasting = seconds(len(shown) * wish.each)
    said = bench.say(
        f"added {'a countdown' if shown[0] > shown[-1] else 'a count'} from {shown[0]} to {shown[-1]} (the first {lasting})",
        f"添加了从 {shown[0]} 到 {shown[-1]} 的{'倒计时' if shown[0] > shown[-1] else '数数'}（前 {lasting}）",
    )
    return done(made, said, "add_title", texts=[str(figure) for figure in shown])
