"""What people do: commands, presses, forms, menus, words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.fakes.discord_gateway import shapes
from tests.fakes.discord_gateway.posting import Posting
from tests.fakes.discord_gateway.world import DM, FILE_LIFE, Interaction, Post, StoredFile, World, digest

_COMMAND, _COMPONENT, _TYPING, _FORM = 2, 3, 4, 5
_MENU_MESSAGE = 3
_ATTACHMENT = 11
Files = Mapping[str, tuple[str, bytes | Path, str]]


class Acts:
    """Hands for the people of a world. Each act returns once Discord has told the bot."""

    def __init__(self, world: World, posting: Posting, folder: Path) -> None:
        self.world = world
        self.posting = posting
        self.folder = folder

    async def slash(
        self,
        user: int,
        channel: int,
        command: str,
        /,
        *,
        files: Files | None = None,
        locale: str = "en-US",
        **options: Any,
    ) -> Interaction:
        """Run a command: `"reel make"` with its options; `files` are (name, content, type) by option."""
        root, leaf, path = self._command(command)
        stored = {option: self._store(*file) for option, file in (files or {}).items()}
        values = [
            {"name": name, "type": self._option(leaf, name)["type"], "value": value} for name, value in options.items()
        ]
        values += [{"name": name, "type": _ATTACHMENT, "value": str(file.id)} for name, file in stored.items()]
        data: dict[str, Any] = {"id": root["id"], "name": root["name"], "type": 1, "options": values}
        for name in reversed(path):
            data["options"] = [{"name": name, "type": 1, "options": data["options"]}]
        if stored:
            shape = {str(f.id): shapes.attachment(self.world, f, channel, self.posting.base) for f in stored.values()}
            data["resolved"] = {"attachments": shape}
        return await self._interact(_COMMAND, user, channel, data, locale=locale)

    async def complete(self, user: int, channel: int, command: str, option: str, typed: str) -> Interaction:
        """Type into an option that offers something; the offers are in `choices` once the bot has answered."""
        root, leaf, path = self._command(command)
        kind = self._option(leaf, option)["type"]
        options: list[dict[str, Any]] = [{"name": option, "type": kind, "value": typed, "focused": True}]
        for name in reversed(path):
            options = [{"name": name, "type": 1, "options": options}]
        data = {"id": root["id"], "name": root["name"], "type": 1, "options": options}
        return await self._interact(_TYPING, user, channel, data)

    async def menu(self, user: int, channel: int, name: str, message: int) -> Interaction:
        """Pick an entry of a message's menu: its content is shown to the bot."""
        root = next(c for c in self.world.commands if c["name"] == name and c["type"] == _MENU_MESSAGE)
        target = self.posting.shape(self.world.message(message))
        data = {"id": root["id"], "name": name, "type": _MENU_MESSAGE, "target_id": str(message)}
        return await self._interact(_COMMAND, user, channel, data | {"resolved": {"messages": {str(message): target}}})

    async def press(self, user: int, message: int, label: str = "", *, custom_id: str = "") -> Interaction:
        """Press a button by its label or id. KeyError when there is none."""
        for button in self.world.buttons(message):
            if (custom_id and button.get("custom_id") == custom_id) or (label and button.get("label") == label):
                data = {"component_type": 2, "custom_id": button["custom_id"], "id": 1}
                post = self.world.message(message)
                return await self._interact(_COMPONENT, user, post.channel_id, data, source=post)
        raise KeyError(label or custom_id)

    async def submit(self, user: int, shown: Interaction, **values: str) -> Interaction:
        """Fill in a form that the bot showed."""
        if shown.modal is None:
            raise KeyError("no form was shown")
        rows = [
            {"type": 18, "id": number, "component": {"type": 4, "id": 100 + number, "custom_id": name, "value": value}}
            for number, (name, value) in enumerate(values.items(), 1)
        ]
        data = {"custom_id": shown.modal["custom_id"], "components": rows}
        source = self.world.messages.get(shown.source) if shown.source else None
        return await self._interact(_FORM, user, shown.channel_id, data, source=source)

    async def write(
        self,
        user: int,
        channel: int,
        content: str,
        *,
        files: tuple[tuple[str, bytes | Path, str], ...] = (),
        descriptions: tuple[str, ...] = (),
        reply_to: int | None = None,
    ) -> Post:
        """Write a message; `descriptions` are those of its files, in their order."""
        stored = [self._store(*file) for file in files]
        for file, text in zip(stored, descriptions, strict=False):
            file.description = text
        return await self.posting.by_person(channel, user, content, stored, reply_to)

    async def rewrite(self, message: int, content: str) -> Post:
        """Change what was written."""
        post = self.world.message(message)
        post.content = content
        post.edited = self.world.now()
        await self.posting.tell("MESSAGE_UPDATE", post)
        return post

    async def remove_bot(self, guild: int) -> None:
        """Throw the bot out of a server."""
        self.world.guilds[guild].has_bot = False
        await self.posting.gateway.dispatch("GUILD_DELETE", {"id": str(guild), "unavailable": False}, guild_id=guild)

    def _store(self, name: str, content: bytes | Path, kind: str) -> StoredFile:
        number = self.world.snowflake()
        path = self.folder / str(number)
        if isinstance(content, Path):
            path = content
        else:
            path.write_bytes(content)
        seen = digest(content) if isinstance(content, bytes) else ""
        file = StoredFile(number, name, path.stat().st_size, str(path), kind, seen, self.world.now() + FILE_LIFE)
        return self.world.keep_file(file)

    def _command(self, spelled: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
        first, *path = spelled.split()
        root = next(command for command in self.world.commands if command["name"] == first)
        leaf = root
        for name in path:
            leaf = next(option for option in leaf["options"] if option["name"] == name)
        return root, leaf, path

    @staticmethod
    def _option(leaf: dict[str, Any], name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(option for option in leaf.get("options", ()) if option["name"] == name)
        return found

    async def _interact(
        self,
        kind: int,
        user: int,
        channel: int,
        data: dict[str, Any],
        *,
        source: Post | None = None,
        locale: str = "en-US",
    ) -> Interaction:
        place = self.world.channel(channel)
        guild = self.world.guilds[place.guild_id] if place.guild_id is not None else None
        number = self.world.snowflake()
        outside = guild is not None and not guild.has_bot
        found = Interaction(number, f"token-{number}", kind, user, channel, place.guild_id, self.world.now(), outside)
        found.source = source.id if source is not None else None
        self.world.interactions[found.token] = found
        payload: dict[str, Any] = {
            "id": str(number),
            "application_id": str(self.world.application_id),
            "type": kind,
            "token": found.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel),
            "channel": shapes.channel(self.world, place),
            "locale": locale,
            "entitlements": [],
            "authorizing_integration_owners": {"1": str(user)} if outside else {"0": str(place.guild_id or 0)},
            "context": 1 if place.type == DM else 0,
            "attachment_size_limit": self.world.upload_limit(place),
            "app_permissions": str(self.world.granted(place) if guild is None or guild.has_bot else 1 << 11),
        }
        if source is not None:
            payload["message"] = self.posting.shape(source)
        if guild is None:
            payload["user"] = shapes.user(self.world, user)
        else:
            manages = user in guild.managers or user == guild.owner_id
            permissions = str(guild.permissions | (1 << 5 if manages else 0))
            payload |= {"guild_id": str(guild.id), "guild_locale": "en-US"}
            payload["guild"] = {"id": str(guild.id), "locale": "en-US", "features": []}
            payload["member"] = {**shapes.member(self.world, guild, user), "permissions": permissions}
        # a server without the bot has no shard of its own: its interactions come to the first
        await self.posting.gateway.dispatch(
            "INTERACTION_CREATE", payload, guild_id=place.guild_id if not outside else None
        )
        return found
