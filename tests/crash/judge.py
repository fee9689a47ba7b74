"""Whether the promises held, read from the others' books."""

from collections import Counter
from collections.abc import Sequence

from tests.crash.books import Said, Service
from tests.crash.flows import Death, Expected


def complaints(platform: str, expected: Expected, death: Death, service: Service, said: Sequence[Said]) -> list[str]:
    """Everything that should not be so."""
    undone = sum(message.text.startswith("❌") for message in said)
    unknown = Counter(death.sending if platform == "telegram" else ())  # Discord tells by the nonce
    return [
        *_runs(expected, death, service, undone),
        *_files(expected, service),
        *_exports(expected, service, said, undone),
        *_answers(expected, said, repeatable=unknown["result"] + unknown["notice"]),
        *_statuses(expected, said, forgotten=unknown["status"], repeatable=unknown["answer"]),
    ]


def _runs(expected: Expected, death: Death, service: Service, undone: int) -> list[str]:
    prompts = [prompt for prompt in expected.prompts if prompt]
    sent = [service.runs(prompt) for prompt in prompts]
    found = [
        f"“{prompt}” was sent {len(runs)} times" for prompt, runs in zip(prompts, sent, strict=True) if len(runs) > 1
    ]
    unsent = sum(not runs for runs in sent)
    if undone > death.asked:
        found.append(f"{undone} requests were not done")
    if unsent > undone:
        found.append("a prompt that was never sent counts as done")
    order = [entry["n"] for runs in sent for entry in runs]
    if order != sorted(order):
        found.append(f"out of order: {order}")
    if len(service.sessions) > 1:
        found.append(f"work was done in {len(service.sessions)} sessions")
    return found


def _files(expected: Expected, service: Service) -> list[str]:
    return [] if list(service.files) == list(expected.files) else [f"the session holds {list(service.files)}"]


def _exports(expected: Expected, service: Service, said: Sequence[Said], undone: int) -> list[str]:
    wanted = expected.exports - undone if expected.exports else 0
    found = []
    if len(service.renders) != wanted:
        found.append(f"{len(service.renders)} exports were started, not {wanted}")
    videos = [message for message in said if message.video]
    if sum(not message.repeated for message in videos) > wanted or len({m.text for m in videos}) < wanted:
        found.append(f"{len(videos)} videos were delivered, not {wanted}")
    return found


def _answers(expected: Expected, said: Sequence[Said], *, repeatable: int) -> list[str]:
    """One for each request; one of them once more, and marked, for each send that may have arrived."""
    answers = [message for message in said if not message.ended and not message.working]
    marked = sum(message.repeated for message in answers)
    found = []
    if marked > repeatable:
        found.append(f"{marked} answers are marked as repeats")
    if not expected.requests <= len(answers) <= expected.requests + marked:
        found.append(f"{len(answers)} answers to {expected.requests} requests")
    return found


def _statuses(expected: Expected, said: Sequence[Said], *, forgotten: int, repeatable: int) -> list[str]:
    """Each ends in its last words; one whose send may have arrived cannot be edited, and has them said anew."""
    last = [message for message in said if message.ended]
    marked = sum(message.repeated for message in last)
    ended = len(last) - marked if len(last) > expected.requests and marked <= repeatable else len(last)
    working = sum(message.working for message in said)
    found = []
    if ended != expected.requests:
        found.append(f"{ended} status messages show their last words, not {expected.requests}")
    if working > forgotten:
        found.append(f"{working} status messages were left at work")
    return found
