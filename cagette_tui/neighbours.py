"""The others on the same database: what they did, and where they are."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from cagette_tui.clock import Clock
from cagette_tui.database_thread import DatabaseThread
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.store.beside import WritingBack
from cagette_tui.model.store.database import is_address, without_password
from cagette_tui.model.store.others import OthersSeen, own_file, see_others
from cagette_tui.paths import state_folder
from cagette_tui.presence import Place, Presence, as_name, place_in


class Neighbours:
    """Asked every second, and told after each change of place."""

    def __init__(
        self,
        database: DatabaseThread,
        presence: Presence | None = None,
        writing_back: WritingBack | None = None,
    ) -> None:
        """Without `presence` nobody is seen on a database in a file."""
        self._database = database
        self._presence = presence
        self._writing_back = writing_back
        self._place: Place | None = None
        self._seen: OthersSeen | None = None

    async def look(self) -> bool:
        """Look around; whether somebody else has written since. Raises storage problems."""
        now = await self._database.call(see_others, as_name(self._place))
        before, self._seen = self._seen, now
        return before is not None and now.number != before.number

    async def write_back(self) -> None:
        """Let the file of a database hold all that was written, once nobody acts for a while."""
        if self._writing_back is not None and self._writing_back.is_due():
            await asyncio.to_thread(self._writing_back.write_back)

    def say_where(self, desk: Desk, clock: Clock, place: tuple[int, int | None] | None) -> None:
        """Tell the others where this person is; None: nowhere in particular."""
        if place is None:
            return
        self._place = Place(desk.who, *place, clock.now())
        if self._presence is not None:
            self._presence.enter(self._place)

    def others(self) -> tuple[Place, ...]:
        """Return where others are, as it was when one last looked."""
        if self._seen is not None and self._seen.names:
            return tuple(filter(None, map(place_in, self._seen.names)))
        return () if self._presence is None else self._presence.others()

    def left_behind(self, who: str) -> Place | None:
        """Return where somebody was cut off, once."""
        return None if self._presence is None else self._presence.left_behind(who)

    def leave(self) -> None:
        """End well."""
        if self._presence is not None:
            self._presence.leave()


def neighbours_on(database: DatabaseThread, location: str) -> Neighbours:
    """Know the others on a database that was just opened."""
    if not is_address(location):
        file = database.now(own_file)
        if file is None:
            return Neighbours(database)
        return Neighbours(database, Presence(file), WritingBack(file))
    try:
        folder = state_folder()
    except OSError:
        return Neighbours(database)
    name = sha256(without_password(location).encode()).hexdigest()[:16]
    return Neighbours(database, Presence(folder / name))
