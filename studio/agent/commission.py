"""What one run changes and what that costs."""

import asyncio
import secrets
from dataclasses import dataclass

from studio.config import Prices
from studio.director.model import Outcome
from studio.store import Change, Session, Store


@dataclass(frozen=True, slots=True)
class Bill:
    """Credits that a run costs; `editing` says that they pay for all editing of the session."""

    amount: int = 0
    editing: bool = False


def only_travels(outcome: Outcome) -> bool:
    """Whether a turn goes to another draft of the past and makes nothing."""
    return bool(outcome.steps) and all(step.name in ("undo", "redo") for step in outcome.steps)


def bill(outcome: Outcome, session: Session, prices: Prices) -> Bill:
    """What a turn costs: clips made from words each, editing once for each session, everything else nothing."""
    if not outcome.edited or only_travels(outcome):
        return Bill()
    if outcome.generated:
        return Bill(prices.generation * outcome.generated)
    return Bill() if session.edit_paid else Bill(prices.editing, editing=True)


class Commission:
    """The drafts that a run brings about, published one after another; the first one is what is paid for."""

    def __init__(self, store: Store, session: Session, prompt: str, outcome: Outcome, cost: Bill) -> None:
        self._store = store
        self._session = session
        self._prompt = prompt
        self._outcome = outcome
        self._cost = cost
        self._hold: str | None = None
        self._revision: int | None = None
        self._published = 0
        self._barred = False
        self._deferred = False

    @property
    def stages(self) -> int:
        """How many drafts there are to publish."""
        return len(self._outcome.stages)

    async def reserve(self) -> None:
        """Set the credits aside; raises CreditsExhausted."""
        if self._cost.amount:
            self._hold = secrets.token_hex(8)
            try:
                await self._store.accounts.hold(self._session.account, self._hold, self._cost.amount)
            except asyncio.CancelledError:  # it may have been set aside all the same
                await self.close()
                raise

    def bar(self) -> None:
        """Let nothing be published."""
        self._barred = True

    async def publish(self, until: int) -> None:
        """Bring the state up to the stage of this number (counted from 1)."""
        while self._published < min(until, self.stages) and not self._barred:
            change = Change(
                self._outcome.stages[self._published],
                self._prompt,
                revision=self._revision,
                hold=self._hold,
                edit_paid=self._cost.editing,
            )
            self._published += 1
            self._revision = await self._store.sessions.apply(self._session.id, change)

    async def complete(self) -> None:
        """Publish all that is left, and settle."""
        self._barred = self._deferred = False
        await self.publish(self.stages)
        await self.close()

    def defer(self) -> None:
        """Keep the credits set aside until `complete` is called, whatever becomes of the stream."""
        self._deferred = True

    async def close(self) -> None:
        """Give back what was reserved and not spent; nothing is published any more."""
        if self._deferred:
            return
        self._barred = True
        if self._hold:
            await self._store.accounts.release(self._hold)
            self._hold = None

    async def introduce(self) -> None:
        """Note that the session now knows who is talking."""
        await self._store.sessions.introduce(self._session.id)
