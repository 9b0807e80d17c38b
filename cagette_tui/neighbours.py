"""The others on the same database: what they did, and where they are."""

from __future__ import annotations

from cagette_tui.clock import Clock
from cagette_tui.database_thread import DatabaseThread
from cagette_tui.model.news import news
from cagette_tui.model.storage import StorageProblem
from cagette_tui.model.writing import Desk
from cagette_tui.presence import Place, Presence


class Neighbours:
    """Asked every second while nobody types, and after each change of place."""

    def __init__(self, database: DatabaseThread, presence: Presence | None) -> None:
        """Without `presence` (a database on a server) nobody's place is known."""
        self._database = database
        self._presence = presence
        self._seen: int | None = None
        self._others: tuple[Place, ...] = ()

    async def anything_new(self) -> bool:
        """Whether somebody else has written since this was asked before."""
        try:
            now = await self._database.call(news)
        except StorageProblem:
            return False  # it will be asked again
        before, self._seen = self._seen, now
        return before is not None and now != before

    def say_where(self, desk: Desk, clock: Clock, place: tuple[int, int | None] | None) -> None:
        """Tell the others where one is; None: nowhere in particular."""
        if self._presence is not None and place is not None:
            self._presence.enter(Place(desk.who, *place, clock.now()))

    def others(self) -> tuple[Place, ...]:
        """Return where others are."""
        return () if self._presence is None else self._presence.others()

    def left_behind(self, who: str) -> Place | None:
        """Return where somebody was cut off, once."""
        return None if self._presence is None else self._presence.left_behind(who)

    def leave(self) -> None:
        """End well."""
        if self._presence is not None:
            self._presence.leave()
