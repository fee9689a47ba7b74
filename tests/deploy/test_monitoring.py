"""Alarms, dashboard and the page about them speak of metrics, settings and places that there are."""

import json
import re
from typing import Any

import pytest

from tests.deploy.files import OPERATIONS, PORT, ROOT, SETTINGS, alarms, read, series, yaml


def asked_for(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:reelay|process)_[a-z_]+", re.sub(r"\{[^}]*\}|\"[^\"]*\"", "", expression)))


KNOWN = series()
LABELS = {"job", "call", "error", "code", "platform", "kind", "state", "queue", "outcome"}


@pytest.mark.parametrize("rule", alarms(), ids=lambda rule: rule["alert"])
def test_an_alarm_asks_for_what_there_is_and_has_its_page(rule: dict[str, Any]) -> None:
    assert asked_for(rule["expr"]) <= KNOWN
    assert asked_for(rule["expr"]) or "up{" in rule["expr"]
    assert rule["expr"].count("(") == rule["expr"].count(")")
    assert rule["labels"]["severity"] in ("page", "ticket")
    page, anchor = rule["annotations"]["runbook"].split("#")
    assert anchor == rule["alert"].lower()
    section = re.search(rf"(?ms)^### {rule['alert']}\n(.+?)(?=^##)", (ROOT / page).read_text("utf-8"))
    assert section is not None
    assert len(section[1]) > 100


def test_labels_that_alarms_look_at_exist() -> None:
    for rule in alarms():
        used = set(re.findall(r"[{,]\s*([a-z_]+)\s*[=!]", rule["expr"]))
        assert used <= LABELS, rule["alert"]


def test_no_alarm_is_written_about_that_is_not_there() -> None:
    page = OPERATIONS.read_text("utf-8")
    assert set(re.findall(r"(?m)^### (Reelay\w+)$", page)) == {rule["alert"] for rule in alarms()}


def test_the_scrape_asks_where_the_service_listens() -> None:
    (job,) = yaml("prometheus/scrape.yaml")
    assert job["metrics_path"] == "/metrics"
    assert job["static_configs"] == [{"targets": [f"127.0.0.1:{PORT}"]}]
    named = {name for rule in alarms() for name in re.findall(r'job="([^"]+)"', rule["expr"])}
    assert named == {job["job_name"]}


def test_the_dashboard_shows_what_there_is_and_most_of_it() -> None:
    board = json.loads(read("grafana/reelay.json"))
    asked = {name for panel in board["panels"] for target in panel["targets"] for name in asked_for(target["expr"])}
    assert asked <= KNOWN
    families = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in KNOWN if name.startswith("reelay_")}
    shown = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in asked}
    assert families - shown <= {"reelay_pruned_rows"}
    identities = [panel["id"] for panel in board["panels"]]
    assert len(identities) == len(set(identities))
    corners = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(corners) == len(set(corners))


def test_the_page_tells_of_every_metric_and_setting_that_it_names() -> None:
    page = OPERATIONS.read_text("utf-8")
    told = set(re.findall(r"\breelay_[a-z_]+", page))
    bases = {re.sub(r"_(bucket|count|sum)$", "", name) for name in KNOWN}
    assert told <= bases
    assert {name for name in bases if name.startswith("reelay_")} <= told
    named = set(re.findall(r"\b(?:REELAY|NEMO|DISCORD|TELEGRAM)_[A-Z_]+\b", page))
    assert named - {"TELEGRAM_API_ID", "TELEGRAM_API_HASH"} <= SETTINGS


def test_the_page_leads_only_to_places_that_exist() -> None:
    page = OPERATIONS.read_text("utf-8")
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"(?m)^#+ (.+)$", page)
    }
    for target in re.findall(r"\]\(#([^)]+)\)", page):
        assert target in headings, target
    for path in re.findall(r"`(deploy/[^` ]+)`", page):
        assert (ROOT / path).exists(), path
