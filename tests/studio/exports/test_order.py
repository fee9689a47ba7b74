"""What an export is made from."""

import pytest

from studio.draft import Draft, Segment, Track, TrackType
from studio.errors import BadRequest
from studio.exports.order import check, media_ids, size
from tests.fakes.studio_parts import clip


def test_a_timeline_with_something_on_it_can_be_exported() -> None:
    check(Draft((clip("a"),)))


@pytest.mark.parametrize("draft", [Draft(), Draft((Track(TrackType.VIDEO),)), Draft((clip("a", duration=0),))])
def test_an_empty_one_can_not(draft: Draft) -> None:
    with pytest.raises(BadRequest):
        check(draft)


@pytest.mark.parametrize(
    ("meta", "expected"),
    [({}, (1920, 1080)), ({"width": 1080, "height": 1920}, (1080, 1920)), ({"width": "1", "height": -1}, (1920, 1080))],
)
def test_the_canvas_is_full_hd_unless_the_draft_says(meta: dict[str, object], expected: tuple[int, int]) -> None:
    assert size(Draft(meta=meta)) == expected


def test_the_uploads_that_a_draft_uses_are_found_on_every_track() -> None:
    tracks = [Track(kind, (Segment("s", 0, 1, {"media": f"m{kind}"}), Segment("t", 1, 1))) for kind in (0, 1)]
    assert list(media_ids(Draft(tuple(tracks)))) == ["m0", "m1"]
