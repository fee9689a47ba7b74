"""Random changes of seeds, for where nothing measures which branches an input reaches."""

import random
from collections.abc import Iterator

from tests.fuzz.target import Target


def inputs(target: Target, seed: int = 0) -> Iterator[bytes]:
    """The target's seeds, a change of one after each, and then changes without end; the same for the same `seed`."""
    dice = random.Random(seed)
    seeds = target.seeds()
    words = [word.encode("utf-8", "surrogatepass") for word in target.words] or [b"\0"]

    def change() -> bytes:
        data = dice.choice([*seeds, dice.randbytes(dice.randint(0, 200))])
        for _ in range(dice.randint(1, 8)):
            data = _changed(data, dice, words)
        return data[: target.largest]

    for whole in dice.sample(seeds, len(seeds)):
        yield whole[: target.largest]
        yield change()
    while True:
        yield change()


def _changed(data: bytes, dice: random.Random, words: list[bytes]) -> bytes:
    start, stop = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
    match dice.randrange(6):
        case 0:
            return data[:start] + dice.choice(words) + data[start:]
        case 1:
            return data[:start] + dice.randbytes(dice.randint(1, 4)) + data[start:]
        case 2:
            return data[:start] + data[stop:]
        case 3:
            return data[:stop] + data[start:stop] * dice.randint(1, 4) + data[stop:]
        case 4:
            return data[:start] + data[stop:] + data[start:stop]
        case _:
            return data[:start] + dice.randbytes(min(8, stop - start)) + data[start + min(8, stop - start) :]
