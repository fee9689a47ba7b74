"""What is asked back before anything is done that costs, or that somebody may not have meant."""

from core.conversation.commands import Word
from core.conversation.context import Context
from core.conversation.reception import Handled
from core.conversation.replies import plain
from core.conversation.wishes import how
from core.intents import Intent, IntentKind
from core.model import Button


def hint(context: Context) -> Handled:
    """What can be sent, for a message with nothing in it that could be used."""
    told = context.say("Tell me what video you want, or send me a clip, photos, sound or a document.")
    return Handled((), (context.answer(plain(told)),))


def praised(context: Context, *, has_timeline: bool) -> Handled:
    """Praise and thanks may well mean that the video is wanted as it is; they start no paid run."""
    say = context.say
    if not has_timeline:
        return Handled((), (context.answer(plain(say("You are welcome! Tell me what video you want."))),))
    told = say("Glad to hear it! Say what to change, or take the video as it is.")
    button = Button(say("Export the video"), Word.EXPORT, only_for=context.person.user_id)
    return Handled((), (context.answer(plain(told, (button,))),))


def ask_back(context: Context, text: str, intent: Intent) -> Handled:
    """Both readings, a button each: a doubtful word starts no paid run and loses no edit."""
    say, who = context.say, context.person.user_id
    readings = {
        IntentKind.EXPORT: Button(say("Export the video"), Word.EXPORT, how(intent.options), only_for=who),
        IntentKind.CREDITS: Button(say("Show my credits"), Word.CREDITS, only_for=who),
        IntentKind.STATUS: Button(say("Show the status"), Word.STATUS, only_for=who),
        IntentKind.UPLOAD: Button(say("Add a file"), Word.UPLOAD, only_for=who),
        IntentKind.AGENT: Button(say("Change the video like that"), Word.AS_EDIT, str(context.row_id), only_for=who),
    }
    kinds = (intent.kind, intent.other or IntentKind.AGENT)
    row = tuple(readings[kind] for kind in dict.fromkeys(kinds))
    question = say("“{text}”: which of these do you mean?", text=text[:200])
    return Handled((), (context.answer(plain(question, row)),))


def offer_edited(context: Context) -> Handled:
    """A message that was edited starts nothing by itself."""
    text = context.message.text.strip()
    if not text:
        return Handled()
    say = context.say
    button = Button(say("Run the new text"), Word.RUN_EDITED, str(context.row_id), only_for=context.person.user_id)
    offer = say("You changed your message. Shall I run it as it is now?")
    return Handled((), (context.answer(plain(offer, (button,))),))
