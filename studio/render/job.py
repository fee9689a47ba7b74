"""What the parent tells a child on its standard input, as one JSON object."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from studio.draft import Draft
from studio.render.limits import RenderLimits


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Render a draft into a file that does not exist yet."""

    draft: Draft
    media: Mapping[str, Path]
    output: Path
    preset: str = "veryfast"
    crf: int = 21
    scale: float = 1.0
    limits: RenderLimits = field(default_factory=RenderLimits)

    def to_json(self) -> dict[str, Any]:
        """As it is sent."""
        media = {name: path.as_posix() for name, path in self.media.items()}
        plain = {"preset": self.preset, "crf": self.crf, "scale": self.scale, "limits": asdict(self.limits)}
        return {
            "task": "render",
            "draft": self.draft.to_json(),
            "media": media,
            "output": self.output.as_posix(),
            **plain,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """As it was sent."""
        media = {str(name): Path(path) for name, path in data["media"].items()}
        limits = RenderLimits(**data["limits"])
        draft = Draft.from_json(data["draft"])
        return cls(
            draft, media, Path(data["output"]), str(data["preset"]), int(data["crf"]), float(data["scale"]), limits
        )


@dataclass(frozen=True, slots=True)
class ProbeJob:
    """Look at a file."""

    path: Path
    limits: RenderLimits

    def to_json(self) -> dict[str, Any]:
        """As it is sent."""
        return {"task": "probe", "path": self.path.as_posix(), "limits": asdict(self.limits)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """As it was sent."""
        return cls(Path(data["path"]), RenderLimits(**data["limits"]))


def read_job(text: str) -> RenderJob | ProbeJob:
    """The job in a JSON text."""
    data = json.loads(text)
    return RenderJob.from_json(data) if data["task"] == "render" else ProbeJob.from_json(data)
