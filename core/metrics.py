"""What the process tells Prometheus. A registry of our own, no globals; no label ever names a chat, a person or a job."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from core.errors import (
    BackendError,
    BackendUnavailable,
    MessengerError,
    ReelayError,
    StoreError,
    TokenAllowanceExhausted,
)
from core.model import Delivery, DeliveryKind, DeliveryState, Job, JobKind, JobState, Message
from core.ports import Clock, Figures, Survey

KNOWN_CODES = frozenset({400, 402, 429, 1001, 1002, 2001, 4001, 4002})
"""The video service's documented error codes. Any other becomes "other": what a peer invents must not become a label."""
ANSWER_SECONDS = 3.0
"""How long the database may take: whoever scrapes waits no longer than ten."""
_OPEN_STATES = (JobState.WAITING, JobState.READY, JobState.RUNNING)
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LONG = (1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0)


class Metrics:
    """Counters, gauges and histograms, and the methods by which the parts feed them. Times are in seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._work()
        self._backend()
        self._chat()
        self._machine()

    def _work(self) -> None:
        self._jobs = self._gauge("jobs", "Jobs that have not ended, by kind and state", "kind", "state")
        self._jobs_ended = self._counter("jobs_ended", "Jobs that ended here, by kind and state", "kind", "state")
        self._job_seconds = self._histogram("job_seconds", "From being queued to the end", _LONG, "kind")
        self._queue_age = self._gauge("queue_oldest_seconds", "Age of the oldest that waits its turn", "queue")
        self._queue_depth = self._gauge("queue_depth", "How many wait: messages, jobs, deliveries", "queue")

    def _backend(self) -> None:
        self._calls = self._histogram("backend_call_seconds", "Calls to the video service", _QUICK, "call")
        self._call_errors = self._counter(
            "backend_errors", "Calls to the video service that failed", "call", "error", "code"
        )
        # Prometheus sees a first error only where there was a zero before, and of this one the first is worth an alarm.
        self._call_errors.labels("anonymous_token", TokenAllowanceExhausted.__name__, "429")
        self._streams = self._gauge("sse_streams", "Streams of the agent that are open")
        self._stream_seconds = self._histogram("sse_stream_seconds", "How long streams were open", _LONG)
        self._breaker = self._gauge("backend_away", "1 while the video service was away at the last look")

    def _chat(self) -> None:
        self._settled = self._counter(
            "deliveries", "Deliveries that were settled, by outcome", "platform", "kind", "outcome"
        )
        self._delivery_seconds = self._histogram("delivery_seconds", "From being owed to being sent", _LONG, "platform")
        self._refusals = self._counter(
            "platform_errors", "What platforms answered to sends and edits", "platform", "error"
        )
        self._ambiguous = self._counter("ambiguous_sends", "Sends that may have arrived", "platform", "kind")
        self._messages = self._counter("messages", "Messages that came in", "platform")
        self._lag = self._histogram(
            "platform_lag_seconds", "From a message being sent to its being on disk here", _LONG, "platform"
        )
        self._platform_up = self._gauge("platform_up", "1 while the platform's connection is well", "platform")

    def _machine(self) -> None:
        self._loop_lag = self._histogram("event_loop_lag_seconds", "How late the event loop runs what is due", _QUICK)
        self._writes = self._histogram("database_write_seconds", "Transactions, waiting included", _QUICK, "outcome")
        self._database_up = self._gauge("database_up", "1 while the database answers")
        self._database_bytes = self._gauge("database_bytes", "Size of the database file")
        self.disk_free = self._gauge("disk_free_bytes", "Free space where the data folder is")
        self.spool_bytes = self._gauge("spool_bytes", "Files on their way")
        self.pruned = self._counter("pruned_rows", "Rows of finished work that were forgotten")

    # what the parts tell

    def job_ended(self, job: Job, state: JobState) -> None:
        """A job has ended, its outcome stored."""
        self._jobs_ended.labels(job.kind, state).inc()
        self._job_seconds.labels(job.kind).observe((self._clock.now() - job.created_at).total_seconds())

    def delivery(self, delivery: Delivery, outcome: DeliveryState | MessengerError | None) -> None:
        """A delivery was settled, a platform refused it (or an edit of it), or, with None, it may have arrived."""
        order = delivery.order
        platform = order.conversation.platform
        if outcome is None:
            self._ambiguous.labels(platform, order.kind).inc()
        elif isinstance(outcome, MessengerError):
            self._refusals.labels(platform, type(outcome).__name__).inc()
        else:
            self._settled.labels(platform, order.kind, outcome).inc()
            if outcome is DeliveryState.SENT:
                age = (self._clock.now() - delivery.created_at).total_seconds()
                self._delivery_seconds.labels(platform).observe(age)

    def received(self, message: Message) -> None:
        """A new message is on disk. Platforms' clocks differ from ours: less than nothing counts as nothing."""
        platform = message.conversation.platform
        lag = (self._clock.now() - message.sent_at).total_seconds()
        self._messages.labels(platform).inc()
        self._lag.labels(platform).observe(max(0.0, lag))

    def database_write(self, seconds: float, committed: bool) -> None:
        """A transaction has ended."""
        self._writes.labels("committed" if committed else "failed").observe(seconds)

    def loop_lag(self, seconds: float) -> None:
        """The event loop ran something so late."""
        self._loop_lag.observe(seconds)

    @contextmanager
    def backend_call(self, call: str) -> Iterator[None]:
        """Time a call to the video service; whatever of our errors leaves is counted by its type and code."""
        begun = time.perf_counter()
        try:
            yield
        except ReelayError as error:
            self._call_errors.labels(call, type(error).__name__, _code(error)).inc()
            raise
        finally:
            self._calls.labels(call).observe(time.perf_counter() - begun)

    @contextmanager
    def stream(self) -> Iterator[None]:
        """Count a stream as open; what breaks it is counted as an error of `stream`."""
        begun = time.perf_counter()
        self._streams.inc()
        try:
            yield
        except ReelayError as error:
            self._call_errors.labels("stream", type(error).__name__, _code(error)).inc()
            raise
        finally:
            self._streams.dec()
            self._stream_seconds.observe(time.perf_counter() - begun)

    # what is asked when somebody looks

    def backend_away(self, away: Callable[[], bool]) -> None:
        """How to know, whenever somebody looks, whether the video service is away."""
        self._breaker.set_function(lambda: float(away()))

    async def exposition(self, survey: Survey, platforms: Mapping[str, bool]) -> bytes:
        """Everything in Prometheus' text format. `platforms` says which are well. A database that is away is a figure too."""
        for platform, well in platforms.items():
            self._platform_up.labels(platform).set(well)
            for kind in DeliveryKind:
                self._ambiguous.labels(platform, kind)  # a zero, before there was any
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                figures = await survey.figures()
        except (StoreError, TimeoutError):
            self._database_up.set(0)
        else:
            self._database_up.set(1)
            self._show(figures)
        return generate_latest(self.registry)

    def _show(self, figures: Figures) -> None:
        for kind in JobKind:
            for state in _OPEN_STATES:
                self._jobs.labels(kind, state).set(figures.jobs.get((kind, state), 0))
        ready = sum(number for (_, state), number in figures.jobs.items() if state is JobState.READY)
        depths = {"messages": figures.inbox, "jobs": ready, "deliveries": sum(figures.deliveries.values())}
        oldest = {
            "messages": figures.oldest_message,
            "jobs": figures.oldest_job,
            "deliveries": figures.oldest_delivery,
        }
        now = self._clock.now()
        for queue, moment in oldest.items():
            self._queue_depth.labels(queue).set(depths[queue])
            self._queue_age.labels(queue).set(0.0 if moment is None else max(0.0, (now - moment).total_seconds()))
        self._database_bytes.set(figures.database_bytes)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"reelay_{name}", what, labels, registry=self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"reelay_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"reelay_{name}", what, labels, buckets=buckets, registry=self.registry)


def _code(error: ReelayError) -> str:
    if isinstance(error, BackendError) and error.code is not None:
        return str(error.code) if error.code in KNOWN_CODES else "other"
    if isinstance(error, BackendUnavailable) and error.status is not None:
        return f"http {error.status // 100}xx"
    return "-"
