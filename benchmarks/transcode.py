"""`python -m benchmarks.transcode IN OUT`: decodes a film and encodes it again with the renderer's own encoder settings."""

import sys
from fractions import Fraction

import av


def transcode(source: str, target: str) -> None:
    """The least that making such a file can cost: no drawing, only decoding and encoding."""
    with av.open(source) as film, av.open(target, "w", format="mp4", options={"movflags": "+faststart"}) as out:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        picture.thread_type = "AUTO"
        options = {"preset": "veryfast", "crf": "21", "profile": "high"}
        video = out.add_stream("libx264", rate=Fraction(picture.average_rate or 30), options=options)
        video.width, video.height, video.pix_fmt = picture.width, picture.height, "yuv420p"
        video.codec_context.thread_count = 8
        audio = out.add_stream("aac", rate=48_000, layout="stereo")
        audio.bit_rate = 160_000
        for frame in film.decode(picture, sound):
            if isinstance(frame, av.VideoFrame):
                frame.pict_type = 0
                out.mux(video.encode(frame))
            elif isinstance(frame, av.AudioFrame):
                out.mux(audio.encode(frame))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))


if __name__ == "__main__":
    transcode(sys.argv[1], sys.argv[2])
