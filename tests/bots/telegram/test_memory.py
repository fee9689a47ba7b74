"""Files go through in constant memory, in both directions."""

import pytest

from benchmarks import telegram


@pytest.mark.heavy
def test_large_files_cost_a_few_megabytes() -> None:
    report = telegram.run()  # raises when one of its promises is broken
    assert "45 MB delivery: +" in report
    assert "60 MB delivery: refused" in report
    assert "20 MB file in: +" in report
