"""A bot killed between any two effects outside, and started again, has lost nothing and done nothing twice.

Here every point is passed once; `python -m tests.crash` plays every flow with every point on both platforms.
"""

import asyncio
from collections.abc import Mapping

import pytest

from tests.crash.cell import Cell, Verdict
from tests.crash.matrix import play, sample

AT_ONCE = 8
pytestmark = [pytest.mark.heavy, pytest.mark.slow]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Cell, Verdict]:
    """All cells, played side by side."""
    found = asyncio.run(play(tmp_path_factory.mktemp("crash"), sample(), AT_ONCE, lambda _: None))
    return {verdict.cell: verdict for verdict in found}


@pytest.mark.parametrize("cell", sample(), ids=str)
def test_nothing_is_lost_and_nothing_done_twice(cell: Cell, verdicts: Mapping[Cell, Verdict]) -> None:
    assert verdicts[cell].wrong == ()


def test_the_sample_passes_every_point_and_every_flow_on_both_platforms() -> None:
    assert {cell.point for cell in sample()} >= {"after run intent", "left upload", "after second poll"}
    assert len({(cell.flow, cell.platform) for cell in sample()}) == 10
