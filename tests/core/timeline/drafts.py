"""Drafts for the tests of this folder: made by hand, and hostile ones."""

from typing import Any

from hypothesis import strategies as st

SEED_LINE = (
    'Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
)


def segment(start: int, length: int, **meta: object) -> dict[str, Any]:
    """A segment in the short keys."""
    return {"id": f"sg_{start}_{length}", "st": start, "d": length, "m": meta}


def track(kind: int, *segments: dict[str, Any], **meta: object) -> dict[str, Any]:
    """A track in the short keys."""
    return {"tt": kind, "sg": list(segments), "m": meta}


def draft(*tracks: dict[str, Any], **meta: object) -> dict[str, Any]:
    """A draft in the short keys."""
    return {"t": list(tracks), "m": meta}


def city() -> dict[str, Any]:
    """The example of the backend's documents."""
    return draft(
        track(0, segment(0, 10_000, title="city timelapse"), name="Video"),
        track(1, segment(0, 10_000, name="Lo-fi", volume=0.35), name="BGM"),
        track(7, segment(0, 3000, text="Urban Dreams", role="title"), name="Title"),
        width=1920,
        height=1080,
    )


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
keys = st.sampled_from(["t", "tt", "sg", "d", "m", "st", "s", "start", "end", "id", "name", "text", "volume", "role"])
any_json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=5), inner, max_size=6),
    max_leaves=30,
)
hostile_drafts = st.fixed_dictionaries(
    {
        "t": st.lists(
            st.fixed_dictionaries({"tt": scalars, "sg": st.lists(any_json, max_size=4) | scalars, "m": any_json}),
            max_size=4,
        )
    }
)
