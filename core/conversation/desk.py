"""What a message comes to: an answer, jobs, or silence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from core.conversation import questions, requests
from core.conversation.access import Gate
from core.conversation.bare_words import bare_word, means_stop, only_cheers, says_nothing
from core.conversation.commands import ALIASES, Word
from core.conversation.context import Context, number_in
from core.conversation.earlier import EarlierMessages
from core.conversation.errands import Errands
from core.conversation.naming import name_of
from core.conversation.pairing import Door
from core.conversation.reception import Handled
from core.conversation.replies import error_text, plain
from core.conversation.requests import Ask
from core.conversation.said import said
from core.conversation.second_tries import SecondTries
from core.conversation.tongue import language_of
from core.conversation.workplace import Workplace
from core.errors import NothingToExport, ReelayError, RequestRefused
from core.intents import Intent, IntentKind, classify
from core.locales import Speech
from core.model import Attachment, Conversation, DeliveryKind, Message
from core.ports import Messenger, Store
from core.timeline import has_content

NOTHING: Mapping[str, str] = MappingProxyType({})
PAID = frozenset((Word.MAKE, Word.EDIT, Word.UNDO, Word.UPLOAD, Word.EXPORT, Word.RETRY, Word.RUN_EDITED, Word.AS_EDIT))
"""Words that ask for work, and so count against the quotas."""


class Desk:
    """Decides for every conversation alike; keeps nothing between messages but what is in the store."""

    def __init__(
        self,
        store: Store,
        workplace: Workplace,
        errands: Errands,
        gate: Gate,
        messengers: Mapping[str, Messenger],
        door: Door,
    ) -> None:
        self._store = store
        self._workplace = workplace
        self._errands = errands
        self._gate = gate
        self._messengers = messengers
        self._earlier = EarlierMessages(store)
        self._words = {
            **errands.words,
            **door.words,
            **SecondTries(store).words,
            Word.MAKE: self._make,
            Word.EDIT: self._make,
            Word.UPLOAD: self._upload,
            Word.EXPORT: self._export,
            Word.UNDO: self._undo,
            Word.RUN_EDITED: self._run_edited,
            Word.AS_EDIT: self._as_edit,
        }

    async def handle(self, message: Message, row_id: int) -> Handled:
        """Decide. May be asked again for the same row after a crash."""
        if not message.addressed:
            return Handled()
        context = await self._context(message, row_id)
        try:
            return await self._decide(context)
        except RequestRefused as error:
            return self._refused(context, error)

    def stumbled(self, message: Message, row_id: int) -> Handled:
        """What to say when handling broke."""
        say = Speech(message.locale)
        conversation = Conversation(message.conversation, message.kind)
        messenger = self._messengers[message.conversation.platform]
        capabilities = messenger.capabilities(message.conversation)
        context = Context(message, row_id, conversation, say, say.language, capabilities)
        return Handled((), (context.answer(plain("⚠️ " + error_text(say, ReelayError())), DeliveryKind.NOTICE),))

    async def _context(self, message: Message, row_id: int) -> Context:
        conversation = await self._store.conversations.get(message.conversation, message.kind)
        language = await language_of(message, conversation, self._store.jobs)
        capabilities = self._messengers[message.conversation.platform].capabilities(message.conversation)
        meant = await self._workplace.behind(message)
        return Context(message, row_id, conversation, Speech(language), language, capabilities, project_id=meant)

    def _refused(self, context: Context, error: RequestRefused) -> Handled:
        content = plain("⚠️ " + error_text(context.say, error))
        return Handled((), (context.answer(content, DeliveryKind.NOTICE, private=True),))

    async def _decide(self, context: Context) -> Handled:
        message = context.message
        refusal = await self._gate.refusal(context, work=_asks_for_work(message))
        if refusal is not None:
            return self._refused(context, refusal) if self._gate.tell(message, refusal) else Handled()
        if message.edited:
            return questions.offer_edited(context)
        return await (self._free_words(context) if message.command is None else self._command(context))

    async def _command(self, context: Context) -> Handled:
        name = context.message.command.name if context.message.command is not None else Word.HELP
        handler = self._words.get(ALIASES.get(name, name))
        if handler is not None:
            return await handler(await self._workplace.keeping_picked(context))
        return said(
            context, context.say("I do not know that command. {help} lists them.", help=context.command(Word.HELP))
        )

    # free words and files

    async def _free_words(self, context: Context) -> Handled:
        attachments = await self._attachments(context)
        text = context.message.text.strip()
        word = bare_word(text) if not attachments else None
        if word is not None:
            return await self._words[word](context)
        if not attachments and (not text or says_nothing(text)):
            return questions.hint(context)
        if not attachments and means_stop(text) and await self._errands.has_work(context):
            return await self._words[Word.CANCEL](context)
        has_timeline = await self._has_timeline(context)
        intent = classify(text, has_files=bool(attachments), has_timeline=has_timeline)
        if not attachments and (intent.praise or only_cheers(text)):
            return questions.praised(context, has_timeline=has_timeline)
        if intent.doubtful and not attachments:
            return questions.ask_back(context, text, intent)
        handled = await self._by_intent(context, intent, text, attachments)
        return await self._with_looks(context, handled, intent.also)

    async def _by_intent(
        self, context: Context, intent: Intent, text: str, attachments: tuple[Attachment, ...]
    ) -> Handled:
        match intent.kind:
            case IntentKind.EXPORT if attachments:
                return await self._work(context, "", attachments, then_export=True, wished=intent.options)
            case IntentKind.EXPORT:
                return await self._export_of(context, None, intent.options)
            case IntentKind.CREDITS | IntentKind.STATUS:
                taken = await self._work(context, "", attachments) if attachments else Handled()
                return await self._with_looks(context, taken, (intent.kind,))
            case IntentKind.UPLOAD:
                return await self._upload_of(context, text, attachments)
            case _:
                wished = intent.options if intent.then_export else NOTHING
                words = intent.words or text
                return await self._work(context, words, attachments, then_export=intent.then_export, wished=wished)

    async def _with_looks(self, context: Context, handled: Handled, kinds: Sequence[IntentKind]) -> Handled:
        """What else was asked for in the same breath, as far as it is free."""
        looks = {IntentKind.CREDITS: self._errands.credits, IntentKind.STATUS: self._errands.status}
        for number, kind in enumerate(kinds, 1):
            if kind in looks:
                beside = replace(context, part=number) if handled.jobs or number > 1 else context
                more = await looks[kind](beside)
                handled = Handled((*handled.jobs, *more.jobs), (*handled.deliveries, *more.deliveries))
        return handled

    async def _work(
        self,
        context: Context,
        text: str,
        attachments: tuple[Attachment, ...],
        *,
        then_export: bool = False,
        wished: Mapping[str, str] = NOTHING,
    ) -> Handled:
        project, skill = await self._workplace.project(context, attachments)
        text, linked = requests.linked_files(text, skill)
        words = bool(text) or any(map(requests.is_document, attachments))
        exports = then_export or (words and self._workplace.exports_by_itself(context))
        ask = Ask(text, attachments + linked, exports, dict(wished))
        unfinished = await self._store.jobs.unfinished(context.message.conversation)
        handled = requests.work_on(context, project, skill, ask, unfinished)
        if not await self._workplace.take_up(context, project):
            return handled
        told = plain(context.say("Now working on “{name}”.", name=name_of(project, context.say)))
        return replace(handled, deliveries=(context.answer(told, part="project"), *handled.deliveries))

    async def _attachments(self, context: Context) -> tuple[Attachment, ...]:
        """The message's own files, and those of the message it answers when the bot never saw that one."""
        message = context.message
        replied = message.replied_to
        if replied is None or replied.from_bot or not replied.attachments:
            return message.attachments
        earlier = replace(message.ref, message_id=replied.message_id)
        if await self._store.inbox.first_row(earlier) is not None:
            return message.attachments
        return replied.attachments + message.attachments

    async def _has_timeline(self, context: Context) -> bool:
        project = await self._workplace.active(context)
        newest = await self._store.projects.revision(project.id) if project is not None else None
        return newest is not None and has_content(newest.draft)

    # words that ask for work

    async def _make(self, context: Context) -> Handled:
        command = context.message.command
        text = command.argument.strip() if command else ""
        attachments = await self._attachments(context)
        if not text and not attachments:
            return said(context, _what_to_say(context))
        return await self._work(context, text, attachments, then_export=bool(text) and _asks_for_video(context))

    async def _upload(self, context: Context) -> Handled:
        command = context.message.command
        return await self._upload_of(context, command.argument if command else "", await self._attachments(context))

    async def _upload_of(self, context: Context, text: str, attachments: tuple[Attachment, ...]) -> Handled:
        """Files or addresses only; any address is taken here, whatever its name ends in."""
        addresses = tuple(requests.addressed_file(url) for url in requests.LINK.findall(text))
        if not attachments and not addresses:
            hint = context.say(
                "Send me the file here, or its address: {command} https://…", command=context.command(Word.UPLOAD)
            )
            return Handled((), (context.answer(plain(hint)),))
        return await self._work(context, "", attachments + addresses)

    async def _export(self, context: Context) -> Handled:
        """A version by its number ("3", or with its project "12/3"), or the timeline in a way that is named ("gif")."""
        project, _, version = context.argument.rpartition("/")
        number = number_in(version)
        if number is None:
            return await self._export_of(context, None, classify(f"export {context.argument}").options)
        named = number_in(project) if project else context.project_id
        return await self._export_of(replace(context, project_id=named), number, NOTHING)

    async def _export_of(self, context: Context, revision: int | None, wished: Mapping[str, str]) -> Handled:
        project = await self._workplace.active(context)
        if project is None:
            raise NothingToExport
        if revision is not None and await self._store.projects.revision(project.id, revision) is None:
            return said(context, context.say("There is no version {number} in this project.", number=revision))
        unfinished = await self._store.jobs.unfinished(context.message.conversation)
        if requests.is_last_export(unfinished, project, revision, wished):
            return said(context, context.say("That is at work already."))
        skill = self._workplace.skill(project.skill)
        return requests.export(context, project, skill, unfinished, revision=revision, wished=wished)

    async def _undo(self, context: Context) -> Handled:
        if not await self._has_timeline(context):
            raise NothingToExport
        project = await self._workplace.active(context)
        unfinished = await self._store.jobs.unfinished(context.message.conversation)
        if project is not None and requests.is_under_way(unfinished, project, requests.UNDO_PROMPT):
            return said(context, context.say("That is at work already."))
        return await self._work(context, requests.UNDO_PROMPT, ())

    async def _run_edited(self, context: Context) -> Handled:
        """A message that was edited, as if it were said now: its words may ask for anything."""

        async def said_now(earlier: Context) -> Handled:
            return await (self._free_words(earlier) if earlier.message.command is None else self._command(earlier))

        return await self._earlier.once(context, said_now, part=1)

    async def _as_edit(self, context: Context) -> Handled:
        """The words of an earlier message, for the agent."""

        async def words(earlier: Context) -> Handled:
            return await self._work(earlier, earlier.message.text, await self._attachments(earlier))

        return await self._earlier.once(context, words, part=2)


def _what_to_say(context: Context) -> str:
    """An example for whoever typed a command and nothing behind it."""
    if context.message.command is not None and context.message.command.name == Word.EDIT:
        return context.say(
            "Tell me what to change, for example: {command} make the music quieter", command=context.command(Word.EDIT)
        )
    return context.say(
        "Tell me what to make, for example: {command} a 10-second sunset over a city",
        command=context.command(Word.MAKE),
    )


def _asks_for_video(context: Context) -> bool:
    """Whoever says "make" wants the video itself, in a group too, unless the conversation was set otherwise."""
    command = context.message.command
    return command is not None and command.name == Word.MAKE and context.conversation.auto_export is not False


def _asks_for_work(message: Message) -> bool:
    if message.command is not None:
        return message.command.name in PAID
    word = bare_word(message.text) if not message.attachments else None
    if word is not None or means_stop(message.text):  # a "stop" must always get through
        return word in PAID
    return not message.edited
