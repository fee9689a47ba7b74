"""Every row of the service's error table, as `reelay make` tells it: one line, an exit code, nothing on stdout."""

import socket
from pathlib import Path

import pytest

from bots.console.exit_codes import EXIT_CODES
from tests.e2e.films import look
from tests.e2e.rows import ROWS, WORDS, Row, junk, mended, rows
from tests.e2e.stage import Service, Shell


@rows
def test_a_row_is_told_in_one_line(reelay: Shell, service: Service, tmp_path: Path, row: Row) -> None:
    own = {"NEMO_TOKEN": service.token(tmp_path.name)} if row.registered else {}
    service.rehearse(*row.rules)
    ended = reelay("make", WORDS, *junk(tmp_path, row), "--out", "film.mp4", **own)
    assert (ended.code, ended.out) == (row.code, ""), ended
    told = [line for line in ended.err.splitlines() if line.startswith("⚠️")]
    assert len(told) == 1, ended.err
    assert row.sentence in told[0]
    assert ended.err.count("What changed") == row.edits
    assert "Traceback" not in ended.err
    assert len(service.calls("run")) == row.runs
    assert not (tmp_path / "film.mp4").exists()
    assert own.get("NEMO_TOKEN", "nmv_usr_") not in ended.err


def test_every_exit_code_of_the_service_is_shown_by_a_row() -> None:
    shown = {row.code for row in ROWS.values()}
    elsewhere = {EXIT_CODES["SessionUnknown"], EXIT_CODES["BackendUnreachable"]}
    assert shown | elsewhere == set(EXIT_CODES.values())


@mended
def test_what_can_be_mended_is_mended(
    reelay: Shell, service: Service, tmp_path: Path, rules: tuple[object, ...]
) -> None:
    service.rehearse(*rules)  # type: ignore[arg-type]
    ended = reelay("make", WORDS, "--out", "film.mp4")
    assert ended.code == 0, ended
    assert look(tmp_path / "film.mp4").frames == 60
    accepted = [entry for entry in service.calls("run") if entry["status"] != 429]
    assert len(accepted) == 1
    assert any(entry["troubles"] for entry in service.calls()) or len(service.calls("render")) == 2


def test_a_free_token_is_renewed_under_the_same_client_id(reelay: Shell, service: Service) -> None:
    service.rehearse({"do": "expire", "call": "state", "nth": [1]})
    assert reelay("make", WORDS, "--out", "one.mp4").code == 0
    assert len(service.calls("token")) == 2
    assert reelay("make", WORDS, "--out", "two.mp4").code == 0
    assert len(service.calls("token")) == 2, "the second film needs no token of its own"


def test_a_session_that_is_gone_is_replaced_and_people_are_told(reelay: Shell, service: Service) -> None:
    service.rehearse({"do": "forget", "call": "state", "nth": [1]})
    ended = reelay("make", WORDS, "--out", "film.mp4")
    assert ended.code == 0, ended
    assert "had closed this project's session, so I started a new one" in ended.err
    assert len(service.calls("session")) == 2


def test_a_session_that_goes_before_the_export_costs_no_film(reelay: Shell, service: Service) -> None:
    service.rehearse({"do": "forget", "call": "render", "nth": [1]})
    ended = reelay("make", WORDS, "--out", "film.mp4")
    assert ended.code == 0, ended
    assert len(service.calls("run")) == 1


@pytest.mark.parametrize("rule", [{"do": "broke", "call": "run"}, {"do": "status", "call": "render", "status": 402}])
def test_who_has_a_free_token_is_shown_where_to_register(
    reelay: Shell, service: Service, rule: dict[str, object]
) -> None:
    service.rehearse(rule)
    ended = reelay("make", WORDS, NEMO_WEB_URL="https://web.example")
    assert "https://web.example" in ended.err
    assert "bind=" in ended.err


def test_who_has_an_account_is_not_sent_to_register(reelay: Shell, service: Service, tmp_path: Path) -> None:
    service.rehearse({"do": "broke", "call": "run"})
    ended = reelay("make", WORDS, NEMO_TOKEN=service.token(tmp_path.name))
    assert "bind=" not in ended.err


def test_nobody_waits_for_an_address_where_nobody_listens(reelay: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ended = reelay("make", WORDS, NEMO_API_URL=f"http://ana:hidden@127.0.0.1:{port}/")
    assert (ended.code, ended.out) == (20, "")
    assert "⚠️ The video service at 127.0.0.1 cannot be reached. Nothing was sent or charged." in ended.err
    assert "hidden" not in ended.err
