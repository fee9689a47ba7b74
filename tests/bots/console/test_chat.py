"""What is typed in `reelay chat`."""

import pytest

from bots.console.chat import named


@pytest.mark.parametrize(
    ("typed", "files"),
    [
        ("a.jpg 'my film.mp4'", ["a.jpg", "my film.mp4"]),
        ("it's me.mp4 ", ["it's me.mp4"]),
        ("", []),
    ],
)
def test_names_of_files_are_read_as_a_shell_reads_them_and_an_apostrophe_is_a_letter(
    typed: str, files: list[str]
) -> None:
    assert named(typed) == files
