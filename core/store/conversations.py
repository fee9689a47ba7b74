"""The conversations table: settings of the places where people talk to the bot."""

from dataclasses import replace

from core.model import Conversation, ConversationKey, ConversationKind
from core.ports.clock import Clock
from core.store import moving
from core.store.bell import Bell
from core.store.codec import Codec, to_micros
from core.store.columns import place_of
from core.store.database import Database
from core.store.writer import Transaction

_conversations = Codec(Conversation)


class SqliteConversations:
    """`core.ports.store.Conversations` on SQLite."""

    def __init__(self, database: Database, clock: Clock, mail: Bell) -> None:
        self._database = database
        self._clock = clock
        self._mail = mail

    async def get(self, key: ConversationKey, kind: ConversationKind = ConversationKind.DIRECT) -> Conversation:
        """A conversation, made with defaults when it is new. GROUP corrects an earlier guess; DIRECT is the guess."""
        known = await self._find(key)
        if known is None:
            await self.save(known := Conversation(key, kind))
        elif kind is ConversationKind.GROUP and known.kind is not kind:
            await self.save(known := replace(known, kind=kind))
        return known

    async def save(self, conversation: Conversation) -> None:
        """Keep its settings."""
        key = conversation.key

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "INSERT INTO conversations (platform, chat_id, topic_id, body) VALUES (?1, ?2, ?3, ?4) "
                "ON CONFLICT (platform, chat_id, topic_id) DO UPDATE SET body = ?4",
                (*place_of(key), _conversations.dump(conversation)),
            )

        await self._database.write(work)

    async def move(self, old: ConversationKey, new: ConversationKey) -> bool:
        """Rewrite a chat id everywhere, all topics; False when done before (what was written since moves all the same)."""
        now = to_micros(self._clock.now())

        async def work(tx: Transaction) -> bool:
            return await moving.move(tx, old.platform, old.chat_id, new.chat_id, now)

        first = await self._database.write(work)
        self._mail.ring()
        return first

    async def _find(self, key: ConversationKey) -> Conversation | None:
        row = await self._database.row(
            "SELECT body FROM conversations WHERE platform = ? AND chat_id = ? AND topic_id = ?",
            place_of(key),
        )
        return _conversations.load(row["body"]) if row else None
