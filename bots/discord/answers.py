"""An interaction's own answer: acknowledged, filled, looked at, taken away; through its token alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context, interaction_response_params

from bots.discord.posts import Post
from bots.discord.refusals import ALREADY_ACKNOWLEDGED, told
from bots.discord.tickets import Ticket
from core.errors import DeliveryRefused

Response = discord.InteractionResponseType


def webhook_of(client: discord.Client, ticket: Ticket) -> discord.Webhook:
    """The interaction's token as the webhook that Discord makes of it."""
    webhook = discord.Webhook.partial(ticket.application, ticket.token, client=client)
    webhook.type = discord.WebhookType.application
    webhook.proxy, webhook.proxy_auth = client.http.proxy, client.http.proxy_auth
    return webhook


def _line(client: discord.Client, ticket: Ticket) -> dict[str, Any]:
    """What calls of the library below its webhooks go through."""
    webhook = webhook_of(client, ticket)
    return {"session": webhook.session, "proxy": webhook.proxy, "proxy_auth": webhook.proxy_auth}


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What Discord said to an acknowledgement: the message that the answer will be, and whether it still waits to be filled.

    None where there is no such message, or Discord did not say.
    """

    message_id: str | None = None
    waits: bool | None = None


async def acknowledge(client: discord.Client, ticket: Ticket) -> Acknowledged:
    """Tell Discord that an answer will come: within three seconds, or it takes none. A second time does no harm."""
    kind = Response.deferred_channel_message if ticket.original else Response.deferred_message_update
    flags = {"flags": discord.MessageFlags(ephemeral=True).value} if ticket.hidden else None
    with told():
        try:
            data: Any = await async_context.get().create_interaction_response(
                ticket.interaction,
                ticket.token,
                params=interaction_response_params(kind.value, flags),
                **_line(client, ticket),
            )
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return await _acknowledged_before(client, ticket)
    told_of = data.get("interaction", {}) if isinstance(data, Mapping) else {}  # HTTP 204 says nothing
    number = told_of.get("response_message_id")
    return Acknowledged(str(number) if number and ticket.original else None, waits=True)


async def _acknowledged_before(client: discord.Client, ticket: Ticket) -> Acknowledged:
    """By a process that was killed before it could say so, or by this one while the disk was slow."""
    if not ticket.original:
        return Acknowledged()
    try:
        data = await original_answer(client, ticket)
    except DeliveryRefused:  # somebody has deleted it
        return Acknowledged(waits=False)
    return Acknowledged(str(data["id"]), waits=_is_thinking(data))


async def edit_original(client: discord.Client, ticket: Ticket, post: Post) -> Any:  # noqa: ANN401 - Discord's message
    """Write the first answer of an interaction, or write it anew."""
    parameters = handle_message_parameters(
        content=post.content,
        view=post.view,
        allowed_mentions=post.allowed,
        flags=discord.MessageFlags(suppress_embeds=not post.previews),
        attachments=await post.files(),
    )
    with told(), parameters as params:
        return await async_context.get().edit_original_interaction_response(
            ticket.application,
            ticket.token,
            payload=params.payload,
            multipart=params.multipart,
            files=params.files,
            **_line(client, ticket),
        )


async def delete_original(client: discord.Client, ticket: Ticket) -> None:
    """Take the first answer of an interaction away."""
    with told():
        await async_context.get().delete_original_interaction_response(
            ticket.application, ticket.token, **_line(client, ticket)
        )


async def original_answer(client: discord.Client, ticket: Ticket) -> Mapping[str, Any]:
    """The first answer of an interaction as it stands."""
    with told():
        return await async_context.get().get_original_interaction_response(
            ticket.application, ticket.token, **_line(client, ticket)
        )


async def still_thinking(client: discord.Client, ticket: Ticket) -> bool:
    """Ask Discord whether the first answer still waits to be filled."""
    return _is_thinking(await original_answer(client, ticket))


def _is_thinking(answer: Mapping[str, Any]) -> bool:
    return discord.MessageFlags(loading=True).value & int(answer.get("flags", 0)) != 0
