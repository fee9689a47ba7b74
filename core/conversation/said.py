"""An answer that is one sentence, for whoever wrote alone where the platform can whisper."""

from core.conversation.context import Context
from core.conversation.reception import Handled
from core.conversation.replies import plain


def said(context: Context, text: str) -> Handled:
    """The sentence, and nothing else comes of the message."""
    return Handled((), (context.answer(plain(text), private=True),))
