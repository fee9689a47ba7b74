"""The systemd unit: ready and watchdog, a clean stop, and shut in."""

import configparser
import re
import shlex
from typing import Any

import pytest

from bots.service import FAILED, MISCONFIGURED
from tests.deploy.files import GRACE, LONGEST, NOT_OURS, PORT, SETTINGS, read


@pytest.fixture(scope="module")
def unit() -> configparser.RawConfigParser:
    class Several(dict[str, Any]):
        """Directives that may come several times are joined."""

        def __setitem__(self, key: str, value: Any) -> None:
            if key in self and isinstance(value, list) and isinstance(self[key], list):
                value = [*self[key], *value]
            super().__setitem__(key, value)

    parser = configparser.RawConfigParser(dict_type=Several, strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(read("systemd/reelay.service"))
    return parser


def test_the_unit_waits_for_ready_and_feeds_the_watchdog(unit: configparser.RawConfigParser) -> None:
    service = unit["Service"]
    assert service["Type"] == "notify"
    assert service["NotifyAccess"] == "main"
    assert int(service["WatchdogSec"]) >= 30
    assert service["ExecStart"].endswith("/reelay run")


def test_the_unit_starts_again_after_faults_and_not_after_mistakes(unit: configparser.RawConfigParser) -> None:
    service = unit["Service"]
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"].split() == [str(MISCONFIGURED)]
    assert FAILED != MISCONFIGURED
    assert int(unit["Unit"]["StartLimitBurst"]) > 1


def test_the_unit_stops_only_the_bot_and_gives_it_its_time(unit: configparser.RawConfigParser) -> None:
    assert unit["Service"]["KillMode"] == "mixed"
    assert int(unit["Service"]["TimeoutStopSec"]) == LONGEST > GRACE


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("DynamicUser", "yes"),
        ("StateDirectory", "reelay"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectControlGroups", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("RestrictNamespaces", "yes"),
        ("LockPersonality", "yes"),
        ("CapabilityBoundingSet", ""),
        ("SystemCallArchitectures", "native"),
    ],
)
def test_the_unit_is_hardened(unit: configparser.RawConfigParser, directive: str, value: str) -> None:
    assert unit["Service"][directive] == value


def test_the_unit_sets_only_what_exists() -> None:
    lines = re.findall(r"(?m)^Environment=(.+)$", read("systemd/reelay.service"))
    pairs = dict(part.split("=", 1) for line in lines for part in shlex.split(line))
    assert set(pairs) - NOT_OURS <= SETTINGS
    assert pairs["REELAY_DATA_DIR"] == "%S/reelay"
    assert pairs["REELAY_HEALTH_PORT"] == str(PORT)
    assert pairs["REELAY_GRACE_SECONDS"] == str(GRACE)
