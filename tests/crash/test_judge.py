"""The judge of the matrix sees each kind of harm: a proof that cannot fail would prove nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.crash.books import Said, Service
from tests.crash.flows import Death, Expected
from tests.crash.judge import complaints

EXPECTED = Expected(("first", "second"), ("one.jpg",), exports=2)
ANSWERS = [Said("🎬 Your video is ready. a", True, ()), Said("🎬 Your video is ready. b", True, ())]
ENDED = Said("✅ Done · 0:04", False, ())
SAID = [ENDED, ENDED, *ANSWERS]


def call(number: int, kind: str, text: str | None = None, render: str | None = None) -> dict[str, Any]:
    return {"n": number, "call": kind, "session": "s", "text": text, "render_id": render}


CALLS = [
    call(1, "run", "first"),
    call(2, "render", None, "r1"),
    call(3, "run", "second"),
    call(4, "render", None, "r2"),
]
ALIVE = Death()
SERVICE = Service(CALLS, ["one.jpg"])


def judged(
    service: Service = SERVICE, said: Sequence[Said] = SAID, death: Death = ALIVE, platform: str = "telegram"
) -> str:
    return " | ".join(complaints(platform, EXPECTED, death, service, said))


def with_calls(*more: dict[str, Any]) -> Service:
    return replace(SERVICE, calls=[*CALLS, *more])


def test_what_went_well_is_not_complained_about() -> None:
    assert judged() == ""


@pytest.mark.parametrize(
    ("service", "complaint"),
    [
        (with_calls(call(5, "run", "first")), "was sent 2 times"),
        (with_calls(call(5, "render", None, "r3")), "3 exports were started"),
        (with_calls({**call(5, "upload"), "session": "other"}), "in 2 sessions"),
        (Service(CALLS[:2], ["one.jpg"]), "never sent counts as done"),
        (Service([CALLS[2], CALLS[3], {**CALLS[0], "n": 9}, CALLS[1]], ["one.jpg"]), "out of order"),
        (replace(SERVICE, files=["one.jpg", "one.jpg"]), "the session holds"),
        (replace(SERVICE, files=[]), "the session holds"),
    ],
)
def test_harm_done_to_the_video_service_is_seen(service: Service, complaint: str) -> None:
    assert complaint in judged(service)


REPEATED = Said("🔁 This may be a repeat: I could not see …\n🎬 Your video is ready. b", True, ())
WORKING = Said("Setting things up…", False, ("Cancel",))


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ([*SAID, ANSWERS[0]], "3 answers to 2 requests"),
        (SAID[:-1], "1 answers to 2 requests"),
        ([*SAID, REPEATED], "marked as repeats"),
        ([*SAID, WORKING], "left at work"),
        ([ENDED, WORKING, *ANSWERS], "1 status messages show their last words"),
        ([ENDED, ENDED, ENDED, *ANSWERS], "3 status messages show their last words"),
        ([ENDED, Said("❌ Not done", False, ()), *ANSWERS], "1 requests were not done"),
    ],
)
def test_harm_done_to_the_people_is_seen(said: Sequence[Said], complaint: str) -> None:
    assert complaint in judged(said=said)


def test_one_marked_repeat_is_right_where_a_send_was_on_its_way_and_only_on_telegram() -> None:
    death = Death(("result",))
    assert judged(said=[*SAID, REPEATED], death=death) == ""
    assert "marked as repeats" in judged(said=[*SAID, REPEATED, REPEATED], death=death)
    assert "marked as repeats" in judged(said=[*SAID, REPEATED], death=death, platform="discord")


def test_a_status_whose_send_was_on_its_way_may_stay_behind_on_telegram() -> None:
    death = Death(("status",))
    assert judged(said=[*SAID, WORKING], death=death) == ""
    assert "left at work" in judged(said=[*SAID, WORKING], death=death, platform="discord")


def test_each_death_accounts_for_one_repeat_and_no_more() -> None:
    twice = Death(("result",)) + Death(("result",))
    assert judged(said=[*SAID, REPEATED, REPEATED], death=twice) == ""
    assert "marked as repeats" in judged(said=[*SAID, REPEATED, REPEATED, REPEATED], death=twice)


def test_last_words_that_were_said_anew_may_be_repeated_where_their_send_was_on_its_way() -> None:
    anew = Said("🔁 This may be a repeat:\n✅ Done · 0:04", False, ())
    death = Death(("answer",))
    assert judged(said=[ENDED, anew, *ANSWERS], death=death) == ""
    assert judged(said=[*SAID, anew], death=death) == ""
    assert "3 status messages" in judged(said=[*SAID, anew])
