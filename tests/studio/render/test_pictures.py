"""Photos and footage as planes: the smoothness of the zoom, colours, looks, transitions."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.errors import FileTypeUnsupported
from studio.render.canvas import Canvas
from studio.render.media.looks import apply_look
from studio.render.media.photo import DEPTH, Photo
from studio.render.media.pictures import load_rgb, open_picture
from studio.render.media.zoom import Zoom
from studio.render.planes import Planes, colour, from_rgb, solid
from studio.render.transitions import join
from studio.render.vocabulary import LOOKS, TRANSITIONS
from tests.studio.render.material import make_photo, png_bomb


def edge_of(row: np.ndarray) -> float:
    """Where a dark row turns bright, to a fraction of a pixel, from how much of it is bright."""
    return float(len(row) - ((row.astype(float) - row.min()) / (float(row.max()) - row.min())).sum())


def test_a_slow_zoom_moves_by_fractions_of_a_pixel() -> None:
    ramp = 200 / (1 + np.exp(-(np.arange(600) + 0.5 - 400) / 1.5))
    source = np.repeat(ramp.round().astype(np.uint8)[None], 300, axis=0)
    zoom = Zoom(source, (480, 240))
    errors = []
    for step in range(90):
        wide = 560 - step * 0.37
        left = 300 - wide / 2
        found = edge_of(zoom((left, 20, left + wide, 280))[120])
        errors.append(found - (400 - left) * 480 / wide)
    spread = np.array(errors) - np.mean(errors)
    assert float(np.sqrt(np.mean(spread**2))) < 0.02
    assert float(np.abs(spread).max()) < 0.05


def test_a_zoom_over_the_whole_keeps_the_picture() -> None:
    source = np.random.default_rng(0).integers(0, 255, (90, 160), np.uint8)
    assert np.abs(Zoom(source, (160, 90))((0, 0, 160, 90)).astype(int) - source).max() <= 1


@pytest.mark.parametrize("motion", range(4))
def test_a_photo_never_shows_what_lies_outside_it(tmp_path: Path, motion: int) -> None:
    photo = Photo(make_photo(tmp_path / "p.png", (640, 360)), Canvas(160, 90), 3.0, motion=motion)
    views = [photo.view(t / 10) for t in range(31)]
    assert all(
        left >= -1e-6 and top >= -1e-6 and right <= photo.size[0] + 1e-6 and bottom <= photo.size[1] + 1e-6
        for left, top, right, bottom in views
    )
    widths = [right - left for left, _, right, _ in views]
    assert max(widths) / min(widths) == pytest.approx(1 + DEPTH, rel=0.01)


def test_a_photo_of_another_shape_is_shown_whole_before_its_blur(tmp_path: Path) -> None:
    picture = Image.new("RGB", (200, 400), (0, 0, 0))
    picture.paste((255, 255, 255), (4, 4, 196, 396))
    picture.save(tmp_path / "p.png")
    shown = np.asarray(Photo(tmp_path / "p.png", Canvas(160, 90), 1.0).frame(0.0).y)
    assert shown[45, 80] > 230
    assert shown[45, 5] < 150


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.webp"])
def test_a_large_photo_is_made_smaller_first_and_still_turned_upright(tmp_path: Path, name: str) -> None:
    shown = load_rgb(make_photo(tmp_path / name, (900, 600), orientation=6), (120, 180))
    assert shown.size[0] / shown.size[1] == pytest.approx(2 / 3, abs=0.01)
    assert 180 <= shown.height <= 600
    red, green, _ = shown.getpixel((shown.width - 5, 5))  # type: ignore[misc]
    assert red > green + 100


def test_a_picture_of_too_many_pixels_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(FileTypeUnsupported, match="100 megapixels"):
        open_picture(png_bomb(tmp_path / "a.png", side=11_000))


def test_colours_are_bt709_in_limited_range() -> None:
    assert colour((255, 255, 255)) == (235, 128, 128)
    assert colour((0, 0, 0)) == (16, 128, 128)
    assert colour((255, 0, 0)) == (63, 102, 240)
    red = from_rgb(Image.new("RGB", (4, 4), (255, 0, 0)))
    assert [plane.getpixel((0, 0)) for plane in red.images] == pytest.approx([63, 102, 240], abs=1)


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_changes_the_picture_and_stays_in_range(look: str) -> None:
    random = np.random.default_rng(0)
    picture = from_rgb(Image.fromarray(random.integers(0, 255, (32, 32, 3), np.uint8)))
    seen = apply_look(look, picture)
    assert any(a.tobytes() != b.tobytes() for a, b in zip(seen.images, picture.images, strict=True))
    for plane, (low, high) in zip(seen.images, ((16, 235), (16, 240), (16, 240)), strict=True):
        assert low <= np.asarray(plane).min() <= np.asarray(plane).max() <= high


def test_black_and_white_has_no_colour() -> None:
    seen = apply_look("bw", from_rgb(Image.new("RGB", (8, 8), (200, 30, 90))))
    assert {seen.u.getpixel((1, 1)), seen.v.getpixel((1, 1))} == {128}


def mean(picture: Planes) -> float:
    return float(np.asarray(picture.y).mean())


@pytest.mark.parametrize("kind", [*TRANSITIONS, "unheard-of"])
def test_a_transition_leads_from_the_first_picture_to_the_second(kind: str) -> None:
    size = (160, 90)
    first, second = solid(size, (40, 40, 40)), solid(size, (220, 220, 220))
    assert mean(join(kind, first, second, 0.0)) == pytest.approx(mean(first), abs=2)
    assert mean(join(kind, first, second, 1.0)) == pytest.approx(mean(second), abs=2)
    assert join(kind, first, second, 0.5).size == size
    assert mean(first) == pytest.approx(colour((40, 40, 40))[0])
