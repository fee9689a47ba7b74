"""A picture laid over the film: whole, still, and seen through where it is transparent."""

from pathlib import Path

from PIL import Image, ImageOps

from studio.render.canvas import Canvas
from studio.render.media.pictures import load_rgba
from studio.render.planes import Planes, from_rgb


class Badge:
    """A picture on a small canvas: as large as it fits, nothing around it."""

    def __init__(self, path: Path, canvas: Canvas) -> None:
        picture = ImageOps.contain(load_rgba(path, canvas.size), canvas.size, Image.Resampling.LANCZOS)
        whole = Image.new("RGBA", canvas.size)
        whole.paste(picture, ((canvas.width - picture.width) // 2, (canvas.height - picture.height) // 2))
        planes = from_rgb(whole.convert("RGB"))
        self._planes = Planes(*planes.images, whole.getchannel("A"))

    def frame(self, t: float) -> Planes:  # noqa: ARG002 - it is the same at any time
        """The picture."""
        return self._planes

    def close(self) -> None:
        """Nothing to let go of."""
