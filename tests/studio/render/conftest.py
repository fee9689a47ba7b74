"""One fork server for all renders of a test run."""

from collections.abc import Iterator

import pytest

from tests.studio.render.films import CHILDREN


@pytest.fixture(scope="session", autouse=True)
def no_fork_server_is_left() -> Iterator[None]:
    """It would outlive the tests by a minute."""
    yield
    CHILDREN.close()
