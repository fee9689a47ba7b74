"""The composition root: every part is made here and handed to those that need it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from core.backend import Accounts, BackendLine, Breaker, Sessions, SpendMeter
from core.backend.measured import MeasuredBackend
from core.clock import SystemClock
from core.conversation.access import Gate, rules_of
from core.conversation.desk import Desk
from core.conversation.errands import Errands
from core.conversation.handling import Schedule, Tools, handlers
from core.conversation.handling.endings import crashed
from core.conversation.handling.metered import metered
from core.conversation.pairing import Door
from core.conversation.reception import Reception
from core.conversation.workplace import Workplace
from core.delivery import DeliveryService
from core.fetching import UrlFetcher
from core.housekeeping import Housekeeper, Keep
from core.http import HttpPool
from core.jobs.progress import ProgressBoard
from core.jobs.run import JobHandler
from core.jobs.runner import JobRunner
from core.metrics import Metrics
from core.model import JobKind
from core.nemo import NemoClient
from core.ports import Clock, Messenger, VideoBackend
from core.reelay import Reelay
from core.settings import Settings
from core.skills import Skill, load_skills
from core.store import SqliteStore, open_store
from core.vault import Vault, open_vault

__all__ = ["Reelay", "assemble", "open_reelay"]


@asynccontextmanager
async def open_reelay(
    settings: Settings, backend_url: str, *, name: str = "", clock: Clock | None = None
) -> AsyncIterator[Reelay]:
    """Everything but the platforms. Raises SettingsError, DatabaseUnusable and SecretsUnreadable.

    With a `name` the database, and the folder of files on their way, are others than the service's own.
    """
    clock = clock or SystemClock()
    data = settings.reelay_data_dir
    spool = data / (f"{name}-spool" if name else "spool")
    vault = open_vault(settings.reelay_secret_key, data)
    async with (
        open_store(data / f"{name or 'reelay'}.db", vault, clock) as store,
        HttpPool(proxy=settings.proxy) as http,
    ):
        # the embedded studio shows its own projects
        pages = backend_url if settings.embedded_studio else str(settings.nemo_web_url)
        client = NemoClient(backend_url, pages, http, clock)
        fetcher = UrlFetcher(http, allow_private=settings.reelay_allow_private_urls, clock=clock)
        yield assemble(settings, store, vault, client, fetcher, clock, spool)


def assemble(
    settings: Settings,
    store: SqliteStore,
    vault: Vault,
    backend: VideoBackend,
    fetcher: UrlFetcher,
    clock: Clock,
    spool: Path,
) -> Reelay:
    """The core around a store and a backend that are open already."""
    metrics = Metrics(clock)
    backend = MeasuredBackend(backend, metrics)
    store.watch_writes(metrics.database_write)
    messengers: dict[str, Messenger] = {}
    skills = load_skills()
    deliveries = DeliveryService(store, messengers, clock, metrics.delivery)
    line = _line(settings, store, backend, metrics, clock)
    tools = Tools(
        store=store,
        backend=backend,
        line=line,
        sessions=Sessions(backend, store.projects, line),
        board=ProgressBoard(deliveries, clock),
        skills=skills,
        messengers=messengers,
        clock=clock,
        spool=spool,
        web_url=str(settings.nemo_web_url),
        fetcher=fetcher,
        schedule=_schedule(settings),
    )
    desk = _desk(settings, store, skills, messengers, vault, deliveries, clock)
    runner = JobRunner(
        store.jobs,
        _handlers(settings, tools),
        clock,
        on_crash=crashed,
        max_jobs=settings.reelay_max_jobs,
        alone=store.alone,
        watcher=metrics.job_ended,
    )
    reception = Reception(
        store, desk, clock, lambda secret: vault.seal(secret).decode(), metrics.received, deliveries.react
    )
    housekeeper = Housekeeper(store, spool, clock, metrics, _keep(settings))
    return Reelay(
        store,
        vault,
        reception,
        runner,
        deliveries,
        messengers,
        clock,
        backend,
        line.accounts,
        line.breaker,
        metrics,
        housekeeper,
    )


def _line(settings: Settings, store: SqliteStore, backend: VideoBackend, metrics: Metrics, clock: Clock) -> BackendLine:
    token = settings.nemo_token.get_secret_value() if settings.nemo_token else None
    breaker = Breaker(clock)
    metrics.backend_away(lambda: breaker.open)
    return BackendLine(Accounts(backend, store.credentials, clock, token), clock, breaker)


def _handlers(settings: Settings, tools: Tools) -> Mapping[JobKind, JobHandler]:
    work, store = handlers(tools), tools.store
    if settings.reelay_credits_per_day is None and settings.reelay_chat_credits_per_day is None:
        return work
    return metered(
        work, SpendMeter(tools.backend, tools.line.accounts, store.credentials, store.spending), tools.skills
    )


def _schedule(settings: Settings) -> Schedule:
    return Schedule(
        settings.reelay_render_poll_seconds, settings.reelay_first_look_seconds, settings.reelay_next_look_seconds
    )


def _keep(settings: Settings) -> Keep:
    days = settings.reelay_keep_project_days
    return Keep(
        timedelta(days=settings.reelay_keep_days),
        timedelta(days=days) if days else None,
        settings.reelay_keep_versions,
    )


def _desk(
    settings: Settings,
    store: SqliteStore,
    skills: Mapping[str, Skill],
    messengers: Mapping[str, Messenger],
    vault: Vault,
    deliveries: DeliveryService,
    clock: Clock,
) -> Desk:
    workplace = Workplace(store, skills, settings.reelay_skill)
    door = Door(store.admissions, clock, settings.reelay_admins)
    errands = Errands(store, workplace, messengers, vault, deliveries, settings.reelay_admins)
    return Desk(store, workplace, errands, Gate(rules_of(settings), store, clock, door), messengers, door)
