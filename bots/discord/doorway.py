"""The way in: everything is written to the inbox first, then the usher acknowledges it. Nothing slow stands before that."""

import asyncio
from contextlib import suppress

import aiohttp
import discord
import structlog

from bots.discord import inbound, threads
from bots.discord.notes import Notes
from bots.discord.refusals import ALREADY_ACKNOWLEDGED
from bots.discord.tickets import LIFETIME, Ticket, TicketBook
from bots.discord.usher import WANTS_THREAD, Usher
from bots.discord.views import CHECK, Press, form_for
from core.conversation.commands import Word
from core.errors import MessengerError, ReelayError
from core.locales import Speech
from core.model import Attachment, Command, ConversationKey, ConversationKind, Message
from core.ports import Clock, Intake

_log = structlog.get_logger(__name__)

HIDDEN = frozenset(
    {Word.CREDITS, Word.SETTINGS, Word.TOKEN, Word.HELP, Word.LANGUAGE, Word.LINK, Word.START, Word.CANCEL}
)
"""Commands whose answer only the person who asked should see in a server."""

_OPENS_THREAD = frozenset({Word.MAKE, Word.NEW})
_WRITE_PATIENCE = 1.5
"""Seconds for a write; what is left of Discord's three are for the acknowledgement."""

Interaction = discord.Interaction[discord.Client]


