"""What the bot shows: contents made of words, buttons and files, the same on every platform."""

from collections.abc import Sequence

from core.conversation.commands import Word
from core.conversation.payloads import Report
from core.errors import (
    AttachmentUnavailable,
    BackendUnavailable,
    BackendUnreachable,
    ExportBlocked,
    FilesRefused,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    ReelayError,
    RenderFailed,
    RunFailed,
    SessionUnknown,
)
from core.jobs.progress import StatusView
from core.locales import Speech
from core.model import Button, Content, Media, Person, RichText, Span, Style

Row = tuple[Button, ...]

RETRYABLE = (
    OutcomeUnknown,
    BackendUnavailable,
    BackendUnreachable,
    RateLimited,
    RunFailed,
    RenderFailed,
    SessionUnknown,
    AttachmentUnavailable,
)
"""After these the same request may be asked again by a person's own press."""


def plain(text: str, *rows: Row) -> Content:
    """Text without styles."""
    return Content(RichText.of(text), tuple(rows))


def bold(text: str) -> Span:
    """A span that stands out."""
    return Span(text, Style.BOLD)


def clock(seconds: float) -> str:
    """A length of time as people read it: 0:42, 12:05, 1:02:05."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def status_card(say: Speech, view: StatusView) -> Content:
    """The one message per request that is edited while it works."""
    parts: list[str | Span] = [bold(view.stage)]
    if view.percent is not None:
        parts.append(f"\n{_bar(view.percent)} {view.percent} %")
    details = [clock(view.elapsed)] if view.elapsed >= 1 else []
    if view.requester:
        details.append(say("for {name}", name=view.requester))
    if view.ahead:
        details.append(say.count("behind {n} request", "behind {n} requests", view.ahead))
    if details:
        parts.append("\n" + " · ".join(details))
    if view.still_working:
        parts.append("\n" + say("⏳ Still working…"))
    return Content(RichText.of(*parts), ((cancel_button(say, view.request_id),),), language=say.language)


def _bar(percent: int, width: int = 10) -> str:
    filled = round(min(100, max(0, percent)) / 100 * width)
    return "▰" * filled + "▱" * (width - filled)


def cancel_button(say: Speech, request_id: str) -> Button:
    """Stops a request. Its requester and admins may: the core checks, so the button itself is open."""
    return Button(say("Cancel"), Word.CANCEL, request_id)


def report_text(say: Speech, report: Report) -> RichText:
    """A report in words: what the agent said, what changed, the timeline in one line, what could come next."""
    blocks: list[RichText] = []
    if report.session_replaced:
        blocks.append(
            RichText.of(
                say(
                    "The video service had closed this project's session, so I started a new one: its timeline begins "
                    "afresh. The last version before that can still be exported from /history."
                )
            )
        )
    if report.note:
        blocks.append(RichText.of(report.note))
    if report.text:
        blocks.append(RichText.of(report.text))
    if report.changes:
        blocks.append(RichText.of(bold(say("What changed")), *(f"\n• {change}" for change in report.changes)))
    if report.timeline:
        blocks.append(RichText.of(Span(report.timeline, Style.ITALIC)))
    if report.next_steps:
        blocks.append(RichText.of(say("Next you could say:"), *(f"\n– {step}" for step in report.next_steps)))
    return paragraphs(blocks)


def paragraphs(blocks: Sequence[RichText]) -> RichText:
    """Blocks with an empty line between them."""
    spans: list[RichText | str] = []
    for block in blocks:
        if not block.spans:
            continue
        if spans:
            spans.append("\n\n")
        spans.append(block)
    return RichText.of(*spans)


def result_buttons(say: Speech, *, exported: bool) -> tuple[Row, ...]:
    """What can be done with a timeline."""
    first: list[Button] = [] if exported else [Button(say("Export"), Word.EXPORT)]
    first += [Button(say("Timeline"), Word.TIMELINE), Button(say("Undo"), Word.UNDO), Button(say("New"), Word.NEW)]
    return tuple(first), (Button(say("Open in browser"), Word.LINK),)


def edit_result(say: Speech, report: Report, picture: Media | None = None) -> Content:
    """An edit that is told without a video, perhaps with a picture of the timeline."""
    buttons = result_buttons(say, exported=False) if report.timeline else ()
    return Content(report_text(say, report), buttons, picture)


def export_result(say: Speech, report: Report, *, url: str | None, media: Media | None, note: str = "") -> Content:
    """A finished video: what changed, the file when it fits, and the link."""
    blocks = [RichText.of(bold(say("🎬 Your video is ready.")))]
    if note:
        blocks.append(RichText.of(note))
    blocks.append(report_text(say, report))
    if url is not None:
        blocks.append(RichText.of("🔗 ", Span(url, url=url)))
    return Content(paragraphs(blocks), result_buttons(say, exported=True), media)


def error_text(say: Speech, error: ReelayError) -> str:
    """The sentence a person reads for an error."""
    return say(error.sentence, **error.fields())


def waiting_text(say: Speech, error: ReelayError) -> str:
    """Why a request waits that goes on by itself: nobody has to ask again."""
    if isinstance(error, RateLimited):
        return say("The video service is busy right now; I ask again in {seconds} seconds.", **error.fields())
    if isinstance(error, BackendUnreachable):
        return error_text(say, error)
    return say("The video service has a problem of its own right now; I keep trying.")


def error_content(say: Speech, error: ReelayError, *, request_id: str, register: str | None = None) -> Content:
    """An error with the ways on: a retry that only a person triggers, or the registration page."""
    buttons: list[Button] = []
    text = error_text(say, error)
    if isinstance(error, OutOfCredits | ExportBlocked) and register is not None:
        text += " " + say("Register here to go on:") + f" {register}"
        buttons.append(Button(say("Register"), url=register))
    elif isinstance(error, OutOfCredits):
        text += " " + say("Please top up the account that this token belongs to.")
    if isinstance(error, RETRYABLE) or (isinstance(error, FilesRefused) and error.passing):
        buttons.append(Button(say("Try again"), Word.RETRY, request_id))
    return Content(RichText.of("⚠️ ", text), (tuple(buttons),) if buttons else ())


def requester_name(person: Person) -> str:
    """How a person is called in a group."""
    return person.display_name or person.username or person.user_id
