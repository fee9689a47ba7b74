"""What a conversation is owed, as statements inside a transaction (several tables owe)."""

import sqlite3
from collections.abc import Mapping
from secrets import token_hex

from core.model import Content, Delivery, DeliveryState, NewDelivery, Receipt
from core.store.codec import Codec, from_micros, optional_moment
from core.store.columns import place_of
from core.store.writer import Transaction

orders = Codec(NewDelivery)
contents = Codec(Content)
receipts = Codec(Receipt)


async def owe(tx: Transaction, delivery: NewDelivery, now: int) -> bool:
    """Write a debt down; False when that key is owed already."""
    row = await tx.row(
        "INSERT INTO deliveries (key, platform, chat_id, topic_id, kind, body, state, nonce, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT (key) DO NOTHING RETURNING id",
        (
            delivery.key,
            *place_of(delivery.conversation),
            delivery.kind,
            orders.dump(delivery),
            token_hex(12),
            now,
        ),
    )
    return row is not None


async def keep_last_words(tx: Transaction, edits: Mapping[str, Content]) -> int:
    """Keep what messages are to say in the end. Returns how many of the messages are known."""
    known = 0
    for key, content in edits.items():
        row = await tx.row(
            "UPDATE deliveries SET final_content = ? WHERE key = ? AND state <> 'dropped' RETURNING id",
            (contents.dump(content), key),
        )
        known += row is not None
    return known


def delivery_of(row: sqlite3.Row) -> Delivery:
    """A row of the table as the core sees it."""
    return Delivery(
        id=row["id"],
        order=orders.load(row["body"]),
        state=DeliveryState(row["state"]),
        nonce=row["nonce"],
        attempts=row["attempts"],
        created_at=from_micros(row["created_at"]),
        receipt=receipts.load(row["receipt"]) if row["receipt"] else None,
        repeated=int(row["repeated"]),
        tried_at=optional_moment(row["tried_at"]),
    )
