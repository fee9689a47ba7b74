"""`reelay access`: who is let in, who asks to be, and letting people in or out; the bot may run meanwhile."""

from core.clock import SystemClock
from core.conversation.pairing import clean, shown, welcome
from core.errors import SettingsError
from core.model import Person
from core.ports import Clock
from core.settings import Settings
from core.store import SqliteStore, open_store
from core.vault import open_vault

OPERATOR = "operator"
NOT_FOUND = 1


async def access(settings: Settings, action: str, whom: str | None, clock: Clock | None = None) -> int:
    """Do it and print what came of it. Returns 0, or 1 when there is no such code or person."""
    data = settings.reelay_data_dir
    vault = open_vault(settings.reelay_secret_key, data)
    async with open_store(data / "reelay.db", vault, clock or SystemClock()) as store:
        if action == "list":
            return await _list(store)
        if not whom:
            raise SettingsError(f"reelay access {action} needs a word more: a code, or a person as platform:id")
        return await (_approve(store, whom) if action == "approve" else _remove(store, whom))


async def _list(store: SqliteStore) -> int:
    admitted, waiting = await store.admissions.all(), await store.admissions.waiting()
    _print("Let in:" if admitted else "Nobody was let in by a code or by hand (REELAY_ALLOWED is apart from that).")
    for one in admitted:
        _print(f"  {one.platform}:{one.user_id}  {_plain(one.display_name)}  by {one.by}, {one.at:%Y-%m-%d %H:%M} UTC")
    _print("Waiting:" if waiting else "Nobody is waiting.")
    for pairing in waiting:
        _print(f"  {_plain(shown(pairing))}")
    return 0


async def _approve(store: SqliteStore, whom: str) -> int:
    if ":" in whom:
        person = _person(whom)
        await store.admissions.admit(person, OPERATOR)
        _print(f"{whom} is let in.")
        return 0
    pairing = await store.admissions.approve(clean(whom), OPERATOR)
    if pairing is None:
        _print("There is no such code. A code works once, and within an hour.")
        return NOT_FOUND
    await store.outbox.owe(welcome(pairing))
    _print(f"{_plain(pairing.person.display_name)} ({pairing.person.platform}:{pairing.person.user_id}) is let in.")
    return 0


async def _remove(store: SqliteStore, whom: str) -> int:
    person = _person(whom)
    if await store.admissions.remove(person.platform, person.user_id):
        _print(f"{whom} is let in no more (unless REELAY_ALLOWED names them).")
        return 0
    _print(f"{whom} was not let in by a code or by hand.")
    return NOT_FOUND


def _person(text: str) -> Person:
    platform, _, user_id = text.partition(":")
    if platform not in ("telegram", "discord") or not user_id:
        raise SettingsError(f"{text} is no person: write telegram:ID or discord:ID")
    return Person(platform, user_id, "")


def _plain(text: str) -> str:
    """People choose their names themselves: nothing in one may steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _print(text: str) -> None:
    print(text)  # noqa: T201 - this is the command's answer
