"""Values by name: what an index was made with, and what programs keep in it."""

import json
from typing import Any, TypeAlias

from index.errors import IndexDamaged
from index.store.damage import RESTORE, unexpected_value
from index.store.database import INT, LARGEST, TEXT, Database

MADE_WITH = ("index_id", "embedding_model", "embedding_fingerprint", "dimension")
"""Settings without which vectors mean nothing."""

READ_UP_TO = "read_up_to"
"""For each kind of reading that articles need, its rules and the row number up to which it is done
(`index.indexing.read_marks`)."""

Json: TypeAlias = Any
"""What JSON can hold."""


class Settings:
    """The settings of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> Json:
        """Return the JSON value stored as `name`, or None."""
        rows = self._database.select("SELECT value FROM settings WHERE name = ?", (TEXT,), (name,))
        return self._json(rows[0][0], f"setting {name}") if rows else None

    def all(self) -> dict[str, Json]:
        """Return every setting by name."""
        rows = self._database.select("SELECT name, value FROM settings", (TEXT, TEXT))
        return {name: self._json(value, f"setting {name}") for name, value in rows}

    def dimension(self) -> int:
        """Return how many numbers a vector has; 0 while there is no model."""
        found = self.get("dimension")
        if found is None:
            return 0
        if type(found) is not int or not 0 < found < LARGEST:
            raise self._database.noted(
                unexpected_value(self._database.path, "setting dimension", 0)
            )
        return found

    def _json(self, value: str, name: str) -> Json:
        try:
            return json.loads(value)
        except ValueError:
            raise self._database.noted(unexpected_value(self._database.path, name, 0)) from None

    def set(self, name: str, value: Json) -> None:
        """Store a JSON value under `name`, inside a transaction or on its own."""
        self._database.run(
            "INSERT INTO settings VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )

    def check(self) -> None:
        """Raise `IndexDamaged` where the settings that vectors depend on are lost."""
        for lost in self.lost():
            raise IndexDamaged(f"{self._database.path} is damaged ({lost}). {RESTORE}")

    def lost(self) -> list[str]:
        """Say which settings that vectors depend on are lost."""
        held = self.all()
        self.dimension()
        if not self._database.select(
            "SELECT 1 FROM vectors WHERE length(data) > 0 LIMIT 1", (INT,)
        ):
            return []
        return [f"the setting {name} is lost" for name in MADE_WITH if name not in held]
