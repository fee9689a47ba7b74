"""What each job costs the shared account, read from its balance."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from core.backend import Accounts, SpendMeter, spending
from core.errors import BackendUnavailable
from core.jobs.run import JobCancelled
from core.model import Access, Attribution, ConversationKey, Credits, Job, JobState, Person
from tests.core.store.builders import ANNA, BEN, job
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import START, FakeClock, settle
from tests.fakes.tokens import Tokens

ATTRIBUTION = Attribution("video-to-generator", "1.0.0", "telegram")


class Till(FakeBackend):
    """An account whose balance is told late while it is not `open`: as it was when it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()
        self.open.set()

    async def credits(self, access: Access, attribution: Attribution) -> Credits:
        balance = await super().credits(access, attribution)
        await self.open.wait()
        return balance

    def pays(self, amount: float) -> None:
        left = self.balance.available - amount
        self.balance = Credits(left, 0, left)


class Bills:
    """The spending port: what each person was charged."""

    def __init__(self) -> None:
        self.of = Counter[str]()

    async def charge(self, job: Job, amount: float) -> None:
        self.of[job.person.display_name] += round(amount)

    async def since(self, moment: datetime, *, person: Person | None, conversation: ConversationKey | None) -> float:
        raise NotImplementedError

    async def usual(self) -> float:
        raise NotImplementedError


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def bills() -> Bills:
    return Bills()


@pytest.fixture
def meter(till: Till, bills: Bills) -> SpendMeter:
    return meter_of(till, bills, Tokens())


def meter_of(till: Till, bills: Bills, tokens: Tokens) -> SpendMeter:
    return SpendMeter(till, Accounts(till, tokens, FakeClock(), "nmv_usr_operator"), tokens, bills)


def a_job(person: Person) -> Job:
    order = job("a", person=person)
    common: dict[str, Any] = {name: getattr(order, name) for name in type(order).__slots__}
    return Job(id=1, state=JobState.RUNNING, created_at=START, **common)


async def test_each_job_is_charged_what_left_the_account_meanwhile(meter: SpendMeter, till: Till, bills: Bills) -> None:
    for person, cost in ((ANNA, 30), (BEN, 20), (ANNA, 0)):
        async with meter.watching(a_job(person), ATTRIBUTION):
            till.pays(cost)
    assert bills.of == {"Anna": 30, "Ben": 20}


async def test_no_charge_is_lost_where_one_job_begins_while_others_end(
    meter: SpendMeter, till: Till, bills: Bills
) -> None:
    async def work(person: Person, cost: float, end: asyncio.Event) -> None:
        async with meter.watching(a_job(person), ATTRIBUTION):
            await end.wait()
            till.pays(cost)

    first_ends, second_ends, third_ends = asyncio.Event(), asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(work(ANNA, 10, first_ends))
    second = asyncio.create_task(work(BEN, 20, second_ends))
    await settle()
    till.open.clear()
    first_ends.set()
    await settle()  # the first has ended, and the answer about the balance is on its way
    third = asyncio.create_task(work(ANNA, 0, third_ends))
    await settle()
    second_ends.set()
    await settle()
    till.open.set()
    third_ends.set()
    await asyncio.gather(first, second, third)
    assert bills.of.total() == 30


async def test_a_job_that_is_cancelled_half_way_is_charged_all_the_same(
    meter: SpendMeter, till: Till, bills: Bills
) -> None:
    async def cancelled() -> None:
        async with meter.watching(a_job(ANNA), ATTRIBUTION):
            till.pays(40)
            raise JobCancelled

    with pytest.raises(JobCancelled):
        await cancelled()
    assert bills.of == {"Anna": 40}


async def test_a_balance_that_cannot_be_read_is_made_up_for_by_the_next_end(
    meter: SpendMeter, till: Till, bills: Bills
) -> None:
    async with meter.watching(a_job(ANNA), ATTRIBUTION):
        async with meter.watching(a_job(BEN), ATTRIBUTION):
            till.pays(10)
            till.will_fail("credits", BackendUnavailable())
        till.pays(20)
    assert bills.of == {"Anna": 30}


async def test_a_balance_that_is_not_told_holds_up_no_job(
    meter: SpendMeter, till: Till, bills: Bills, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending, "LOOK_SECONDS", 0.0)
    till.open.clear()
    async with asyncio.timeout(20), meter.watching(a_job(ANNA), ATTRIBUTION):
        till.pays(10)
    assert not bills.of


async def test_whoever_gave_a_token_of_their_own_is_not_charged(till: Till, bills: Bills) -> None:
    async with meter_of(till, bills, Tokens(own="nmv_usr_own")).watching(a_job(ANNA), ATTRIBUTION):
        till.pays(50)
    assert not bills.of
    assert till.asked("credits") == []
