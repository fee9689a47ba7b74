"""The way in: acknowledge first, then write to the inbox. Nothing slow stands before an acknowledgement."""

from dataclasses import replace

import aiohttp
import discord
import structlog

from bots.discord import inbound, threads
from bots.discord.notes import Notes
from bots.discord.tickets import LIFETIME, Ticket, TicketBook
from bots.discord.views import CHECK, Press, form_for
from core.conversation.commands import Word
from core.errors import ReelayError
from core.locales import Speech
from core.model import Attachment, Command, ConversationKey, ConversationKind, Message
from core.ports import Clock, Intake

_log = structlog.get_logger(__name__)

HIDDEN = frozenset(
    {Word.CREDITS, Word.SETTINGS, Word.TOKEN, Word.HELP, Word.LANGUAGE, Word.LINK, Word.START, Word.CANCEL}
)
"""Commands whose answer only the person who asked should see in a server."""

_OPENS_THREAD = frozenset({Word.MAKE, Word.NEW})

Interaction = discord.Interaction[discord.Client]


class Doorway:
    """Takes what people do on Discord to the intake."""

    def __init__(self, intake: Intake, book: TicketBook, notes: Notes, clock: Clock, *, open_threads: bool) -> None:
        self._intake = intake
        self._book = book
        self._clock = clock
        self._open_threads = open_threads
        self._notes = notes
        self.closed = False

    async def message(self, message: discord.Message, bot: discord.abc.User | None) -> None:
        """A plain message, new or edited. What does not concern the bot is left alone."""
        if message.author.bot or message.is_system() or not inbound.is_addressed(message, bot):
            return
        if self.closed:
            await self._say_closed(message)
            return
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
        ticket, message_id = await self._acknowledge(interaction, hidden=word in HIDDEN, thinking=True)
        place = inbound.place_of(interaction.channel, interaction.channel_id or 0)
        if word in _OPENS_THREAD:
            place = await self._room_for(interaction, place, argument, ticket)
        await self._receive(
            interaction,
            inbound.request_from(
                interaction,
                Command(word, argument, skill or ""),
                place=place,
                message_id=message_id,
                ticket=ticket.context() if ticket else {},
                attachments=attachments,
            ),
        )

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
        ticket, message_id = await self._acknowledge(interaction, hidden=False, thinking=False)
        place = inbound.place_of(interaction.channel, interaction.channel_id or 0)
        if interaction.message is not None:
            message_id = str(interaction.message.id)
            if ticket is not None and ticket.outside:
                self._book.renewed(place, message_id, ticket)
        command = Command(Word.STATUS) if action == CHECK else Command(action, argument)
        context = ticket.context() if ticket else {}
        await self._receive(
            interaction,
            inbound.request_from(interaction, command, place=place, message_id=message_id, ticket=context),
        )

    async def _acknowledge(
        self, interaction: Interaction, *, hidden: bool, thinking: bool
    ) -> tuple[Ticket | None, str]:
        """Answer Discord within its three seconds. The ticket is None when that came too late; work goes on all the same."""
        kind = inbound.kind_of_request(interaction)
        hidden = hidden and kind is not ConversationKind.DIRECT
        ticket = Ticket(
            application=interaction.application_id,
            token=interaction.token,
            until=int(self._clock.now().timestamp()) + LIFETIME,
            original=thinking,
            hidden=hidden,
            outside=inbound.is_outside(interaction),
            locale=str(interaction.locale),
        )
        try:
            answer = await interaction.response.defer(ephemeral=hidden, thinking=thinking)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("discord.acknowledge_failed", error=type(error).__name__, code=getattr(error, "code", None))
            return None, str(interaction.id)
        except (TypeError, KeyError, ValueError):
            answer = None  # accepted without saying as what (HTTP 204), which discord.py does not expect
        if thinking:
            self._book.opened(ticket)
        message_id = answer.message_id if answer is not None else None
        return ticket, str(message_id or interaction.id)

    async def _room_for(
        self, interaction: Interaction, place: ConversationKey, words: str, ticket: Ticket | None
    ) -> ConversationKey:
        if not self._open_threads or ticket is None or ticket.outside or not threads.wants_thread(interaction):
            return place
        say = Speech(str(interaction.locale))
        if not threads.may_open(interaction):
            self._notes.add(
                place,
                say(
                    "I may not open threads here (Create Public Threads, Send Messages in Threads), so I stay in the channel."
                ),
            )
            return place
        thread = await threads.open_thread(interaction, words, say)
        if thread is None:
            return place
        self._book.fill(ticket)
        return replace(place, topic_id=str(thread.id))

    async def _receive(self, interaction: Interaction, message: Message) -> None:
        try:
            await self._intake.receive(message)
        except ReelayError as error:
            _log.exception("discord.intake_failed", update=message.update_id)
            say = Speech(str(interaction.locale))
            await self._answer_hidden(interaction, say(error.sentence, **error.fields()))

    async def _refuse_when_closed(self, interaction: Interaction) -> bool:
        if self.closed:
            say = Speech(str(interaction.locale))
            await self._answer_hidden(interaction, say("I am restarting. Please try again in a minute."))
        return self.closed

    async def _say_closed(self, message: discord.Message) -> None:
        try:
            await message.reply(Speech()("I am restarting. Please try again in a minute."), mention_author=False)
        except discord.HTTPException as error:
            _log.info("discord.closed_unsaid", code=error.code)

    async def _answer_hidden(self, interaction: Interaction, text: str) -> None:
        try:
            if interaction.response.is_done():
                await interaction.followup.send(text, ephemeral=True)
            else:
                await interaction.response.send_message(text, ephemeral=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.warning("discord.answer_failed", error=type(error).__name__)
