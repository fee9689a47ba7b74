"""Music and mix: loudness, peaks, ducking, fades."""

from pathlib import Path

import numpy as np
import pytest

from studio.render.film import Sound
from studio.render.sound.mix import Mixer, limited
from studio.render.sound.samples import RATE, Samples, loudness
from studio.render.sound.styles import STYLES
from studio.render.sound.synth import make_loop
from studio.render.vocabulary import MUSIC_STYLES
from tests.studio.render.material import make_sound, tone


def played(*sounds: Sound, seconds: float, media: dict[str, Path] | None = None) -> Samples:
    mixer = Mixer(sounds, media or {})
    blocks = [mixer.read(RATE // 10) for _ in range(round(seconds * 10))]
    mixer.close()
    return np.concatenate(blocks)


def level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def test_every_style_of_the_vocabulary_can_be_played() -> None:
    assert set(MUSIC_STYLES) == set(STYLES)


@pytest.mark.parametrize("style", MUSIC_STYLES)
def test_music_is_at_minus_15_lufs_with_peaks_below_minus_1_dbfs(style: str) -> None:
    loop = make_loop(style, 12, seed=0)
    assert loudness(loop) == pytest.approx(-15, abs=0.6)
    assert np.abs(loop).max() < 0.891
    assert np.abs(loop.mean(axis=0)).max() < 0.01


def test_a_sine_has_the_loudness_that_the_standard_gives() -> None:
    full_scale = tone(3.0, 997.0, 1.0).T[:, :1].copy()
    assert loudness(full_scale) == pytest.approx(-3.01, abs=0.1)


def test_a_loop_has_no_seam() -> None:
    loop = make_loop("ambient", 5, seed=0)
    steps = np.abs(np.diff(loop[:, 0]))
    assert abs(loop[0, 0] - loop[-1, 0]) < steps.max() * 1.5


def test_another_seed_is_another_piece() -> None:
    assert not np.allclose(make_loop("lofi", 4, 0)[:RATE], make_loop("lofi", 4, 1)[:RATE])


def test_volume_is_linear() -> None:
    whole = played(Sound(0, 2, style="ambient", volume=0.5), seconds=2)
    half = played(Sound(0, 2, style="ambient", volume=0.25), seconds=2)
    assert level(half) == pytest.approx(level(whole) / 2, rel=0.01)


def test_music_grows_quieter_under_speech_and_comes_back(tmp_path: Path) -> None:
    burst = np.zeros((2, 6 * RATE), np.float32)
    burst[:, 2 * RATE : 4 * RATE] = tone(2.0, 5000.0, 0.3)
    voice = make_sound(tmp_path / "v.wav", sound=burst)
    sounds = (Sound(0, 6, style="ambient", duck=True), Sound(0, 6, media="v", voice=True))
    mix = played(*sounds, seconds=6, media={"v": voice})
    alone = played(sounds[0], seconds=6)
    bass = [_low(part) / _low(other) for part, other in zip(np.split(mix, 12), np.split(alone, 12), strict=True)]
    assert bass[2] == pytest.approx(1, abs=0.05)
    assert bass[6] < 0.4
    assert bass[11] > 0.85


def _low(sound: Samples) -> float:
    """The level of what lies below 2 kHz."""
    spectrum = np.abs(np.fft.rfft(sound[:, 0]))
    return float(spectrum[: int(2000 * len(sound) / RATE)].sum())


def test_quiet_footage_does_not_duck_the_music(tmp_path: Path) -> None:
    hiss = make_sound(tmp_path / "v.wav", sound=tone(3.0, 5000.0, 0.004))
    sounds = (Sound(0, 3, style="ambient", duck=True), Sound(0, 3, media="v", voice=True))
    assert level(played(*sounds, seconds=3, media={"v": hiss})) == pytest.approx(
        level(played(sounds[0], seconds=3)), rel=0.02
    )


def test_loud_sums_never_overshoot() -> None:
    loud = np.full((1000, 2), 3.0, np.float32)
    loud[::2] *= -1
    assert np.abs(limited(loud)).max() < 0.85
    quiet = tone(0.1, level=0.5).T
    assert np.array_equal(limited(quiet), quiet)


def test_music_that_is_cut_goes_on_as_if_it_had_not_been() -> None:
    def heard(*sounds: Sound) -> Samples:
        return Mixer(sounds, {}).read(4 * RATE)

    whole = heard(Sound(0.0, 4.0, style="upbeat", seed=7))
    cut = heard(
        Sound(0.0, 1.5, style="upbeat", seed=7, span=4.0),
        Sound(1.5, 2.5, style="upbeat", seed=7, span=4.0, begin=1.5),
    )
    assert np.abs(whole).max() > 0.1
    assert np.allclose(whole, cut, atol=1e-6)
