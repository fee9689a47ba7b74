"""How each kind of job is carried out."""

from collections.abc import Mapping

from core.conversation.handling.edit import EditHandler
from core.conversation.handling.export import ExportHandler
from core.conversation.handling.query import QueryHandler
from core.conversation.handling.tools import Schedule, Tools
from core.conversation.handling.upload import UploadHandler
from core.jobs.run import JobHandler
from core.model import JobKind

__all__ = ["Schedule", "Tools", "handlers"]


def handlers(tools: Tools) -> Mapping[JobKind, JobHandler]:
    """The handler of each kind of job."""
    return {
        JobKind.UPLOAD: UploadHandler(tools),
        JobKind.EDIT: EditHandler(tools),
        JobKind.EXPORT: ExportHandler(tools),
        JobKind.QUERY: QueryHandler(tools),
    }
