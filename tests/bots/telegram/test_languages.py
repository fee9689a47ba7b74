"""What Telegram adds in its own words is said in the language of the message."""

import pytest

from bots.telegram.compose import private_note
from core.model import Content, ConversationKey, DeliveryKind, MessageRef, NewDelivery, Person, RichText

PLACE = ConversationKey("telegram", "-100")
ANA = Person("telegram", "1", "Ana")


@pytest.mark.parametrize(
    ("written_in", "said"),
    [("ru", "Ana, я ответил вам в личном чате."), (None, "Ana, ich habe dir in unserem privaten Chat geantwortet.")],
)
def test_the_note_about_a_private_answer_is_in_the_language_of_the_message_else_in_the_persons(
    written_in: str | None, said: str
) -> None:
    asked = MessageRef(PLACE, "7", {"language": "de"})
    content = Content(RichText.of("…"), language=written_in)
    order = NewDelivery("r1", PLACE, DeliveryKind.ANSWER, content, asked, ANA, private=True)
    assert private_note(order, "reelay_bot", delivered=True).text.plain == said
