"""The tables of prompts: the ones worked on hold one by one, the ones kept apart by their rate."""

import pytest

from tests.studio.director.footage import assert_sound
from tests.studio.director.prompts.customers import CUSTOMERS
from tests.studio.director.prompts.editing import EDITING
from tests.studio.director.prompts.edits import EDITS
from tests.studio.director.prompts.expecting import Prompt, faults, say, stage
from tests.studio.director.prompts.films_wanted import FILMS_WANTED
from tests.studio.director.prompts.follow_ups import FOLLOW_UPS
from tests.studio.director.prompts.footage_work import FOOTAGE_WORK
from tests.studio.director.prompts.framing import FRAMING
from tests.studio.director.prompts.generation import GENERATION
from tests.studio.director.prompts.languages import LANGUAGES
from tests.studio.director.prompts.later import LATER
from tests.studio.director.prompts.material import MATERIAL
from tests.studio.director.prompts.tongues import TONGUES

EVERY = (
    *GENERATION,
    *EDITS,
    *LANGUAGES,
    *MATERIAL,
    *LATER,
    *FILMS_WANTED,
    *FOOTAGE_WORK,
    *FOLLOW_UPS,
    *TONGUES,
    *FRAMING,
    *EDITING,
    *CUSTOMERS,
)
HELD_OUT = tuple(asked for table in (GENERATION, EDITS, LANGUAGES, MATERIAL) for asked in table[2::3])
WORKED_ON = tuple(asked for asked in EVERY if asked not in HELD_OUT)


@pytest.mark.parametrize("asked", WORKED_ON, ids=lambda asked: asked.text[:40])
def test_a_prompt_gives_what_a_person_expects(asked: Prompt) -> None:
    assert faults(asked) == []


def test_prompts_that_were_kept_apart_are_mostly_met() -> None:
    missed = {asked.text: found for asked in HELD_OUT if (found := faults(asked))}
    assert len(missed) <= len(HELD_OUT) // 10, missed


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: asked.text[:40])
def test_every_outcome_is_a_sound_film_and_costs_nothing_when_nothing_is_done(asked: Prompt) -> None:
    before, outcome = say(asked)
    assert outcome.reply
    if outcome.edited:
        assert_sound(outcome.draft, stage(asked.where)[1])
    else:
        assert (outcome.draft, outcome.generated) == (before, 0)
