"""Whether the promises held, read from the others' books."""

from collections.abc import Sequence

from tests.crash.books import Said, Service
from tests.crash.flows import Expected

AMBIGUOUS_RESULT = frozenset({"after result intent", "left result send", "before result receipt"})
AMBIGUOUS_STATUS = frozenset({"after status intent", "left status send", "before status receipt"})
UNANSWERED_RUN = frozenset({"after run intent", "left run", "answered run", "first event"})
"""Between the intent and the answer nobody but the video service knows how far a message came."""


def complaints(
    platform: str, point: str, expected: Expected, service: Service, said: Sequence[Said]
) -> list[str]:
    """Everything that should not be so."""
    undone = sum(message.text.startswith("❌") for message in said)
    return [
        *_runs(point, expected, service, undone),
        *_files(expected, service),
        *_exports(point, expected, service, said, undone),
        *_answers(platform, point, expected, said),
        *_statuses(platform, point, expected, said),
    ]


def _runs(point: str, expected: Expected, service: Service, undone: int) -> list[str]:
    prompts = [prompt for prompt in expected.prompts if prompt]
    sent = [service.runs(prompt) for prompt in prompts]
    found = [f"“{prompt}” was sent {len(runs)} times" for prompt, runs in zip(prompts, sent, strict=True) if len(runs) > 1]
    unsent = sum(not runs for runs in sent)
    if unsent > (point == "after run intent"):
        found.append(f"{unsent} prompts were never sent")
    if undone > (point in UNANSWERED_RUN):
        found.append(f"{undone} requests were not done")
    if unsent > undone:
        found.append("a prompt that was never sent counts as done")
    order = [entry["n"] for runs in sent for entry in runs]
    if order != sorted(order):
        found.append(f"out of order: {order}")
    if len(service.sessions) != 1:
        found.append(f"work was done in {len(service.sessions)} sessions")
    return found


def _files(expected: Expected, service: Service) -> list[str]:
    return [] if list(service.files) == list(expected.files) else [f"the session holds {list(service.files)}"]


def _exports(point: str, expected: Expected, service: Service, said: Sequence[Said], undone: int) -> list[str]:
    wanted = expected.exports - undone if expected.exports else 0
    found = []
    if len(service.renders) != wanted:
        found.append(f"{len(service.renders)} exports were started, not {wanted}")
    videos = [message for message in said if message.video]
    marked = sum(message.repeated for message in videos)
    if not wanted <= len(videos) <= wanted + (point in AMBIGUOUS_RESULT and marked == 1):
        found.append(f"{len(videos)} videos were delivered, not {wanted}")
    return found


def _answers(platform: str, point: str, expected: Expected, said: Sequence[Said]) -> list[str]:
    answers = [message for message in said if not message.ended and not message.working]
    marked = [message for message in answers if message.repeated]
    open_end = platform == "telegram" and point in AMBIGUOUS_RESULT
    found = []
    if len(marked) > open_end:
        found.append(f"{len(marked)} answers are marked as repeats")
    if not expected.requests <= len(answers) <= expected.requests + len(marked):
        found.append(f"{len(answers)} answers to {expected.requests} requests")
    return found


def _statuses(platform: str, point: str, expected: Expected, said: Sequence[Said]) -> list[str]:
    ended = sum(message.ended for message in said)
    working = sum(message.working for message in said)
    found = []
    if ended != expected.requests:
        found.append(f"{ended} status messages show their last words, not {expected.requests}")
    if working > (platform == "telegram" and point in AMBIGUOUS_STATUS):
        found.append(f"{working} status messages were left at work")
    return found
