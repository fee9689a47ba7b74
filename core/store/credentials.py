"""The credentials table: client ids in clear, tokens sealed."""

import uuid

from core.model import AnonymousToken, ConversationKey
from core.store import permits
from core.store.codec import Codec
from core.store.columns import PRESENT_CHAT, place_of
from core.store.database import Database
from core.store.inbox import TOKEN_COMMAND
from core.store.writer import Transaction
from core.vault import Vault

_tokens = Codec(AnonymousToken)
_HERE = f"platform = ?1 AND chat_id = {PRESENT_CHAT} AND topic_id = ?3"


class SqliteCredentials:
    """`core.ports.store.Credentials` on SQLite."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def client_id(self, conversation: ConversationKey) -> str:
        """The conversation's client id: a UUID made once and kept for good."""
        wanted = f"SELECT client_id FROM credentials WHERE {_HERE}"  # noqa: S608 - a literal of this module
        row = await self._database.row(wanted, place_of(conversation))
        if row:
            return str(row["client_id"])

        async def work(tx: Transaction) -> str:
            await _ensure(tx, conversation)
            made = await tx.row(wanted, place_of(conversation))
            assert made is not None  # noqa: S101 - it was just ensured
            return str(made["client_id"])

        return await self._database.write(work)

    async def own_token(self, conversation: ConversationKey) -> str | None:
        """The token that its people gave. Raises SecretsUnreadable."""
        return await self._unsealed("own_token", conversation)

    async def set_own_token(self, conversation: ConversationKey, token: str | None) -> None:
        """Keep or forget that token."""
        await self._seal("own_token", conversation, token)

    async def anonymous(self, conversation: ConversationKey) -> AnonymousToken | None:
        """The free token it was given last. Raises SecretsUnreadable."""
        text = await self._unsealed("anonymous", conversation)
        return None if text is None else _tokens.load(text)

    async def set_anonymous(self, conversation: ConversationKey, token: AnonymousToken | None) -> None:
        """Keep or forget the free token."""
        await self._seal("anonymous", conversation, None if token is None else _tokens.dump(token))

    async def rotate(self) -> int:
        """Encrypt every token anew under the newest key. Returns how many. Raises SecretsUnreadable and changes nothing."""

        async def work(tx: Transaction) -> int:
            return sum(
                [
                    await self._rotate(tx, "own_token"),
                    await self._rotate(tx, "anonymous"),
                    await self._rotate_inbox(tx),
                    await permits.rotate(tx, self._vault),
                ]
            )

        return await self._database.write(work)

    async def _rotate(self, tx: Transaction, column: str) -> int:
        rows = await tx.rows(
            f"SELECT platform, chat_id, topic_id, {column} FROM credentials "  # noqa: S608 - a name of this module
            f"WHERE {column} IS NOT NULL"
        )
        for platform, chat_id, topic_id, sealed in rows:
            await tx.rows(
                f"UPDATE credentials SET {column} = ? "  # noqa: S608 - a name of this module
                "WHERE platform = ? AND chat_id = ? AND topic_id = ?",
                (self._vault.reseal(sealed), platform, chat_id, topic_id),
            )
        return len(rows)

    async def _rotate_inbox(self, tx: Transaction) -> int:
        """The tokens that were given and not looked at yet."""
        rows = await tx.rows(
            "SELECT id, json_extract(body, '$.command.argument') AS sealed FROM inbox WHERE done_at IS NULL "
            "AND json_extract(body, '$.command.name') = ? AND json_extract(body, '$.command.argument') <> ''",
            (TOKEN_COMMAND,),
        )
        for row_id, sealed in rows:
            await tx.rows(
                "UPDATE inbox SET body = json_set(body, '$.command.argument', ?) WHERE id = ?",
                (self._vault.reseal(sealed.encode()).decode(), row_id),
            )
        return len(rows)

    async def _unsealed(self, column: str, conversation: ConversationKey) -> str | None:
        row = await self._database.row(
            f"SELECT {column} AS sealed FROM credentials WHERE {_HERE}",  # noqa: S608 - names of this module
            place_of(conversation),
        )
        return self._vault.unseal(row["sealed"]) if row and row["sealed"] is not None else None

    async def _seal(self, column: str, conversation: ConversationKey, text: str | None) -> None:
        sealed = None if text is None else self._vault.seal(text)

        async def work(tx: Transaction) -> None:
            await _ensure(tx, conversation)
            await tx.rows(
                f"UPDATE credentials SET {column} = ?4 WHERE {_HERE}",  # noqa: S608 - names of this module
                (*place_of(conversation), sealed),
            )

        await self._database.write(work)


async def _ensure(tx: Transaction, conversation: ConversationKey) -> None:
    await tx.rows(
        "INSERT INTO credentials (platform, chat_id, topic_id, client_id) "  # noqa: S608 - no words but our own
        f"VALUES (?1, {PRESENT_CHAT}, ?3, ?4) ON CONFLICT DO NOTHING",
        (*place_of(conversation), str(uuid.uuid4())),
    )
