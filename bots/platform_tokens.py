"""Whether a bot's token is one that its platform accepts: asked of the platform itself, without starting the bot."""

from core.errors import BackendUnavailable, SettingsError
from core.http import HttpPool, HttpRequest
from core.settings import Settings

DISCORD = "https://discord.com/api/v10"
REFUSED = (401, 404)
"""What a token that is none is answered with; Telegram says 404 where it does not even look like one."""
ANSWER_SECONDS = 10.0


async def telegram_bot(settings: Settings, http: HttpPool) -> str:
    """Who the token is, and whether privacy mode is on. Raises SettingsError for a token that is refused, else as `http`."""
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    known = await _asked(
        http, HttpRequest("GET", f"{settings.telegram_api_base_url}{token}/getMe"), "BotFather shows it"
    )
    result = known.get("result")
    me = result if isinstance(result, dict) else {}
    sees = "sees whole groups" if me.get("can_read_all_group_messages") else "privacy mode is on in groups"
    return f"TELEGRAM_BOT_TOKEN is that of @{_name(me)}; {sees}"


async def discord_bot(settings: Settings, http: HttpPool) -> str:
    """Who the token is. Raises SettingsError for a token that is refused, else as `http`."""
    token = settings.discord_bot_token.get_secret_value() if settings.discord_bot_token else ""
    base = (settings.discord_api_base_url or DISCORD).rstrip("/")
    request = HttpRequest("GET", f"{base}/users/@me", {"Authorization": f"Bot {token}"})
    me = await _asked(http, request, "the developer portal, page “Bot”, makes a new one")
    return f"DISCORD_BOT_TOKEN is that of {_name(me)}"


async def _asked(http: HttpPool, request: HttpRequest, where: str) -> dict[str, object]:
    request = HttpRequest(request.method, request.url, request.headers, repeatable=True, read_timeout=ANSWER_SECONDS)
    answer = await http.call(request, limit=1 << 20)
    if answer.status in REFUSED:
        raise SettingsError(f"the token is not accepted: it was revoked or mistyped; {where}")
    known = answer.json()
    if answer.status != 200 or not isinstance(known, dict):
        raise BackendUnavailable("This is not what the platform answers", status=answer.status)
    return known


def _name(me: dict[str, object]) -> str:
    return str(me.get("username") or "somebody without a name")[:64]
