"""Texts that come in pieces: no secret is shown because it came in two of them, and no address is torn apart."""

import pytest

from core.nemo.told import ToldText

SECRETS = (
    "nmv_usr_test-token",
    "Bearer abc123.def456",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.sig-na_ture",
    "https://a.test/видео/v_(1).mp4?sig=secret",
    "http://10.0.0.1:8080/render",
    "123456:test-token-of-thirty-two-signs-x",
)


def shown(pieces: list[str], *, loose: bool = False) -> str:
    told = ToldText()
    deltas = [delta.text for piece in pieces for delta in (told.loose_piece(piece) if loose else told.piece(piece))]
    return "".join(deltas)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("loose", [False, True])
def test_no_secret_is_shown_however_it_is_cut(secret: str, *, loose: bool) -> None:
    text = f"Here it is: {secret} and so on "
    for cut in range(1, len(text)):
        assert shown([text[:cut], text[cut:]], loose=loose).startswith(
            ("Here it is: ••• and", "Here it is: Bearer •••")
        )
    for size in (1, 2, 5):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        assert secret not in shown(pieces, loose=loose).replace("\n", "")


@pytest.mark.parametrize("text", ["See https://example.com/a.b for 10.5 seconds ", "At 1:30 begin "])
def test_loose_pieces_of_an_address_or_a_number_stay_together(text: str) -> None:
    for cut in range(1, len(text)):
        assert shown([text[:cut], text[cut:]], loose=True) == text


def test_loose_sentences_stand_on_lines_of_their_own() -> None:
    assert shown(["Done.", "What next? ", "第一步。", "第二步。 "], loose=True).split() == [
        "Done.",
        "What",
        "next?",
        "第一步。",
        "第二步。",
    ]


def test_a_word_without_end_is_told_with_the_finished_text() -> None:
    told = ToldText()
    assert [delta for _ in range(2000) for delta in told.piece("x" * 64)] == []
    assert [len(done.text) for done in told.flush()] == [128_000]
