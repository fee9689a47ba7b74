"""The reader of these files reads right, or refuses."""

import pytest

from tests.deploy.plain_yaml import PlainYamlError, load


@pytest.mark.parametrize(
    "text", ["a: [1, 2]", "a: {b: c}", "a: 1\na: 2", "a: &x 1", "\ta: 1", "a: b: c", "a:\n    b: 1\n  c: 2", "a: 'x'"]
)
def test_yaml_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(PlainYamlError):
        load(text)


def test_yaml_that_is_understood_is_read_right() -> None:
    text = 'a:\n  - b: 1\n    c: "8080"\n  - d\ne: >-\n  one\n  two\n# word\nf: true\ng: x:y\nh:\n'
    assert load(text) == {"a": [{"b": 1, "c": "8080"}, "d"], "e": "one two", "f": True, "g": "x:y", "h": None}
