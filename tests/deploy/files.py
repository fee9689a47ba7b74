"""The files in deploy/, and what they have to agree with."""

from pathlib import Path
from typing import Any

from core.metrics import Metrics
from core.settings import Settings
from tests.deploy.plain_yaml import load
from tests.fakes.clock import FakeClock

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OPERATIONS = ROOT / "docs" / "operations.md"
SETTINGS = {name.upper() for name in Settings.model_fields}
NOT_OURS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
USER = 10001
PORT = 8080
GRACE = 60
LONGEST = 90
"""Seconds until a service manager may kill: the grace time, and what it takes to say the rest."""


def read(name: str) -> str:
    """The text of a file in deploy/."""
    return (DEPLOY / name).read_text("utf-8")


def yaml(name: str) -> Any:
    """A YAML file in deploy/, decoded."""
    return load(read(name))


def alarms() -> list[dict[str, Any]]:
    """The rules that Prometheus watches."""
    (group,) = yaml("prometheus/alerts.yaml")["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def series() -> set[str]:
    """Every series that /metrics may show, those that have no value yet too."""
    names = set()
    for family in Metrics(FakeClock()).registry.collect():
        ends = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}.get(family.type, [""])
        names |= {family.name + end for end in ends}
    return names
