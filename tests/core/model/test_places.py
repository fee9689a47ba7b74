"""Keys survive being written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ConversationKey

ids = st.text("0123456789-", min_size=1)


@given(ids, ids)
def test_a_key_reads_back_as_it_was_written(chat_id: str, topic_id: str) -> None:
    key = ConversationKey("telegram", chat_id, topic_id)
    assert ConversationKey.parse(str(key)) == key


def test_half_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        ConversationKey.parse("telegram:1")
