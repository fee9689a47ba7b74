"""The collector while the bots run, and afterwards."""

import gc
import weakref

from bots.garbage import seldom_collected


class Ring:
    """Refers to itself, so that only the collector can take it away."""

    def __init__(self) -> None:
        self.itself = self


def test_it_collects_more_seldom_but_still_what_is_made_meanwhile() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] > before[0]
        gone = weakref.ref(Ring())
        gc.collect()
        assert gone() is None


def test_afterwards_everything_is_as_it_was() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        pass
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
