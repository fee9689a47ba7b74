"""The world as Discord's JSON."""

from typing import Any

from tests.fakes.discord_gateway.world import DM, EPHEMERAL, THREAD, Channel, Guild, Post, StoredFile, World, iso


def user(world: World, number: int) -> dict[str, Any]:
    known = world.users[number]
    return {
        "id": str(number),
        "username": known["username"],
        "discriminator": "0",
        "global_name": known["username"].title(),
        "avatar": None,
        "bot": known["bot"],
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member(world: World, guild: Guild, number: int) -> dict[str, Any]:
    roles = [str(guild.id + 1)] if number == world.bot_id else []
    roles += [str(guild.id + 2)] if number in guild.managers else []
    return {
        "user": user(world, number),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": roles,
        "joined_at": iso(world.now()),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(world: World, place: Channel) -> dict[str, Any]:
    newest = max((post.id for post in world.history(place.id)), default=None)
    last = str(newest) if newest is not None else None
    shape: dict[str, Any] = {"id": str(place.id), "type": place.type, "last_message_id": last, "flags": 0}
    if place.type == DM:
        return {**shape, "recipients": [user(world, place.recipient)] if place.recipient else []}
    shape |= {"guild_id": str(place.guild_id), "name": place.name, "parent_id": None, "rate_limit_per_user": 0}
    if place.type == THREAD:
        return shape | {
            "parent_id": str(place.parent_id),
            "owner_id": str(world.bot_id),
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": iso(world.now()),
                "locked": False,
                "create_timestamp": iso(world.now()),
            },
        }
    overwrites = [{"id": str(place.guild_id), "type": 0, "allow": "0", "deny": str(place.denied)}]
    return shape | {"position": 0, "topic": None, "nsfw": False, "permission_overwrites": overwrites}


def _role(number: int, name: str, permissions: int, position: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def guild(world: World, place: Guild) -> dict[str, Any]:
    rooms = [world.channels[number] for number in place.channels]
    return {
        "id": str(place.id),
        "name": place.name,
        "owner_id": str(place.owner_id),
        "premium_tier": place.tier,
        "joined_at": iso(world.now()),
        "large": False,
        "unavailable": False,
        "member_count": 3,
        "preferred_locale": "en-US",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [
            _role(place.id, "@everyone", place.permissions, 0),
            _role(place.id + 1, "reelay", place.permissions, 1),
            _role(place.id + 2, "managers", 1 << 5, 2),
        ],
        "members": [member(world, place, world.bot_id)],
        "channels": [channel(world, room) for room in rooms if room.type != THREAD],
        "threads": [channel(world, room) for room in rooms if room.type == THREAD],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(world: World, file: StoredFile, channel_id: int, base: str) -> dict[str, Any]:
    file.expires = max(file.expires, 0.0)
    return {
        "id": str(file.id),
        "filename": file.name,
        "size": file.size,
        "url": f"{base}/cdn/attachments/{channel_id}/{file.id}/{file.name}?ex={int(file.expires):x}&is=0&hm=00",
        "proxy_url": f"{base}/cdn/attachments/{channel_id}/{file.id}/{file.name}",
        "content_type": file.content_type,
        "flags": 0,
    } | ({"description": file.description} if file.description else {})


def message(world: World, post: Post, base: str, *, whole: bool = True) -> dict[str, Any]:
    """A message; `whole` False hides what a bot without the content intent does not see."""
    place = world.channels[post.channel_id]
    shape: dict[str, Any] = {
        "id": str(post.id),
        "channel_id": str(post.channel_id),
        "author": user(world, post.author_id),
        "content": post.content if whole else "",
        "timestamp": iso(post.created),
        "edited_timestamp": iso(post.edited) if post.edited else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(world, number) for number in post.mentions],
        "mention_roles": [],
        "attachments": [attachment(world, file, post.channel_id, base) for file in post.files] if whole else [],
        "embeds": [],
        "components": post.components if whole else [],
        "pinned": False,
        "type": 19 if post.reference else 20 if post.interaction_id else 0,
        "flags": post.flags,
        "nonce": post.nonce,
    }
    if place.guild_id is not None and not post.flags & EPHEMERAL:
        shape["guild_id"] = str(place.guild_id)
        guild_of = world.guilds[place.guild_id]
        shape["member"] = {k: v for k, v in member(world, guild_of, post.author_id).items() if k != "user"}
    if post.reference is not None:
        shape["message_reference"] = {"type": 0, **post.reference}
        answered = world.messages.get(int(post.reference["message_id"]))
        shape["referenced_message"] = message(world, answered, base) if answered is not None else None
        if answered is not None:
            shape["referenced_message"].pop("referenced_message", None)
    return shape
