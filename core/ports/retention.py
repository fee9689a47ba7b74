"""Forgetting what nobody needs any more, a bounded number of rows at a time."""

from datetime import datetime
from typing import Protocol


class Retention(Protocol):
    """Each method returns how many rows went: nothing is left to forget once that is 0."""

    async def forget_finished(self, before: datetime, *, limit: int) -> int:
        """Forget messages, jobs and deliveries that ended before a moment, at most `limit` of each kind; and permits that
        have ended.

        Their keys are unique until then, so `before` lies further back than any platform repeats its updates.
        """
        ...

    async def give_up_deliveries(self, before: datetime, *, limit: int) -> int:
        """Owe no longer what has been owed since before a moment: a platform that is not served any more takes nothing."""
        ...

    async def forget_renders(self, before: datetime, *, limit: int) -> int:
        """Forget exports from before a moment, but the newest of each project and those that an open job waits for."""
        ...

    async def forget_revisions(self, most: int, *, limit: int) -> int:
        """Forget the oldest versions of projects that have more than `most` and no open job."""
        ...

    async def forget_projects(self, before: datetime, *, limit: int) -> int:
        """Forget, whole, at most `limit` projects that are nobody's active one, have no open job and got nothing new
        since a moment."""
        ...
