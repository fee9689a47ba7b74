"""The pinned requirements: what one machine installs and tests is what every other one gets."""

import re
from collections import Counter

import pytest

from tests.deploy.files import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def pins(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text()
    return text


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_package_has_one_version_whatever_the_python(name: str) -> None:
    pins = (ROOT / "requirements" / f"{name}.txt").read_text()
    names = Counter(re.findall(r"(?m)^([\w.-]+)==", pins))
    assert names
    assert [name for name, count in names.items() if count > 1] == []


def test_every_package_is_pinned_by_hash_and_no_index_is_named(pins: str) -> None:
    packages = re.split(r"(?m)^(?=[\w.-]+==)", pins)[1:]
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in pins
