"""Accounts: anonymous tokens, credits and what running work has reserved."""

import secrets
from dataclasses import dataclass, field
from typing import Final

from studio.clock import Clock
from studio.config import Allowances
from studio.errors import CreditsExhausted, TokenInvalid, TooManyRequests
from studio.store.database import Database
from studio.store.secret import Secret, digest

BALANCE: Final = (
    "SELECT credits, (SELECT COALESCE(SUM(amount), 0) FROM holds WHERE account = accounts.id) AS frozen"
    " FROM accounts WHERE id = ?"
)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token as its owner gets it; `expires_at` in seconds since 1970."""

    token: str = field(repr=False)
    account: str
    expires_at: float
    credits: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Credits: what can be spent, what running work has reserved."""

    available: int
    frozen: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.available + self.frozen


class Accounts:
    """The accounts and tokens tables. Tokens and client ids are kept as hashes only."""

    def __init__(self, database: Database, clock: Clock, secret: Secret, allowances: Allowances) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret
        self._allowances = allowances

    async def issue(self, client_id: str, address: str) -> IssuedToken:
        """The live token of a client id, or a new one; raises TooManyRequests when the address has had its share."""
        return await self._database.write(lambda db: self._issue(db, client_id, address))

    async def _issue(self, db: Database, client_id: str, address: str) -> IssuedToken:
        account = await db.row("SELECT id, issued FROM accounts WHERE client_hash = ?", (digest(client_id),))
        if account:
            live = await self._live(db, client_id, account["id"], account["issued"])
            if live:
                return live
        await self._check_allowance(db, address, account["id"] if account else "")
        identity = account["id"] if account else await self._open_account(db, client_id)
        return await self._new_token(db, client_id, identity, address)

    async def _live(self, db: Database, client_id: str, account: str, number: int) -> IssuedToken | None:
        row = await db.row(
            "SELECT expires_at FROM tokens WHERE account = ? AND number = ? AND expires_at > ?",
            (account, number, self._clock.now()),
        )
        if row is None:
            return None
        balance = await self._balance(db, account)
        return IssuedToken(self._secret.token(client_id, number), account, row["expires_at"], balance.total)

    async def _check_allowance(self, db: Database, address: str, account: str) -> None:
        now = self._clock.now()
        rows = await db.rows(
            "SELECT account, MIN(issued_at) AS first FROM tokens WHERE address = ? AND issued_at > ? AND account <> ?"
            " GROUP BY account ORDER BY first",
            (address, now - self._allowances.period, account),
        )
        if len(rows) >= self._allowances.tokens_per_address:
            wait = rows[-self._allowances.tokens_per_address]["first"] + self._allowances.period - now if rows else 30
            raise TooManyRequests(
                "This address has had all the free tokens of this week.", retry_after=max(1, round(wait))
            )

    async def _open_account(self, db: Database, client_id: str) -> str:
        identity = f"anon_{secrets.token_hex(8)}"
        await db.execute(
            "INSERT INTO accounts (id, client_hash, credits, granted_at) VALUES (?, ?, ?, ?)",
            (identity, digest(client_id), self._allowances.credits, self._clock.now()),
        )
        return identity

    async def _new_token(self, db: Database, client_id: str, account: str, address: str) -> IssuedToken:
        now = self._clock.now()
        await db.execute("UPDATE accounts SET issued = issued + 1 WHERE id = ?", (account,))
        await db.execute(  # the free credits live as long as a token does: a new week brings new ones
            "UPDATE accounts SET credits = ?, granted_at = ? WHERE id = ? AND granted_at <= ?",
            (self._allowances.credits, now, account, now - self._allowances.period),
        )
        row = await db.row("SELECT issued FROM accounts WHERE id = ?", (account,))
        token = self._secret.token(client_id, row["issued"] if row else 1)
        expires = now + self._allowances.period
        await db.execute(
            "INSERT INTO tokens (hash, account, number, address, issued_at, expires_at)"
            " SELECT ?, id, issued, ?, ?, ? FROM accounts WHERE id = ?",
            (digest(token), address, now, expires, account),
        )
        balance = await self._balance(db, account)
        return IssuedToken(token, account, expires, balance.total)

    async def holder(self, token: str) -> str:
        """The account of a live token; raises TokenInvalid."""
        row = await self._database.row("SELECT account, expires_at FROM tokens WHERE hash = ?", (digest(token),))
        if row is None:
            raise TokenInvalid("This token is not known.")
        if row["expires_at"] <= self._clock.now():
            raise TokenInvalid("This token has expired.")
        return str(row["account"])

    async def expire(self, account: str) -> None:
        """End every token of an account now."""
        now = self._clock.now()
        await self._database.write(
            lambda db: db.execute(
                "UPDATE tokens SET expires_at = ? WHERE account = ? AND expires_at > ?", (now, account, now)
            )
        )

    async def balance(self, account: str) -> Balance:
        """What an account has."""
        return await self._balance(self._database, account)

    async def _balance(self, db: Database, account: str) -> Balance:
        row = await db.row(BALANCE, (account,))
        if row is None:
            return Balance(0, 0)
        return Balance(max(0, row["credits"] - row["frozen"]), row["frozen"])

    async def hold(self, account: str, hold: str, amount: int) -> None:
        """Reserve credits, under an id of the caller's, for work that starts now; raises CreditsExhausted."""
        await self._database.write(lambda db: self._hold(db, account, hold, amount))

    async def _hold(self, db: Database, account: str, hold: str, amount: int) -> None:
        balance = await self._balance(db, account)
        if balance.available < amount:
            raise CreditsExhausted(f"This needs {amount} credits and {balance.available} are left.")
        await db.execute("INSERT INTO holds (id, account, amount) VALUES (?, ?, ?)", (hold, account, amount))

    async def release(self, hold: str) -> None:
        """Give reserved credits back; those already spent stay spent."""
        await self._database.write(lambda db: db.execute("DELETE FROM holds WHERE id = ?", (hold,)))

    async def release_all(self) -> None:
        """Give back what work had reserved that a stop of the studio ended."""
        await self._database.write(lambda db: db.execute("DELETE FROM holds"))


async def spend(db: Database, hold: str) -> None:
    """Inside a transaction: turn reserved credits into spent ones, once."""
    await db.execute(
        "UPDATE accounts SET credits = credits - (SELECT amount FROM holds WHERE id = ?1)"
        " WHERE id = (SELECT account FROM holds WHERE id = ?1)",
        (hold,),
    )
    await db.execute("DELETE FROM holds WHERE id = ?", (hold,))
