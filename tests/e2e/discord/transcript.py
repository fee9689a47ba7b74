"""A channel as its people see it, as text."""

from collections.abc import Iterator

from tests.fakes.discord_gateway.world import LOADING, Post, World


def transcript(world: World, channel_id: int) -> str:
    """Every message of a channel in order: who, for whom, what, files, buttons; its threads at the end."""
    lines = [line for post in world.history(channel_id) for line in _lines(world, post)]
    for thread in world.threads(channel_id):
        lines += [f"== thread “{thread.name}” ==", transcript(world, thread.id)]
    return "\n".join(lines)


def notified(world: World, post: Post) -> list[str]:
    """Whom a message of the bot's notifies: who is named in it and may be."""
    allowed = {int(number) for number in (post.allowed_mentions or {}).get("users", ())}
    return [world.users[number]["username"] for number in post.mentions if number in allowed]


def _lines(world: World, post: Post) -> Iterator[str]:
    who = "Reelay" if post.author_id == world.bot_id else world.users[post.author_id]["username"]
    marks = [f"to #{post.reference['message_id'][-4:]}"] if post.reference else []
    marks += [f"only {world.users[post.seen_by]['username']} sees this"] if post.seen_by else []
    marks += [f"edited {len(post.versions)}×"] if post.versions else []
    marks += ["thinking"] if post.flags & LOADING else []
    marks += [f"pings {name}" for name in notified(world, post)]
    yield f"#{str(post.id)[-4:]} {who}" + "".join(f" · {mark}" for mark in marks)
    for line in post.content.splitlines():
        yield f"    {line}"
    for file in post.files:
        yield f"    <{file.name} {file.content_type} {file.size} bytes>"
    for row in post.components:
        yield "    " + " ".join(f"[{button.get('label')}]" for button in row["components"])
