"""What the agent's tools are called in the status message."""

from core.conversation.replies import requester_name
from core.jobs.progress import StatusView
from core.jobs.run import JobRun
from core.locales import N_
from core.model import ConversationKind

STAGES = (
    (("music", "bgm", "audio", "sound", "voice", "tts"), N_("🎵 Working on the sound…")),
    (("title", "text", "caption", "subtitle"), N_("🔤 Adding words…")),
    (("transition", "effect", "filter", "look", "color", "colour"), N_("✨ Adding effects…")),
    (("generat", "create_video", "text_to", "image_to"), N_("🎬 Generating the video…")),
    (("trim", "cut", "split", "speed", "clip", "segment", "slideshow", "arrange"), N_("✂️ Cutting…")),
    (("analy", "look_at", "inspect", "understand", "probe"), N_("🔎 Looking at your material…")),
)
"""Parts of a tool's name, and the message id of the stage that is shown for it; the first match counts."""
DEFAULT_STAGE = N_("🎬 Working on your video…")


def stage_of(tool: str) -> str:
    """The message id for a tool of the agent's, whatever it is called."""
    name = tool.lower()
    return next((stage for parts, stage in STAGES if any(part in name for part in parts)), DEFAULT_STAGE)


def first_view(run: JobRun, stage: str, kind: ConversationKind) -> StatusView:
    """The status as a job begins; in a group it names who asked."""
    name = requester_name(run.job.person) if kind == ConversationKind.GROUP else None
    return StatusView(run.job.request_id, stage, requester=name)
