"""Voice messages made into sound that the video service takes."""

from pathlib import Path

import av
import pytest

from core.audio import converted_name, is_voice, to_m4a
from core.errors import AttachmentTypeRefused
from tests.e2e.telegram.footage import voice


async def test_a_recording_becomes_m4a_of_the_same_length_and_is_left_as_it_was(tmp_path: Path) -> None:
    recording = tmp_path / "voice_7.ogg"
    recording.write_bytes(voice(2).data)
    out = await to_m4a(recording, tmp_path / "made")
    assert out == tmp_path / "made" / "voice_7.m4a"
    with av.open(str(out)) as sound:
        assert sound.streams.audio[0].codec_context.name == "aac"
        assert (sound.duration or 0) / av.time_base == pytest.approx(2, abs=0.1)
    assert recording.read_bytes() == voice(2).data


@pytest.mark.parametrize("data", [b"", b"OggS" + bytes(500), b"#EXTM3U\nhttp://127.0.0.1/x"])
async def test_what_holds_no_sound_is_refused_and_leaves_nothing(tmp_path: Path, data: bytes) -> None:
    recording = tmp_path / "voice.ogg"
    recording.write_bytes(data)
    with pytest.raises(AttachmentTypeRefused):
        await to_m4a(recording, tmp_path / "made")
    assert not (tmp_path / "made" / "voice.m4a").exists()


async def test_a_recording_without_a_single_frame_is_refused(tmp_path: Path) -> None:
    whole = voice(2).data
    second = whole.index(b"OggS", 4)
    recording = tmp_path / "voice.ogg"
    recording.write_bytes(whole[: whole.index(b"OggS", second + 4)])
    with pytest.raises(AttachmentTypeRefused):
        await to_m4a(recording, tmp_path / "made")


def test_recordings_are_known_by_their_ending() -> None:
    assert [is_voice(name) for name in ("a.ogg", "B.OGA", "c.opus", "d.mp3", "ogg")] == [True, True, True, False, False]
    assert converted_name("voice_7.ogg") == "voice_7.m4a"
