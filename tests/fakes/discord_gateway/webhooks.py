"""Interactions as the bot answers them: callback, first answer, follow-ups, and their ends."""

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.discord_gateway.bodies import check_message, read_body
from tests.fakes.discord_gateway.posting import Posting
from tests.fakes.discord_gateway.world import (
    EPHEMERAL,
    FIRST_ANSWER,
    LOADING,
    OUTSIDE_FOLLOWUPS,
    Interaction,
    Post,
    Refusal,
    World,
)

Answer = dict[str, Any] | list[Any] | None
_MESSAGE, _THINK, _LATER, _UPDATE, _CHOICES, _FORM = 4, 5, 6, 7, 8, 9


class Webhooks:
    """Handlers of everything that runs on an interaction's token."""

    def __init__(self, world: World, posting: Posting, folder: Path) -> None:
        self.world = world
        self.posting = posting
        self.folder = folder
        self.wordless = False  # callbacks are answered with 204, as Discord does for those who ask for no more

    async def callback(self, request: web.Request) -> Answer:
        """The first answer, within three seconds, once."""
        found = self.world.interactions.get(request.match_info["token"])
        if found is None or str(found.id) != request.match_info["interaction"]:
            raise Refusal(404, 10062, "Unknown interaction")
        if found.answered is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.world.now() - found.created > FIRST_ANSWER:
            raise Refusal(404, 10062, "Unknown interaction")
        body, files = await read_body(request, self.world, self.folder, self._limit(found))
        found.callback = int(body["type"])
        await self._first(found, body.get("data") or {}, files)
        found.answered = self.world.now()
        if self.wordless:
            return None
        return {
            "interaction": {
                "id": str(found.id),
                "type": found.type,
                "response_message_id": str(found.original) if found.original else None,
                "response_message_loading": found.loading,
                "response_message_ephemeral": found.hidden,
            }
        }

    async def _first(self, found: Interaction, data: dict[str, Any], files: list[Any]) -> None:
        if found.callback in (_MESSAGE, _THINK):
            found.hidden = bool(int(data.get("flags") or 0) & EPHEMERAL)
            found.loading = found.callback == _THINK
            flags = LOADING if found.loading else 0
            if not found.loading:
                check_message(data, files)
            found.original = (await self.posting.for_interaction(found, data, files, flags=flags)).id
        elif found.callback in (_LATER, _UPDATE):
            if found.source is None:
                raise Refusal(400, 50035, "Invalid Form Body: type")
            found.original = found.source
            if found.callback == _UPDATE:
                await self.posting.change(self.world.message(found.source), data, files)
        elif found.callback == _FORM:
            found.modal = data
        elif found.callback == _CHOICES:
            found.choices = data["choices"]
        else:
            raise Refusal(400, 50035, "Invalid Form Body: type")

    async def follow_up(self, request: web.Request) -> Answer:
        """Another message; while the first answer still thinks, it becomes that."""
        found = self._found(request)
        body, files = await read_body(request, self.world, self.folder, self._limit(found))
        check_message(body, files)
        if found.loading and found.original is not None:
            found.loading = False
            return self.posting.shape(await self.posting.change(self.world.message(found.original), body, files))
        if found.outside and len(found.followups) >= OUTSIDE_FOLLOWUPS:
            raise Refusal(400, 40094, "This interaction has reached the maximum number of follow up messages")
        post = await self.posting.for_interaction(found, body, files)
        found.followups.append(post.id)
        return self.posting.shape(post)

    async def fetch(self, request: web.Request) -> Answer:
        return self.posting.shape(self._own(request)[1])

    async def edit(self, request: web.Request) -> Answer:
        found, post = self._own(request)
        body, files = await read_body(request, self.world, self.folder, self._limit(found))
        found.loading = found.loading and post.id != found.original
        return self.posting.shape(await self.posting.change(post, body, files))

    async def delete(self, request: web.Request) -> Answer:
        found, post = self._own(request)
        found.loading = False
        found.original = None if post.id == found.original else found.original
        await self.posting.remove(post)
        return None

    def _found(self, request: web.Request) -> Interaction:
        if request.match_info["application"] != str(self.world.application_id):
            raise Refusal(404, 10015, "Unknown Webhook")
        return self.world.interaction(request.match_info["token"])

    def _own(self, request: web.Request) -> tuple[Interaction, Post]:
        found = self._found(request)
        wanted = request.match_info["message"]
        number = found.original if wanted == "@original" else int(wanted)
        if number is None or number not in (found.original, *found.followups):
            raise Refusal(404, 10008, "Unknown Message")
        return found, self.world.message(number)

    def _limit(self, found: Interaction) -> int:
        return self.world.upload_limit(self.world.channel(found.channel_id))
