"""The renderer against the least that such films can cost: encoding them.

Three jobs: T, ten seconds of a sunset with title and music; S, a 30-second slideshow of three 12-megapixel photos; P, a
30-second promo of six segments out of a two-minute clip. Each is rendered, then its own output is decoded and encoded again
with the same encoder settings. CPU seconds include the start of each process.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sources import make_clip, make_photo
from studio.draft import Draft
from studio.render.children import Children
from studio.render.service import Renderer

LIMITS = {"T": 1.3, "S": 1.5, "P": 1.4}
Media = dict[str, Path]
TURNS = ("fade", "slide", "fadeblack", "wipe", "fade")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of computing and of waiting."""

    cpu: float
    wall: float


def _measured(work: Callable[[], object]) -> Cost:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def _title(start: int, length: int, text: str, sub: str) -> dict[str, Any]:
    return {"id": f"title_{start}", "st": start, "d": length, "m": {"text": text, "sub": sub}}


def _draft(video: list[dict[str, Any]], style: str, titles: list[dict[str, Any]], *, duck: bool = False) -> Draft:
    end = max(segment["st"] + segment["d"] for segment in video)
    music = {"id": "music", "st": 0, "d": end, "m": {"style": style, "volume": 0.6, "duck": duck, "fade_out": 1500}}
    tracks = [{"tt": 0, "sg": video}, {"tt": 1, "sg": [music]}, {"tt": 7, "sg": titles}]
    return Draft.from_json({"m": {"width": 1920, "height": 1080, "fade_in": 350, "fade_out": 500}, "t": tracks})


def sunset() -> Draft:
    """Job T."""
    segment = {
        "id": "city",
        "st": 0,
        "d": 10_000,
        "m": {"source": "scene", "scene": "city", "mood": "sunset", "seed": 7},
    }
    return _draft([segment], "lofi", [_title(500, 3700, "Urban Dreams", "sunset over a city skyline")])


def slideshow() -> Draft:
    """Job S."""
    length, overlap = 10_533, 800
    video = [
        {
            "id": f"photo_{order}",
            "st": order * (length - overlap),
            "d": length if order < 2 else 30_000 - 2 * (length - overlap),
            "m": {
                "source": "image",
                "media": f"photo_{order}",
                "motion": order,
                "transition": {"kind": "fade", "d": 800 * (order > 0)},
            },
        }
        for order in range(3)
    ]
    titles = [
        _title(600, 3900, "Spring Collection", "made for everyday"),
        _title(21_000, 7500, "春季新品 上市", "限时优惠"),
    ]
    return _draft(video, "upbeat", titles)


def promo(cuts: tuple[int, ...]) -> Draft:
    """Job P."""
    length, overlap = 5417, 500
    starts = sorted(cut for cut in cuts if cut < 110_000)[: 6 * 6 : 6] if len(cuts) >= 36 else sorted(cuts)[:6]
    video = [
        {
            "id": f"cut_{order}",
            "st": order * (length - overlap),
            "d": length if order < 5 else 30_000 - 5 * (length - overlap),
            "m": {"source": "clip", "media": "clip", "in": start, "volume": 0.6}
            | ({"transition": {"kind": TURNS[order - 1], "d": overlap}} if order else {}),
        }
        for order, start in enumerate(starts)
    ]
    titles = [
        _title(600, 3900, "Introducing Nova", "the 30-second tour"),
        _title(25_500, 4000, "Try it today", "nova.example"),
    ]
    return _draft(video, "cinematic", titles, duck=True)


def _render(draft: Draft, media: Media, film: Path) -> None:
    with Children() as children:  # closed, so that what its processes computed is counted
        asyncio.run(Renderer(children).render(draft, media, film, on_progress=lambda _: None))


def _row(name: str, draft: Draft, media: Media, folder: Path) -> str:
    film, again = folder / f"{name}.mp4", folder / f"{name}-again.mp4"
    made = _measured(lambda: _render(draft, media, film))
    command = [sys.executable, "-m", "benchmarks.transcode", film.as_posix(), again.as_posix()]
    floor = _measured(lambda: subprocess.run(command, check=True))
    ratio = made.cpu / floor.cpu
    verdict = "ok" if ratio <= LIMITS[name] else "OVER"
    size = film.stat().st_size / 1e6
    return (
        f"{name}    {made.cpu:7.1f} {made.wall:7.1f}   {floor.cpu:7.1f} {floor.wall:7.1f}   "
        f"{ratio:5.2f} {made.wall / floor.wall:5.2f}   {LIMITS[name]:.1f} {verdict}  {size:6.1f} MB"
    )


def run() -> str:
    """The table: seconds of render and of transcoding, and their ratios."""
    rows = [
        "       render           transcode         ratio        CPU",
        "job     CPU    wall       CPU    wall     CPU  wall   limit     film",
    ]
    with tempfile.TemporaryDirectory(prefix="reelay-bench-") as name:
        folder = Path(name)
        photos = {f"photo_{order}": folder / f"{order}.jpg" for order in range(3)}
        for order, path in enumerate(photos.values()):
            make_photo(path, order)
        clip = folder / "clip.mp4"
        make_clip(clip)
        with Children() as children:
            cuts = asyncio.run(Renderer(children).probe(clip, clip.name)).cuts
        rows += [
            _row("T", sunset(), {}, folder),
            _row("S", slideshow(), photos, folder),
            _row("P", promo(cuts), {"clip": clip}, folder),
        ]
    return "\n".join(rows)
