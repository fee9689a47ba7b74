"""The door of a closed circle: a stranger gets a code, an admin who is given it lets them in."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from secrets import choice

import structlog

from core.conversation.commands import Word
from core.conversation.context import Context
from core.conversation.reception import Handled
from core.conversation.replies import bold, plain
from core.errors import NotAllowed, PairingNeeded
from core.locales import Speech
from core.model import Button, Content, DeliveryKind, NewDelivery, Pairing, RichText
from core.ports import Admissions, Clock

log = structlog.get_logger(__name__)

LIFETIME = timedelta(hours=1)
MOST = 500
"""People of one platform who may wait at the same time."""
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
SHOWN = 10


class Door:
    """Makes codes, and takes them from admins."""

    def __init__(self, admissions: Admissions, clock: Clock, admins: frozenset[str]) -> None:
        self._admissions = admissions
        self._clock = clock
        self._admins = admins
        self.words: Mapping[str, Callable[[Context], Awaitable[Handled]]] = {Word.ALLOW: self._allow}

    async def knock(self, context: Context) -> PairingNeeded | None:
        """A stranger's code, the same one until it is too old; None while too many others wait."""
        code = "".join(choice(LETTERS) for _ in range(LENGTH))
        expires = self._clock.now() + LIFETIME
        place = context.message.conversation
        wanted = Pairing(code, context.person, place, context.language, expires)
        pairing = await self._admissions.knock(wanted, most=MOST)
        if pairing is None:
            log.warning("a stranger got no code: too many wait already", platform=place.platform)
            return None
        minutes = round(LIFETIME.total_seconds() / 60)
        return PairingNeeded(code=pairing.code, minutes=minutes, command=context.command(Word.ALLOW))

    async def _allow(self, context: Context) -> Handled:
        person = context.person
        if f"{person.platform}:{person.user_id}" not in self._admins:
            raise NotAllowed(reason=context.say("only an admin of this bot can let people in"))
        code = clean(context.message.command.argument if context.message.command else "")
        if not code:
            return Handled((), (context.answer(await self._waiting(context), private=True),))
        pairing = await self._admissions.approve(code, by=f"{person.platform}:{person.user_id}")
        if pairing is None:
            told = context.say("I know no such code. A code works once, and within an hour.")
            return Handled((), (context.answer(plain(told), private=True),))
        told = context.say("{name} is let in.", name=pairing.person.display_name or pairing.person.user_id)
        return Handled((), (context.answer(plain(told), private=True), welcome(pairing)))

    async def _waiting(self, context: Context) -> Content:
        """Who asks to be let in, a button each."""
        say, waiting = context.say, await self._admissions.waiting()
        if not waiting:
            return plain(say("Nobody is waiting to be let in."))
        lines = [bold(say("Waiting to be let in"))]
        text = RichText.of(*lines, *(f"\n• {shown(pairing)}" for pairing in waiting[:SHOWN]))
        rows = tuple(
            (
                Button(
                    say("Let {name} in", name=pairing.person.display_name[:30] or pairing.person.user_id),
                    Word.ALLOW,
                    pairing.code,
                    only_for=context.person.user_id,
                ),
            )
            for pairing in waiting[:SHOWN]
        )
        return Content(text, rows)


def clean(code: str) -> str:
    """A code as it was made, whatever blanks, dashes and small letters somebody typed."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def shown(pairing: Pairing) -> str:
    """One line about somebody who waits: the name is their own choice, the id is not."""
    person = pairing.person
    name = " ".join(person.display_name.split())[:60]
    return f"{name} ({person.platform}:{person.user_id}) {pairing.code}"


def welcome(pairing: Pairing) -> NewDelivery:
    """What the person is told where they asked."""
    say = Speech(pairing.language)
    return NewDelivery(
        key=f"welcome:{pairing.code}",
        conversation=pairing.conversation,
        kind=DeliveryKind.ANSWER,
        content=plain(say("You are let in. Tell me what video you want, or send me a clip, photos or a document.")),
        mention=pairing.person,
    )
