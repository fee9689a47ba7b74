"""How a studio is set up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

WEEK: Final = 7 * 86_400.0
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Prices:
    """Credits: `generation` for each clip made from words, `editing` once for each session; exports are free."""

    generation: int = 100
    editing: int = 50


@dataclass(frozen=True, slots=True)
class Allowances:
    """What is given away: `credits` with each token, `tokens_per_address` in each `period` (seconds), files up to
    `file_bytes`. A token lives for `period`; the files of an account are kept for another `period` after that."""

    credits: int = 1000
    tokens_per_address: int = 10
    period: float = WEEK
    file_bytes: int = 500 * MEBIBYTE
    files_at_once: int = 50


@dataclass(frozen=True, slots=True)
class Temper:
    """How the director behaves on the wire: `pace` 1.0 takes a few seconds, 0 none; `silent_rate` is the share of edits
    that say nothing; `heartbeat` is the number of seconds between signs of life."""

    pace: float = 1.0
    silent_rate: float = 0.1
    heartbeat: float = 2.0


@dataclass(frozen=True, slots=True)
class Rendering:
    """How exports are made: x264's `preset`, `scale` of the picture (below 1 for tests and previews), how many run
    side by side."""

    preset: str = "veryfast"
    scale: float = 1.0
    at_once: int = 2


@dataclass(frozen=True, slots=True)
class Config:
    """All of it. `public_url` is what links begin with (None: the address that the client used)."""

    data: Path
    public_url: str | None = None
    allow_private_urls: bool = False
    prices: Prices = Prices()
    allowances: Allowances = Allowances()
    temper: Temper = Temper()
    rendering: Rendering = Rendering()

    @property
    def media(self) -> Path:
        """Where uploaded files lie."""
        return self.data / "media"

    @property
    def renders(self) -> Path:
        """Where finished exports lie."""
        return self.data / "renders"

    @property
    def incoming(self) -> Path:
        """Where files lie that are not whole yet; emptied at each start."""
        return self.data / "incoming"
