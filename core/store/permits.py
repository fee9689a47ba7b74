"""The permits table, as statements inside a transaction: secrets that end soon, sealed."""

from contextlib import suppress

from core.errors import SecretsUnreadable
from core.model import Permit
from core.store.codec import from_micros, to_micros
from core.store.database import Database
from core.store.writer import Transaction
from core.vault import Vault


async def keep(tx: Transaction, vault: Vault, platform: str, update_id: str, permit: Permit, now: int) -> None:
    """Keep one, and forget those that have ended."""
    await forget_ended(tx, now)
    await tx.rows(
        "INSERT INTO permits (platform, update_id, sealed, until) VALUES (?, ?, ?, ?)",
        (platform, update_id, vault.seal(permit.secret), to_micros(permit.until)),
    )


async def forget_ended(tx: Transaction, now: int) -> int:
    """Forget what nobody can use any more. Returns how many."""
    return len(await tx.rows("DELETE FROM permits WHERE until <= ? RETURNING 1", (now,)))


async def living(database: Database, vault: Vault, platform: str, now: int) -> dict[str, Permit]:
    """Those that have not ended, by update id; those that no key opens are as good as ended."""
    rows = await database.rows(
        "SELECT update_id, sealed, until FROM permits WHERE platform = ? AND until > ?", (platform, now)
    )
    found = {}
    for row in rows:
        with suppress(SecretsUnreadable):
            found[row["update_id"]] = Permit(vault.unseal(row["sealed"]), from_micros(row["until"]))
    return found


async def rotate(tx: Transaction, vault: Vault) -> int:
    """Seal every one anew under the newest key. Returns how many. Raises SecretsUnreadable."""
    rows = await tx.rows("SELECT platform, update_id, sealed FROM permits")
    for platform, update_id, sealed in rows:
        await tx.rows(
            "UPDATE permits SET sealed = ? WHERE platform = ? AND update_id = ?",
            (vault.reseal(sealed), platform, update_id),
        )
    return len(rows)