class Doorway:
    """Takes what people do on Discord to the intake."""

    def __init__(
        self, intake: Intake, usher: Usher, book: TicketBook, notes: Notes, clock: Clock, *, open_threads: bool
    ) -> None:
        self._intake = intake
        self._usher = usher
        self._book = book
        self._clock = clock
        self._open_threads = open_threads
        self._notes = notes
        self.closed = False

    async def message(self, message: discord.Message, bot: discord.abc.User | None) -> None:
        """A plain message, new or edited. What does not concern the bot is left alone."""
        if _concerns(message, bot):
            kept = await self._intake.receive(inbound.message_from(message, bot))
            if self.closed and kept is not None:
                await self._say_closed(message)

    async def missed(self, message: discord.Message, bot: discord.abc.User | None) -> None:
        """A plain message that may not have been heard, as it stands now: new, changed since, or known already."""
        if not _concerns(message, bot):
            return
        kept = await self._intake.receive(inbound.message_from(message, bot, unheard=True))
        if kept is None and message.edited_at is not None:
            await self._intake.receive(inbound.message_from(message, bot))

    async def command(
        self,
        interaction: Interaction,
        word: Word,
        argument: str = "",
        *,
        attachments: tuple[Attachment, ...] = (),
        skill: str | None = None,
    ) -> None:
        """A slash command or a menu entry."""
        if await self._refuse_when_closed(interaction):
            return
        ticket = self._ticket(interaction, hidden=word in HIDDEN, thinking=True)
        request = inbound.request_from(
            interaction,
            Command(word, argument, skill or ""),
            place=_place(interaction),
            message_id=str(interaction.id),
            ticket=ticket,
            attachments=attachments,
            wishes=self._wishes(interaction, word),
        )
        await self._take_in(interaction, request, ticket)

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """A button."""
        say = Speech(str(interaction.locale))
        if press.only_for and press.only_for != str(interaction.user.id):
            await self._answer_hidden(interaction, say("This button is for somebody else."))
            return
        if await self._refuse_when_closed(interaction):
            return
        form = None if press.argument else form_for(press.action, say)
        if form is not None:
            await interaction.response.send_modal(form)
            return
        await self._act(interaction, press.action, press.argument)

    async def submitted(self, interaction: Interaction, action: str, words: str) -> None:
        """A form that was filled in."""
        if await self._refuse_when_closed(interaction):
            return
        if interaction.message is None:
            await self.command(interaction, Word(action), words)
        else:
            await self._act(interaction, action, words)

    async def open_form(self, interaction: Interaction, word: Word) -> None:
        """Show the form of a command."""
        if await self._refuse_when_closed(interaction):
            return
        form = form_for(word, Speech(str(interaction.locale)))
        if form is not None:
            await interaction.response.send_modal(form)

    async def explain(self, interaction: Interaction, sentence: str) -> None:
        """Answer at once, to this person only, without the core."""
        await self._answer_hidden(interaction, sentence)

    async def explain_failure(self, interaction: Interaction) -> None:
        """Say that something went wrong that nobody foresaw."""
        await self._answer_hidden(interaction, Speech(str(interaction.locale))(ReelayError.sentence))

    async def _act(self, interaction: Interaction, action: str, argument: str) -> None:
        """What a button or its form asks for: the message it hangs on stays as it is."""
        ticket = self._ticket(interaction, hidden=False, thinking=False)
        command = Command(Word.STATUS) if action == CHECK else Command(action, argument)
        pressed = interaction.message.id if interaction.message is not None else interaction.id
        request = inbound.request_from(
            interaction, command, place=_place(interaction), message_id=str(pressed), ticket=ticket
        )
        await self._take_in(interaction, request, ticket)

    def _ticket(self, interaction: Interaction, *, hidden: bool, thinking: bool) -> Ticket:
        """The right to answer, from now on; `thinking`: with a message of its own."""
        kind = inbound.kind_of_request(interaction)
        ticket = Ticket(
            application=interaction.application_id,
            key=inbound.update_of(interaction),
            token=interaction.token,
            until=int(self._clock.now().timestamp()) + LIFETIME,
            original=thinking,
            hidden=hidden and kind is not ConversationKind.DIRECT,
            outside=inbound.is_outside(interaction),
            locale=str(interaction.locale),
        )
        self._book.keep(ticket.key, ticket.token)
        return ticket

    def _wishes(self, interaction: Interaction, word: Word) -> dict[str, str]:
        """Whether the usher is to open a thread; where it may not, that is said once."""
        asked = self._open_threads and word in _OPENS_THREAD and not inbound.is_outside(interaction)
        if not asked or not threads.wants_thread(interaction):
            return {}
        if threads.may_open(interaction):
            return {WANTS_THREAD: "1"}
        say = Speech(str(interaction.locale))
        self._notes.add(
            _place(interaction),
            say(
                "I may not open threads here (Create Public Threads, Send Messages in Threads), so I stay in the channel."
            ),
        )
        return {}

    async def _take_in(self, interaction: Interaction, request: Message, ticket: Ticket) -> None:
        """Write it down, then let the usher acknowledge it and bring it to its place."""
        try:
            kept = await self._written(request, ticket)
            if kept is not None:
                await self._usher.lead(kept)
        except ReelayError as error:
            _log.exception("discord.intake_failed", update=request.update_id)
            say = Speech(str(interaction.locale))
            await self._answer_hidden(interaction, say(error.sentence, **error.fields()))

    async def _written(self, request: Message, ticket: Ticket) -> Message | None:
        """The request as it was kept. While the disk takes its time it is acknowledged ahead: Discord waits 3 s, no longer."""
        writing = asyncio.ensure_future(self._intake.receive(request))
        patience = asyncio.ensure_future(self._clock.sleep(_WRITE_PATIENCE))
        await asyncio.wait((writing, patience), return_when=asyncio.FIRST_COMPLETED)
        patience.cancel()
        if not writing.done():
            with suppress(MessengerError):
                await self._usher.acknowledge(ticket)
        return await writing

    async def _refuse_when_closed(self, interaction: Interaction) -> bool:
        if self.closed:
            say = Speech(str(interaction.locale))
            await self._answer_hidden(interaction, say("I am restarting. Please try again in a minute."))
        return self.closed

    async def _say_closed(self, message: discord.Message) -> None:
        try:
            await message.reply(Speech()("I am restarting. I will see to this in a minute."), mention_author=False)
        except discord.HTTPException as error:
            _log.info("discord.closed_unsaid", code=error.code)

    async def _answer_hidden(self, interaction: Interaction, text: str) -> None:
        try:
            if not await self._answered_first(interaction, text):
                await interaction.followup.send(text, ephemeral=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("discord.answer_failed", error=type(error).__name__)

    @staticmethod
    async def _answered_first(interaction: Interaction, text: str) -> bool:
        """Answer as the first one; False when the interaction was acknowledged before, so that this must follow up."""
        try:
            await interaction.response.send_message(text, ephemeral=True)
        except discord.InteractionResponded:
            return False
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return False
        return True


def _concerns(message: discord.Message, bot: discord.abc.User | None) -> bool:
    return not message.author.bot and not message.is_system() and inbound.is_addressed(message, bot)


def _place(interaction: Interaction) -> ConversationKey:
    return inbound.place_of(interaction.channel, interaction.channel_id or 0)
