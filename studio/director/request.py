"""A whole prompt, read: its wishes, its story, and what kind of talk it is."""

from dataclasses import dataclass

from studio.director.grammar.limits import Limit
from studio.director.wishes import Wish


@dataclass(frozen=True, slots=True)
class Beat:
    """One scene of a story: what it shows, how long, what is written on it, what is over it, and in which colours (#rrggbb)."""

    words: str
    scene: str | None = None
    mood: str | None = None
    ms: int | None = None
    caption: str = ""
    over: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A whole prompt, read.

    `creates`: a new film is asked for; `recuts`: from footage. `says_media`: "image", "video", "audio" or "any" when the
    prompt speaks of the person's own material. `unread`: pieces of the prompt that were not understood.
    """

    language: str
    wishes: tuple[Wish, ...] = ()
    creates: bool = False
    recuts: bool = False
    style: str | None = None  # "promo", "slideshow"
    says_media: str | None = None
    files: tuple[str, ...] = ()
    media_places: tuple[int, ...] = ()
    beats: tuple[Beat, ...] = ()
    shots: int | None = None
    subject: str = ""
    undrawable: tuple[str, ...] = ()
    announces: bool = False  # a greeting or an announcement: its words are on the screen
    stand_in: str = ""  # what the film is about, when no scenery that we draw is named
    tune: str | None = None  # the music that the words of the prompt suggest
    to_song: bool = False  # as long as the song
    first_kind: str | None = None  # "image" or "video": which of the material comes first
    talk: str | None = None  # "greeting", "thanks", "question", "vague", "export", "account", "empty", "clear"
    unread: tuple[str, ...] = ()
    toolless: tuple[str, ...] = ()  # pieces that ask for what no tool does
    limits: tuple[Limit, ...] = ()  # wishes that are met only halfway
    lively: bool = False
    asked: str = ""  # a question before the wishes, to be answered first
    rest: str = ""  # what is wanted after going back

    def first(self, kind: type[Wish]) -> Wish | None:
        """The first wish of a kind."""
        return next((wish for wish in self.wishes if isinstance(wish, kind)), None)
