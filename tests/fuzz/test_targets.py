"""Every target without coverage: its seeds and some changes of them, so that what is attacked goes on holding."""

from itertools import islice

import pytest

from tests.fuzz.changes import inputs
from tests.fuzz.quiet import unlogged
from tests.fuzz.target import named, names


@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionHeader")
@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionParam")
@pytest.mark.parametrize("name", names())
def test_what_was_promised_holds_for_hostile_bytes(name: str) -> None:
    target = named(name)
    with unlogged(), target.room():
        for data in islice(inputs(target), target.rounds):
            target.attack(data)
