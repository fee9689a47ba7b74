"""The way out through a proxy, as Discord's libraries want it."""

from typing import Any

import aiohttp
import yarl

from core.proxy import Proxy

DISCORD = "https://discord.com"


def way_out(proxy: Proxy | None, url: str) -> dict[str, Any]:
    """`proxy` and `proxy_auth` for requests to an address; nothing where it is reached directly.

    Name and password go apart from the address, which the library's error texts quote.
    """
    if proxy is None or not proxy.serves(url):
        return {}
    return {"proxy": proxy.address, "proxy_auth": aiohttp.BasicAuth.from_url(yarl.URL(proxy.url), encoding="utf-8")}
