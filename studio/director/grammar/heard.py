"""A prompt as its purpose is read: as it is written, in English, and without the polite words in front."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.director.grammar import purposes, subjects, talk
from studio.director.grammar.foreign import in_english
from studio.director.grammar.normal import Source
from studio.director.grammar.scenes import mood, scenes
from studio.director.model import MediaItem, MediaKind


@dataclass(frozen=True, slots=True)
class Heard:
    """One prompt in the forms that its purpose is read from.

    `polite` is its lower case after a "can you please", `english` the same in English; `both` is the whole of it in
    its own language and, where that is neither English nor Chinese, in English below.
    """

    prompt: Source
    english: str
    both: str
    polite: str
    media: Sequence[MediaItem]
    language: str
    fresh: bool

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return talk.is_question(self.polite) or talk.is_question(self.english)

    @property
    def drawable(self) -> bool:
        """Whether there is nothing yet to make a film of but words."""
        return self.fresh and not any(item.kind is not MediaKind.AUDIO for item in self.media)

    def creates(self) -> bool:
        """Whether a new film is asked for in so many words."""
        if self.asks:
            return False
        here = _creates(self.polite, self.media, self.fresh)
        return here or (self.fresh and _creates(self.english, self.media, self.fresh))

    def shows_scene(self) -> bool:
        """Whether the words paint a picture, which alone asks for a film."""
        low = self.prompt.low
        if self.asks:
            return False
        if not self.fresh:
            return subjects.describes_scene(self.polite)
        edits = subjects.is_edit_talk(self.polite) or subjects.is_edit_talk(self.english)
        return bool(scenes(low) or mood(low)) and (purposes.says_media(self.both) == "audio" or not edits)


def heard(prompt: Source, media: Sequence[MediaItem], language: str, fresh: bool) -> Heard:
    """A prompt beside what was sent along. `fresh`: there is no film yet."""
    low, english = prompt.low, talk.unpolite(in_english(prompt, language).english.low)
    both = low if language in ("en", "zh") else f"{low}\n{english}"
    return Heard(prompt, english, both, talk.unpolite(low), media, language, fresh)


def _creates(polite: str, media: Sequence[MediaItem], fresh: bool) -> bool:
    unmade = fresh and not media and purposes.names_film(polite) and not subjects.is_edit_talk(polite)
    if (not fresh or media) and purposes.changes_one(polite):
        return False
    if fresh and media and (purposes.film_style(polite) or purposes.first_kind(polite) or purposes.from_mine(polite)):
        return True
    return purposes.creates(polite) or purposes.recuts(polite) or unmade
