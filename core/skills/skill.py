"""What a skill is."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import Attribution

DOCUMENT_TYPES = ("txt", "docx", "pdf")
"""Types that are read for their words and never sent to the backend."""

MOMENTS = (
    "no_title",
    "no_music",
    "no_transitions",
    "long",
    "loud_music",
    "no_captions",
    "landscape",
    "plain_look",
    "always",
)
"""When a next step fits: what a timeline lacks, or has too much of."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A way of working with the backend.

    `name` and `version` go out as attribution. `title`, `greeting`, `hint`, `examples` and the sentences of
    `steps` (by the moment they fit, one of MOMENTS) are message ids.
    `accepts` and `prefers` are lower-case extensions without a dot; `max_mb` is the largest file in MB of
    2**20 bytes.
    """

    name: str
    version: str
    title: str
    greeting: str
    hint: str
    examples: tuple[str, ...]
    accepts: tuple[str, ...]
    prefers: tuple[str, ...]
    max_mb: int
    task_name: str
    sends_language: bool
    steps: Mapping[str, str]

    @property
    def documents(self) -> tuple[str, ...]:
        """The accepted types whose words become the prompt."""
        return tuple(kind for kind in self.accepts if kind in DOCUMENT_TYPES)

    @property
    def uploads(self) -> tuple[str, ...]:
        """The accepted types that the backend takes."""
        return tuple(kind for kind in self.accepts if kind not in DOCUMENT_TYPES)

    @property
    def max_bytes(self) -> int:
        """The size limit in bytes."""
        return self.max_mb * 1024 * 1024

    @property
    def accepted(self) -> str:
        """The accepted types as they are shown to people: the preferred ones first."""
        rest = (kind for kind in self.accepts if kind not in self.prefers)
        return ", ".join(kind.upper() for kind in (*self.prefers, *rest))

    @property
    def next_steps(self) -> tuple[str, ...]:
        """What one could ask for next, whatever the moment."""
        return tuple(self.steps.values())

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every message id in it, for the catalogues."""
        return (self.greeting, self.hint, *self.examples, *self.next_steps)

    def attribution(self, platform: str) -> Attribution:
        """The headers of every call made with this skill."""
        return Attribution(self.name, self.version, platform)
