"""What people ask for and cannot have as it is."""

from core.errors.root import ReelayError


class RequestRefused(ReelayError):
    """What was asked cannot be done as it is."""


class AttachmentUnavailable(RequestRefused):
    """A file cannot be fetched from where it was sent."""

    sentence = "I could not fetch {name}. Please send it again."


class AttachmentGone(RequestRefused):
    """A file was taken away from where it was sent, or kept there for a while only: trying again is of no use."""

    sentence = "{name} is no longer where it was sent, so I cannot fetch it any more. Please send it again."


class AttachmentTooLarge(RequestRefused):
    """A file is larger than the skill or the platform lets through."""

    sentence = "{name} is {size_mb} MB; the limit here is {limit_mb} MB. Please trim or compress it and send it again."


class AttachmentTypeRefused(RequestRefused):
    """A file is of a type that cannot be used."""

    sentence = "{name} is not a file I can use. I take {accepted}."


class AttachmentEmpty(AttachmentTypeRefused):
    """There is not one byte in a file."""

    sentence = "{name} is empty: there is nothing in it to work with."


class FilesRefused(RequestRefused):
    """None of several files can be used. `passing` says that sending them again may do."""

    sentence = "None of these files can be used:{reasons}"

    def __init__(self, message: str = "", *, reasons: str, passing: bool = False) -> None:
        super().__init__(message, reasons=reasons)
        self.passing = passing


class DocumentUnreadable(RequestRefused):
    """A TXT, DOCX or PDF holds no text that could become a prompt."""

    sentence = "There is no text in {name} that I could read (a scan, perhaps?). Please paste the words instead."


class UrlRefused(RequestRefused):
    """An address is not one that may be fetched."""

    sentence = "I cannot fetch that link: {reason}."


class NothingToExport(RequestRefused):
    """The timeline is empty."""

    sentence = "There is nothing on the timeline yet. Describe a video or send a clip first."


class NotAllowed(RequestRefused):
    """This person may not do this here."""

    sentence = "Sorry, this is not for you to decide: {reason}."


class NotAdmitted(RequestRefused):
    """This person or place is not among those that the operator lets in."""

    sentence = "Sorry, this bot serves a closed circle; its operator can let you in."


class PairingNeeded(NotAdmitted):
    """A stranger in a direct chat. `code` lets them in once an admin gives it to `command`; it holds `minutes`."""

    sentence = (
        "This bot serves a closed circle. To be let in, give this code to its admin: {code}\n"
        "It works once, within {minutes} minutes; the admin answers it with {command} {code}"
    )

    def __init__(self, message: str = "", *, code: str, minutes: int, command: str) -> None:
        super().__init__(message, code=code, minutes=minutes, command=command)


class TooManyMessages(RequestRefused):
    """More messages in a minute than anybody writes."""

    sentence = "That was a lot at once: I take no more messages for now and stay quiet. Please go on in a minute."


class QuotaReached(RequestRefused):
    """A person or conversation has had its share for now."""

    sentence = "That is all for now: {limit}. Please try again {when}."
