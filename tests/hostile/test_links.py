"""Addresses that lead inside, given in every way a chat allows: nothing is connected to, nothing is handed on."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import BackendError
from core.fetching import UrlFetcher
from core.model import DeliveryKind
from tests.fakes import house as houses
from tests.fakes.backend import FakeRun
from tests.fakes.house import DM, House, house
from tests.fakes.nemo_server import NemoServer, Reply

INSIDE = [
    "http://127.0.0.1/a.mp4",
    "http://localhost/a.mp4",
    "http://LOCALHOST./a.mp4",
    "http://127.1/a.mp4",
    "http://2130706433/a.mp4",
    "http://0x7f000001/a.mp4",
    "http://0177.0.0.1/a.mp4",
    "http://0/a.mp4",
    "http://10.0.0.8/a.mp4",
    "http://172.31.255.1/a.mp4",
    "http://192.168.1.1/a.mp4",
    "http://169.254.169.254/latest/meta-data/a.mp4",
    "http://100.100.100.200/a.mp4",
    "http://168.63.129.16/a.mp4",
    "http://[::1]/a.mp4",
    "http://[::]/a.mp4",
    "http://[::ffff:127.0.0.1]/a.mp4",
    "http://[::ffff:7f00:1]/a.mp4",
    "http://[::127.0.0.1]/a.mp4",
    "http://[64:ff9b::7f00:1]/a.mp4",
    "http://[64:ff9b:1::7f00:1]/a.mp4",
    "http://[2002:7f00:1::]/a.mp4",
    "http://[fd00:ec2::254]/a.mp4",
    "http://[fe80::1%25eth0]/a.mp4",
    "http://①②⑦.0.0.1/a.mp4",
    "http://127。0。0。1/a.mp4",
    "http://user:pass@127.0.0.1/a.mp4",
    "http://good.test@127.0.0.1/a.mp4",
    "http://good.test:80@127.0.0.1/a.mp4",
    "http://127.0.0.1\\@good.test/a.mp4",
    "http://good.test#@127.0.0.1/a.mp4",
    "https://inside.test/a.mp4",
    "https://both.test/a.mp4",
    "http://good.test:22/a.mp4",
    "http://good.test:6379/a.mp4",
]
PUBLIC = "93.184.216.34"
NAMES = {
    "inside.test": ["10.1.2.3"],
    "both.test": [PUBLIC, "127.0.0.1"],
    "good.test": [PUBLIC],
    "rebind.test": ["127.0.0.1", PUBLIC],
}


class Net:
    """The network as the fetcher sees it: names resolve as told, and one public address is served on loopback."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self.served_at: int | None = None
        self.answers = {name: list(addresses) for name, addresses in NAMES.items()}

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        if host == "rebind.test":  # another answer each time
            self.answers[host].reverse()
            return self.answers[host][:1]
        if host not in self.answers:
            raise socket.gaierror(host)
        return self.answers[host]


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    net, original = Net(), asyncio.base_events.BaseEventLoop.create_connection

    async def connect(self: Any, factory: Any, host: str = "", port: int = 0, **more: Any) -> Any:
        net.tried.append(host)
        if host != PUBLIC or net.served_at is None:
            raise ConnectionRefusedError
        return await original(self, factory, "127.0.0.1", net.served_at, **more)

    monkeypatch.setattr(houses, "UrlFetcher", partial(UrlFetcher, resolve=net.resolve))
    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "create_connection", connect)
    return net


@pytest.fixture
async def home(tmp_path: Path, net: Net) -> AsyncIterator[House]:
    async with house(tmp_path) as home:
        yield home


async def test_no_way_of_giving_an_address_leads_inside(home: House, net: Net) -> None:
    for number, url in enumerate(INSIDE):
        home.backend.will_run(FakeRun())
        if number % 2:
            await home.say(command=("upload", url))
        else:
            await home.say(f"use {url}", command=("upload", url))
        await home.settled(DM)
        told = home.texts(DeliveryKind.NOTICE, DeliveryKind.ANSWER)[-1]
        assert "cannot fetch that link" in told or "Send me the file here" in told or "not a file I can use" in told, (
            url,
            told,
        )
        await home.clock.advance(61)
    assert home.backend.asked("upload_urls") == []
    assert home.backend.asked("upload_files") == []
    assert set(net.tried) <= {PUBLIC}


@pytest.mark.parametrize("target", [INSIDE[0], INSIDE[5], *INSIDE[11:20:2]])
async def test_a_redirect_does_not_lead_inside_either(home: House, net: Net, target: str) -> None:
    async with NemoServer() as server:
        net.served_at = int(server.url.rpartition(":")[2])
        for method in ("HEAD", "GET"):
            server.on(f"{method} /a.mp4", Reply(status=302, headers={"Location": target}))
        home.backend.will_fail("upload_urls", BackendError())  # so that the file is fetched here
        await home.say(command=("upload", "http://good.test/a.mp4"))
        await home.settled(DM)
        assert {asked.headers["Host"] for asked in server.books} == {"good.test"}
    assert "cannot fetch that link" in home.texts(DeliveryKind.NOTICE)[-1]
    assert home.backend.asked("upload_files") == []
    assert set(net.tried) == {PUBLIC}


async def test_a_name_that_changes_its_mind_gains_nothing(home: House, net: Net) -> None:
    home.backend.will_fail("upload_urls", *[BackendError()] * 4)
    for _ in range(4):
        await home.say(command=("upload", "http://rebind.test/a.mp4"))
        await home.settled(DM)
    assert set(net.tried) <= {PUBLIC}
