"""The garbage collector, set for a process that keeps many small things for as long as it runs.

Its defaults look through young objects after every 700 of them. A thousand conversations make that many in each turn of the
event loop, nearly all of them alive: a quarter of the processor's time went into looking.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While entered, what is there already is never looked through, and what is new more seldom."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
