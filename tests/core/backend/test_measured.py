"""The watch beside the video service changes nothing of what passes."""

import inspect
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.backend.measured import MeasuredBackend
from core.errors import BackendUnreachable, OutcomeUnknown, RenderUnknown
from core.metrics import Metrics
from core.model import Access, AnonymousToken, Attribution, TokenSource
from core.ports import VideoBackend
from tests.fakes.backend import FakeBackend, FakeRun, draft_of
from tests.fakes.clock import FakeClock

ACCESS = Access("nmv_usr_test-token", TokenSource.OWN)
HERE = Attribution("video-to-generator", "1.0.0", "telegram")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(FakeClock())


@pytest.fixture
def fake() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def backend(fake: FakeBackend, metrics: Metrics) -> MeasuredBackend:
    return MeasuredBackend(fake, metrics)


def errors(metrics: Metrics, call: str, error: type[Exception], code: str = "-") -> float:
    labels = {"call": call, "error": error.__name__, "code": code}
    return metrics.registry.get_sample_value("reelay_backend_errors_total", labels) or 0.0


def calls(metrics: Metrics, call: str) -> float:
    return metrics.registry.get_sample_value("reelay_backend_call_seconds_count", {"call": call}) or 0.0


def test_every_call_of_the_port_has_a_watch() -> None:
    port: VideoBackend = MeasuredBackend(FakeBackend(), Metrics(FakeClock()))
    names = {name for name, member in inspect.getmembers(VideoBackend, inspect.isfunction) if name[0] != "_"}
    own = {name for name, member in inspect.getmembers(MeasuredBackend, inspect.isfunction) if name[0] != "_"}
    assert own == names
    assert port is not None


async def test_answers_pass_as_they_are(backend: MeasuredBackend, fake: FakeBackend, metrics: Metrics) -> None:
    token = await backend.anonymous_token("client-1", HERE)
    session = await backend.create_session(ACCESS, HERE, task_name="film", language="en")
    await backend.state(ACCESS, HERE, session.session_id)
    assert isinstance(token, AnonymousToken)
    assert fake.asked("create_session")[0].access == ACCESS
    for call in ("anonymous_token", "create_session", "state"):
        assert calls(metrics, call) == 1


async def test_a_refused_run_is_an_error_of_the_call(
    backend: MeasuredBackend, fake: FakeBackend, metrics: Metrics
) -> None:
    fake.will_know("s1")
    fake.will_run(FakeRun(refused=BackendUnreachable()))
    with pytest.raises(BackendUnreachable):
        await told(backend)
    assert errors(metrics, "run", BackendUnreachable) == 1
    assert errors(metrics, "stream", BackendUnreachable) == 0


async def test_a_cut_stream_is_an_error_of_the_stream(
    backend: MeasuredBackend, fake: FakeBackend, metrics: Metrics
) -> None:
    fake.will_know("s1")
    fake.will_run(FakeRun(says=("Working.",), cut=OutcomeUnknown()))
    with pytest.raises(OutcomeUnknown):
        await told(backend)
    assert errors(metrics, "run", OutcomeUnknown) == 0
    assert errors(metrics, "stream", OutcomeUnknown) == 1
    assert metrics.registry.get_sample_value("reelay_sse_streams") == 0


async def test_events_arrive_in_order(backend: MeasuredBackend, fake: FakeBackend) -> None:
    fake.will_know("s1")
    fake.will_run(FakeRun(says=("One.", "Two."), draft=draft_of("Sea")))
    assert [getattr(event, "text", "") for event in await told(backend)][-2:] == ["One.", "Two."]


async def test_what_the_reader_does_wrong_is_no_error_of_the_service(
    backend: MeasuredBackend, fake: FakeBackend, metrics: Metrics
) -> None:
    fake.will_know("s1")
    fake.will_run(FakeRun(says=("One.",)))
    with pytest.raises(ZeroDivisionError):
        async with backend.run(ACCESS, HERE, "s1", "words"):
            raise ZeroDivisionError
    labels = {"call": "stream", "error": "ZeroDivisionError", "code": "-"}
    assert metrics.registry.get_sample_value("reelay_backend_errors_total", labels) is None


async def test_an_unknown_render_raises_as_before(backend: MeasuredBackend, metrics: Metrics) -> None:
    with pytest.raises(RenderUnknown):
        await backend.render(ACCESS, HERE, "render_1")
    assert calls(metrics, "render") == 1
    assert errors(metrics, "render", RenderUnknown) == 1


async def told(backend: MeasuredBackend) -> list[Any]:
    async with backend.run(ACCESS, HERE, "s1", "words") as events:
        return await all_of(events)


async def all_of(events: AsyncIterator[Any]) -> list[Any]:
    return [event async for event in events]
