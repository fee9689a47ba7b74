"""The methods that are about the bot, its updates, its files and its chats."""

import asyncio
import contextlib
import re
from typing import Any

from tests.fakes.telegram_server.form import Form
from tests.fakes.telegram_server.refusals import Refusal, bad_request
from tests.fakes.telegram_server.sending import Sending
from tests.fakes.telegram_server.world import BOT_ID, Json, Webhook, World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
REACTIONS = frozenset(
    "❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)  # those of one code point
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Methods:
    """Everything but sending and editing."""

    def __init__(self, world: World, sending: Sending) -> None:
        self._world = world
        self._sending = sending

    async def get_me(self, form: Form) -> Json:
        """getMe."""
        return self._world.me()

    async def get_updates(self, form: Form) -> list[Json]:
        """getUpdates: confirms what lies before the offset, then waits."""
        world = self._world
        if world.webhook is not None:
            raise Refusal(409, WEBHOOK_ACTIVE)
        if form.get("allowed_updates") is not None:
            world.allowed_updates = form.get("allowed_updates")
        offset = form.get("offset", 0)
        while world.updates and world.updates[0]["update_id"] < offset:
            world.confirmed.append(world.updates.popleft()["update_id"])
        world.polls += 1
        mine = world.polls
        await world.notify()
        with contextlib.suppress(TimeoutError):
            await world.until(lambda: bool(world.updates) or world.polls != mine, form.get("timeout", 0) or 0.01)
        if world.polls != mine:
            raise Refusal(409, OTHER_POLLER)
        return list(world.updates)[: form.get("limit", 100)]

    async def set_webhook(self, form: Form) -> bool:
        """setWebhook."""
        secret = form.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        if not self._world.local and not str(form.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._world.allowed_updates = form.get("allowed_updates") or self._world.allowed_updates
        self._world.webhook = Webhook(form.need("url"), secret)
        return True

    async def delete_webhook(self, form: Form) -> bool:
        """deleteWebhook."""
        self._world.webhook = None
        if form.get("drop_pending_updates"):
            self._world.updates.clear()
        return True

    async def get_webhook_info(self, form: Form) -> Json:
        """getWebhookInfo."""
        hook = self._world.webhook
        info: Json = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }
        if hook and hook.last_error:
            info |= {"last_error_date": 1, "last_error_message": hook.last_error}
        return info

    async def get_file(self, form: Form) -> Json:
        """getFile."""
        file_id = str(form.need("file_id"))
        stored = self._world.files.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if not self._world.local and stored.size > self._world.download_limit:
            raise bad_request("file is too big")
        path = str(stored.path.absolute()) if self._world.local else stored.served_as
        return {"file_id": file_id, "file_unique_id": stored.unique_id, "file_size": stored.size, "file_path": path}

    async def answer_callback_query(self, form: Form) -> bool:
        """answerCallbackQuery: once, and soon."""
        query_id = form.need("callback_query_id")
        if query_id not in self._world.open_queries:
            raise bad_request(QUERY_TOO_OLD)
        if len(form.get("text") or "") > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self._world.open_queries.discard(query_id)
        self._world.answered[query_id] = {"text": form.get("text"), "show_alert": form.get("show_alert", False)}
        return True

    async def send_chat_action(self, form: Form) -> bool:
        """sendChatAction."""
        chat = self._sending.open_chat(form)
        if form.need("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._world.actions.append((chat.id, form.need("action")))
        return True

    async def set_message_reaction(self, form: Form) -> bool:
        """setMessageReaction."""
        chat = self._sending.open_chat(form)
        if form.need("message_id") not in chat.messages:
            raise bad_request("message to react not found")
        wanted = [reaction["emoji"] for reaction in form.get("reaction") or []]
        if any(emoji not in REACTIONS for emoji in wanted):
            raise bad_request("REACTION_INVALID")
        chat.reactions[form.need("message_id")] = wanted
        return True

    async def delete_message(self, form: Form) -> bool:
        """deleteMessage: own messages, any in a private chat, any where the bot is an admin."""
        chat = self._sending.open_chat(form)
        message = chat.messages.get(form.need("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if message["from"]["id"] != BOT_ID and chat.type != "private" and chat.bot_status != "administrator":
            raise bad_request("message can't be deleted")
        del chat.messages[message["message_id"]]
        return True

    async def get_chat_member(self, form: Form) -> Json:
        """getChatMember."""
        chat = self._sending.open_chat(form)
        user = self._world.users.get(form.need("user_id"))
        if user is None:
            raise bad_request("user not found")
        return _member(chat.members.get(user["id"], "left"), user)

    async def set_my_commands(self, form: Form) -> bool:
        """setMyCommands."""
        commands = form.need("commands")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands[_scope(form)] = commands
        return True

    async def get_my_commands(self, form: Form) -> list[Json]:
        """getMyCommands."""
        return self._world.commands.get(_scope(form), [])


def _scope(form: Form) -> tuple[str, str]:
    code = str(form.get("language_code") or "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("language_code is invalid")
    return (form.get("scope") or {"type": "default"})["type"], code


def _member(status: str, user: Json) -> Json:
    member: dict[str, Any] = {"status": status, "user": user}
    if status == "creator":
        return member | {"is_anonymous": False}
    if status != "administrator":
        return member
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
    )
    return member | dict.fromkeys(rights.split(), False)


async def forever() -> None:
    """Never return."""
    await asyncio.Event().wait()
