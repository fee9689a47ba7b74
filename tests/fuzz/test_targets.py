"""Every target without coverage: its seeds and some changes of them, so that what is attacked goes on holding."""

import logging
from itertools import islice

import pytest
import structlog

from tests.fuzz.changes import inputs
from tests.fuzz.target import named, names


@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionHeader")
@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionParam")
@pytest.mark.parametrize("name", names())
def test_what_was_promised_holds_for_hostile_bytes(name: str) -> None:
    # what is unreadable is logged with its traceback, and that takes longer than all the rest
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    target = named(name)
    with target.room():
        for data in islice(inputs(target), target.rounds):
            target.attack(data)
