"""What Prometheus reads: every figure moves with what it stands for, and no label names a chat."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.errors import (
    BackendError,
    BackendUnavailable,
    DeliveryUnknown,
    OutOfCredits,
    SlowDown,
    StoreUnavailable,
    TokenAllowanceExhausted,
)
from core.metrics import Metrics
from core.model import ConversationKey, DeliveryKind, JobState
from core.ports import Figures
from core.store import open_store
from core.vault import open_vault
from tests.core.store.builders import delivery, job, message
from tests.fakes.backend import FakeRun
from tests.fakes.clock import FakeClock
from tests.fakes.house import House, house


@pytest.fixture
def metrics(clock: FakeClock) -> Metrics:
    return Metrics(clock)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"reelay_{name}", labels) or 0.0


async def exposed(home: House) -> str:
    return (await home.reelay.metrics.exposition(home.reelay.store.survey, {"telegram": True})).decode()


async def test_a_conversation_leaves_its_marks_on_every_part(home: House) -> None:
    await home.say("make a film about the sea")
    await home.settled()
    seen = home.reelay.metrics
    assert value(seen, "messages_total", platform="telegram") == 1
    assert value(seen, "jobs_ended_total", kind="edit", state="succeeded") == 1
    assert value(seen, "job_seconds_count", kind="edit") == 1
    assert value(seen, "deliveries_total", platform="telegram", kind="result", outcome="sent") >= 1
    assert value(seen, "backend_call_seconds_count", call="run") == 1
    assert value(seen, "sse_stream_seconds_count") == 1
    assert value(seen, "sse_streams") == 0
    assert value(seen, "database_write_seconds_count", outcome="committed") > 5
    assert value(seen, "event_loop_lag_seconds_count") > 0


async def test_an_open_stream_is_counted_while_it_is_open(home: House) -> None:
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(says=("Done.",), gate=gate))
    await home.say("make a film about the sea")
    await home.until_running()
    assert "reelay_sse_streams 1.0" in await exposed(home)
    gate.set()
    await home.settled()
    assert "reelay_sse_streams 0.0" in await exposed(home)


async def test_the_exposition_is_well_formed_and_names_nobody(home: House) -> None:
    await home.say("make a film about the sea", chat=ConversationKey("telegram", "777000777"))
    await home.settled(ConversationKey("telegram", "777000777"))
    text = await exposed(home)
    families = {family.name for family in text_string_to_metric_families(text)}
    assert {"reelay_jobs", "reelay_queue_depth", "reelay_backend_call_seconds", "reelay_platform_up"} <= families
    assert {"process_resident_memory_bytes", "process_open_fds"} <= families
    for secret in ("777000777", "Ana", "the sea"):
        assert secret not in text


async def test_what_an_alarm_wants_to_see_rise_begins_at_zero(home: House) -> None:
    text = await exposed(home)
    assert 'reelay_ambiguous_sends_total{kind="result",platform="telegram"} 0.0' in text
    none_left = TokenAllowanceExhausted("", retry_after=None)
    before = 'reelay_backend_errors_total{call="anonymous_token",code="429",error="TokenAllowanceExhausted"}'
    assert f"{before} 0.0" in text
    with suppress(TokenAllowanceExhausted), home.reelay.metrics.backend_call("anonymous_token"):
        raise none_left
    assert f"{before} 1.0" in await exposed(home)


async def test_the_registry_is_of_our_own_so_that_two_cores_do_not_mix(clock: FakeClock) -> None:
    one, other = Metrics(clock), Metrics(clock)
    one.database_write(0.1, committed=True)
    assert value(one, "database_write_seconds_count", outcome="committed") == 1
    assert value(other, "database_write_seconds_count", outcome="committed") == 0


@pytest.mark.parametrize(
    ("error", "name", "code"),
    [
        (OutOfCredits(), "OutOfCredits", "2001"),
        (BackendError(code=31337), "BackendError", "other"),
        (BackendUnavailable(status=503), "BackendUnavailable", "http 5xx"),
        (BackendUnavailable(), "BackendUnavailable", "-"),
    ],
)
def test_backend_errors_are_counted_by_codes_that_are_known(
    metrics: Metrics, error: Exception, name: str, code: str
) -> None:
    with pytest.raises(type(error)), metrics.backend_call("credits"):
        raise error
    assert value(metrics, "backend_errors_total", call="credits", error=name, code=code) == 1
    assert value(metrics, "backend_call_seconds_count", call="credits") == 1


def test_what_breaks_a_stream_is_no_error_of_the_call(metrics: Metrics) -> None:
    with pytest.raises(BackendUnavailable), metrics.stream():
        raise BackendUnavailable(status=502)
    assert value(metrics, "backend_errors_total", call="stream", error="BackendUnavailable", code="http 5xx") == 1
    assert value(metrics, "sse_streams") == 0


async def test_ambiguous_sends_and_refusals_are_told_apart(home: House) -> None:
    home.messenger.will_fail("send", SlowDown(retry_after=2))
    home.messenger.will_fail("send", DeliveryUnknown(), arrives=True)
    await home.say("make a film about the sea")
    await home.settled()
    seen = home.reelay.metrics
    assert value(seen, "platform_errors_total", platform="telegram", error="SlowDown") == 1
    assert value(seen, "platform_errors_total", platform="telegram", error="DeliveryUnknown") == 1
    assert sum(value(seen, "ambiguous_sends_total", platform="telegram", kind=kind) for kind in DeliveryKind) == 1


async def test_refused_edits_count_as_the_platforms_answers(home: House) -> None:
    home.messenger.will_fail("edit", SlowDown(retry_after=2))
    await home.say("make a film about the sea")
    await home.settled()
    assert value(home.reelay.metrics, "platform_errors_total", platform="telegram", error="SlowDown") == 1


def test_platform_lag_is_never_less_than_nothing(metrics: Metrics, clock: FakeClock) -> None:
    metrics.received(message("1", sent_at=clock.now() - timedelta(seconds=40)))
    metrics.received(message("2", sent_at=clock.now() + timedelta(seconds=5)))
    assert value(metrics, "platform_lag_seconds_sum", platform="telegram") == 40
    assert value(metrics, "platform_lag_seconds_count", platform="telegram") == 2


async def test_queues_tell_their_depth_and_the_age_of_the_oldest(
    tmp_path: Path, clock: FakeClock, metrics: Metrics
) -> None:
    async with open_store(tmp_path / "r.db", open_vault(None, tmp_path), clock) as store:
        await store.inbox.add(message("1"))
        await store.jobs.enqueue(job("a"))
        await store.jobs.enqueue(job("b"))
        await store.outbox.owe(delivery("c"))
        await clock.advance(90)
        await metrics.exposition(store.survey, {})
    for queue in ("messages", "jobs", "deliveries"):
        assert value(metrics, "queue_depth", queue=queue) == 1
        assert value(metrics, "queue_oldest_seconds", queue=queue) == 90
    assert value(metrics, "jobs", kind="edit", state="ready") == 1
    assert value(metrics, "jobs", kind="edit", state="waiting") == 1
    assert value(metrics, "database_up") == 1
    assert value(metrics, "database_bytes") > 0


async def test_a_queue_that_is_empty_again_reads_zero(tmp_path: Path, clock: FakeClock, metrics: Metrics) -> None:
    async with open_store(tmp_path / "r.db", open_vault(None, tmp_path), clock) as store:
        await store.jobs.enqueue(job("a"))
        await clock.advance(90)
        await metrics.exposition(store.survey, {})
        (claimed,) = await store.jobs.claim("worker", 1)
        await metrics.exposition(store.survey, {})
        assert value(metrics, "jobs", kind="edit", state="ready") == 0
        assert value(metrics, "jobs", kind="edit", state="running") == 1
        assert value(metrics, "queue_oldest_seconds", queue="jobs") == 0
        await store.jobs.finish(claimed, JobState.SUCCEEDED)
        await metrics.exposition(store.survey, {})
    assert value(metrics, "jobs", kind="edit", state="running") == 0


async def test_a_job_that_is_put_off_does_not_wait_its_turn(tmp_path: Path, clock: FakeClock) -> None:
    async with open_store(tmp_path / "r.db", open_vault(None, tmp_path), clock) as store:
        await store.jobs.enqueue(job("a"))
        (claimed,) = await store.jobs.claim("worker", 1)
        await store.jobs.release(claimed, run_at=clock.now() + timedelta(hours=1))
        assert (await store.survey.figures()).oldest_job is None
        await clock.advance(3600)
        assert (await store.survey.figures()).oldest_job is not None


class NoDatabase:
    """A survey of a database that does not answer."""

    async def figures(self) -> Figures:
        raise StoreUnavailable

    async def probe(self) -> None:
        raise StoreUnavailable

    async def files_owed(self) -> set[str]:
        raise StoreUnavailable

    async def working_since(self) -> None:
        raise StoreUnavailable

    async def checkpoint(self) -> None:
        raise StoreUnavailable


async def test_a_database_that_is_away_is_a_figure_and_no_failure(metrics: Metrics) -> None:
    text = (await metrics.exposition(NoDatabase(), {"discord": False})).decode()
    assert "reelay_database_up 0.0" in text
    assert 'reelay_platform_up{platform="discord"} 0.0' in text


class SlowDatabase(NoDatabase):
    """A survey of a database that takes its time."""

    async def figures(self) -> Figures:
        await asyncio.Event().wait()
        return Figures()


async def test_a_database_that_does_not_answer_in_time_holds_nobody_up(
    metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.metrics.ANSWER_SECONDS", 0.0)
    assert b"reelay_database_up 0.0" in await metrics.exposition(SlowDatabase(), {})


async def test_the_breaker_is_asked_when_somebody_looks(home: House) -> None:
    assert "reelay_backend_away 0.0" in await exposed(home)
    home.reelay.breaker.failed()
    assert "reelay_backend_away 1.0" in await exposed(home)
