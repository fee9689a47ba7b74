"""Tokens and credits."""

from datetime import UTC, datetime

from aiohttp import web

from studio.api.envelope import success
from studio.api.studio import ACCOUNT, account_of, studio_of
from studio.errors import ClientIdMissing


async def anonymous_token(request: web.Request) -> web.Response:
    """POST /api/auth/anonymous-token."""
    client_id = request.headers.get("X-Client-Id", "").strip()
    if not client_id or len(client_id) > 200:
        raise ClientIdMissing
    issued = await studio_of(request).store.accounts.issue(client_id, request.remote or "")
    request[ACCOUNT] = issued.account
    expires = datetime.fromtimestamp(issued.expires_at, UTC).isoformat(timespec="seconds")
    data = {"token": issued.token, "user_id": issued.account, "expires_at": expires, "credits": issued.credits}
    return success(data)


async def balance(request: web.Request) -> web.Response:
    """GET /api/credits/balance/simple."""
    found = await studio_of(request).store.accounts.balance(await account_of(request))
    return success({"available": found.available, "frozen": found.frozen, "total": found.total})
