"""Commands that start no agent run: greetings, lists, settings, looks, and stopping what runs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from core.conversation import answers, requests
from core.conversation.commands import ALIASES, Word
from core.conversation.context import Context, number_in
from core.conversation.naming import name_of
from core.conversation.reception import Handled
from core.conversation.replies import bold, plain
from core.conversation.said import said
from core.conversation.workplace import Workplace
from core.errors import NotAllowed, ReelayError
from core.jobs.progress import StatusSink, status_key
from core.locales import LANGUAGE_NAMES, Speech, canonical
from core.model import Content, Job, JobState, RichText
from core.ports import Messenger, Reaction, Store
from core.vault import Vault

log = structlog.get_logger(__name__)

FORGET = "forget"
SWITCH = {"on": True, "off": False}


class Errands:
    """One method a word; `words` is the map that the desk asks."""

    def __init__(
        self,
        store: Store,
        workplace: Workplace,
        messengers: Mapping[str, Messenger],
        vault: Vault,
        statuses: StatusSink,
        admins: frozenset[str],
    ) -> None:
        self._store = store
        self._workplace = workplace
        self._messengers = messengers
        self._vault = vault
        self._statuses = statuses
        self._admins = admins
        self.words: Mapping[str, Callable[[Context], Awaitable[Handled]]] = {
            Word.START: self._start,
            Word.HELP: self._help,
            Word.NEW: self._new,
            Word.PROJECTS: self._projects,
            Word.SKILL: self._skill,
            Word.STATUS: self.status,
            Word.TIMELINE: self._timeline,
            Word.CREDITS: self.credits,
            Word.CANCEL: self._cancel,
            Word.HISTORY: self._history,
            Word.SETTINGS: self._settings,
            Word.TOKEN: self._token,
            Word.LINK: self._link,
            Word.LANGUAGE: self._language,
        }

    # greetings

    async def _start(self, context: Context) -> Handled:
        """The greeting at once; the session is made meanwhile."""
        payload = context.argument
        skill = self._workplace.skills.get(payload)
        if skill is not None:
            await self._store.conversations.save(replace(context.conversation, skill=skill.name))
        project = await self._workplace.active(context)
        if project is None or (skill is not None and skill.name != project.skill):
            chosen = skill or self._workplace.skill_for(context.conversation, ())
            project = await self._workplace.start(context, "", chosen)
        return self._greeted(
            context, project.skill, requests.set_up(context, project, self._workplace.skill(project.skill))
        )

    def _greeted(self, context: Context, skill: str, setup: Handled) -> Handled:
        hello = context.answer(answers.greeting(context, self._workplace.skill(skill)))
        return Handled(setup.jobs, (hello, *setup.deliveries))

    async def _help(self, context: Context) -> Handled:
        return Handled((), (context.answer(answers.help_text(context), private=True),))

    # projects and skills

    async def _new(self, context: Context) -> Handled:
        name, say = context.argument, context.say
        skill = self._workplace.skill_for(context.conversation, ())
        project = await self._workplace.fresh(context, name, skill)
        known = await self._store.projects.of(context.message.conversation)
        kept = say("The projects before it are kept: {command}", command=context.command(Word.PROJECTS))
        text = RichText.of(
            bold(say("A fresh timeline: “{name}”.", name=name_of(project, say))),
            "\n" + kept if len(known) > 1 else "",
            "\n\n" + say(skill.greeting),
        )
        return Handled((), (context.answer(Content(text)),))

    async def _projects(self, context: Context) -> Handled:
        wanted = context.argument
        place = context.message.conversation
        if wanted:
            number = number_in(wanted) or await self._number_of(context, wanted)
            project = None if number is None else await self._store.projects.activate(place, number)
            if project is None:
                return said(context, context.say("There is no such project here."))
            told = context.say("Now working on “{name}”.", name=name_of(project, context.say))
            looked = requests.look(context, project, self._workplace.skill(project.skill), "status")
            return Handled(looked.jobs, (context.answer(plain(told)),))
        known, active = await self._store.projects.of(place), await self._store.projects.active(place)
        return Handled((), (context.answer(answers.projects(context, known, active)),))

    async def _number_of(self, context: Context, name: str) -> int | None:
        """The project of this name, or the newest whose name begins so; its number."""
        known = await self._store.projects.of(context.message.conversation)
        names = {project.id: name_of(project, context.say).casefold() for project in known}
        wanted = name.casefold()
        exact = (number for number, called in names.items() if called == wanted)
        return next(exact, next((number for number, called in names.items() if called.startswith(wanted)), None))

    async def _skill(self, context: Context) -> Handled:
        wanted = context.argument
        skill = self._workplace.skills.get(wanted)
        if skill is None:
            current = self._workplace.skill_for(context.conversation, ())
            return Handled((), (context.answer(answers.skills(context, self._workplace.skills, current)),))
        await self._store.conversations.save(replace(context.conversation, skill=skill.name))
        project = await self._workplace.start(context, "", skill)
        setup = requests.set_up(context, project, skill)
        return self._greeted(context, skill.name, setup)

    async def _history(self, context: Context) -> Handled:
        project = await self._workplace.active(context)
        if project is None:
            return Handled((), (context.answer(answers.projects(context, (), None)),))
        revisions = await self._store.projects.revisions(project.id, 10)
        return Handled((), (context.answer(answers.history(context, project, revisions)),))

    # looks

    async def _look(self, context: Context, what: str) -> Handled:
        project = await self._workplace.active(context)
        if project is None and what != "credits":
            return said(context, context.say("There is no project yet. Describe a video or send a file to start one."))
        skill = self._workplace.skill(project.skill if project else context.conversation.skill)
        return requests.look(context, project, skill, what)

    async def status(self, context: Context) -> Handled:
        """What runs, and the timeline in one line."""
        return await self._look(context, "status")

    async def credits(self, context: Context) -> Handled:
        """What is left to spend."""
        return await self._look(context, "credits")

    async def _timeline(self, context: Context) -> Handled:
        return await self._look(context, "timeline")

    async def _link(self, context: Context) -> Handled:
        return await self._look(context, "link")

    # stopping

    async def _cancel(self, context: Context) -> Handled:
        wanted = context.argument
        place = context.message.conversation
        request_id = wanted or await self._store.jobs.last_request(place, context.person)
        jobs = await self._store.jobs.jobs_of_request(request_id) if request_id else []
        jobs = [job for job in jobs if job.conversation == place and not job.state.finished]
        if not jobs:
            if context.in_group and context.message.command is not None and context.message.command.name in ALIASES:
                return Handled()  # a "/stop" in a group may as well be for another bot
            return said(context, context.say("Nothing of yours is running here."))
        if not await self._may_cancel(context, jobs[0]):
            raise NotAllowed(reason=context.say("only who asked for it, or an admin, can stop it"))
        states = [await self._store.jobs.request_cancel(job.id) for job in jobs]
        if JobState.RUNNING not in states:
            ended = Content(RichText.of(bold(context.say("⏹ Cancelled"))))
            await self._statuses.edit(status_key(jobs[0].request_id), ended, final=True)
            if jobs[0].reply_to is not None:
                self._statuses.react(jobs[0].reply_to, Reaction.STOPPED)
        return Handled() if wanted else said(context, context.say("⏹ Stopping it."))

    async def has_work(self, context: Context) -> bool:
        """Whether something of this person's is running or waiting here."""
        return await self._store.jobs.last_request(context.message.conversation, context.person) is not None

    async def _may_cancel(self, context: Context, job: Job) -> bool:
        person = context.person
        if job.person.user_id == person.user_id or f"{person.platform}:{person.user_id}" in self._admins:
            return True
        messenger = self._messengers[context.message.conversation.platform]
        try:
            return await messenger.is_admin(context.message.conversation, person)
        except ReelayError as error:
            log.warning("admin check failed", error=str(error))
            return False

    # settings

    async def _settings(self, context: Context) -> Handled:
        name, _, value = context.argument.partition(" ")
        conversation = context.conversation
        if value in SWITCH and name in ("auto_export", "picture"):
            conversation = (
                replace(conversation, auto_export=SWITCH[value])
                if name == "auto_export"
                else replace(conversation, timeline_picture=SWITCH[value])
            )
            await self._store.conversations.save(conversation)
            context = replace(context, conversation=conversation)
        own = await self._store.credentials.own_token(conversation.key.chat) is not None
        content = answers.settings(
            context,
            auto_export=self._workplace.exports_by_itself(context),
            timeline_picture=conversation.timeline_picture,
            skill=self._workplace.skill_for(conversation, ()),
            own_token=own,
        )
        return Handled((), (context.answer(content, private=True),))

    async def _language(self, context: Context) -> Handled:
        wanted = canonical(context.argument)
        if wanted is None:
            return Handled((), (context.answer(answers.languages(context), private=True),))
        await self._store.conversations.save(replace(context.conversation, language=wanted))
        say = Speech(wanted)
        told = say("From now on I speak {language}.", language=LANGUAGE_NAMES[wanted])
        return Handled((), (context.answer(plain(told)),))

    async def _token(self, context: Context) -> Handled:
        """A token of the conversation's own; the message that carried it is taken away at once."""
        command, place = context.message.command, context.message.conversation
        given = self._vault.unseal(command.argument.encode()) if command and command.argument else ""
        secret = bool(given) and given.strip().lower() != FORGET
        gone = await self._messengers[place.platform].delete(context.message.ref) if given else True
        if context.in_group and not context.message.whispered:
            told = self._token_elsewhere(context)
            told += " " + context.say("I have not kept this one.") if secret else ""
            return said(context, told if gone or not secret else f"{told} {self._please_delete(context)}")
        if not given:
            return said(context, self._token_usage(context))
        keep = None if given.strip().lower() == FORGET else given.strip()
        await self._store.credentials.set_own_token(place.chat, keep)
        project = await self._workplace.active(context)
        if project is not None:
            await self._store.projects.set_session(project.id, None)
        if keep is None:
            return said(context, context.say("Your token is forgotten."))
        kept = context.say("Your token is kept, encrypted, and used in this chat only.")
        seen = context.say("Your message with it is out of sight.") if gone else self._please_delete(context)
        told = f"{kept} {seen}"
        looked = await self._look(context, "credits")
        return Handled(looked.jobs, (context.answer(plain(told), private=True),))

    def _token_elsewhere(self, context: Context) -> str:
        if context.capabilities.private_answers:
            command = context.command(Word.TOKEN)
            return context.say("Please give me a token with {command} only, which nobody else sees.", command=command)
        return context.say("Tokens are for private chats with me: one that is given there is used there.")

    def _please_delete(self, context: Context) -> str:
        return context.say("I could not take your message away: please delete it yourself.")

    def _token_usage(self, context: Context) -> str:
        command = context.command(Word.TOKEN)
        return context.say(
            "Send {command} followed by your NemoVideo token; I take the message away at once. {command} forget removes it.",
            command=command,
        )
