"""What happens to the database from outside, while people work on it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from contextlib import closing

from tests.soak.books import Books


class Outside(threading.Thread):
    """Holds the write lock for some seconds now and then; on a server also cuts connections."""

    def __init__(self, books: Books) -> None:
        """Begin to do so."""
        super().__init__(daemon=True)
        self.faults = Counter[str]()
        self._books = books
        self._over = threading.Event()
        self._dice = random.Random(20261120)

    def run(self) -> None:
        """Go on until told to stop."""
        while not self._over.wait(4 + self._dice.random() * 14):
            with closing(self._books.connect()) as connection:
                if self._books.on_server and self._dice.random() < 0.5:
                    self.faults["cut connections"] += self._books.cut(
                        connection, self._dice.choice((1, 3))
                    )
                    continue
                try:
                    self._books.shut(connection)
                except Exception:  # somebody else was writing
                    continue
                self.faults["foreign lock"] += 1
                self._over.wait(0.5 + self._dice.random() * 3.5)
                connection.execute("ROLLBACK")

    def stop(self) -> None:
        """Let all be as it is."""
        self._over.set()
        self.join()
