"""What could be made of files that came without a word, as whole requests that can be sent as they stand."""

from collections.abc import Mapping, Set

from core.locales import N_
from core.skills import Skill

OF_CLIPS = (
    N_("turn this video into a new short promotional clip with music and transitions"),
    N_("cut the best 15 seconds, add a title and upbeat music"),
)
OF_PICTURES = (N_("make a 10-second slideshow of my photos with crossfades and music"),)
OF_SOUND = (N_("a calm ocean at dawn, 15 seconds, with my music"),)
OPENINGS: Mapping[str, tuple[str, ...]] = {"video": OF_CLIPS, "image": OF_PICTURES, "audio": OF_SOUND}
"""Message ids by a file's type, as the service names it."""


def openings(types: Set[str], skill: Skill, *, has_film: bool) -> tuple[str, ...]:
    """Up to three of them (message ids) for files of these types; what suits a film where there is one already."""
    seen = types if types == {"audio"} else [kind for kind in types if kind != "audio"]
    fitting = tuple(step for kind, steps in OPENINGS.items() if kind in seen for step in steps)
    return skill.next_steps[:3] if has_film or not fitting else fitting[:3]
