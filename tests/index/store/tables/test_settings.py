"""Settings and counters: JSON by name, and numbers that only grow."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.store.storage import Storage
from index.store.tables.counters import State
from index.store.tables.settings import MADE_WITH

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.text("abc", min_size=1), value=_JSON)
def test_values_come_back_as_they_were(empty: Storage, name: str, value: object) -> None:
    empty.settings.set(name, value)
    assert empty.settings.get(name) == value
    assert empty.settings.all()[name] == value


def test_what_was_never_set_is_none(empty: Storage) -> None:
    assert empty.settings.get("x") is None
    assert empty.settings.all() == {}
    assert empty.settings.dimension() == 0


@pytest.mark.parametrize("value", ["0", "-3", "1.5", '"4"', "true", "9007199254740992", "[", ""])
def test_a_dimension_that_cannot_be_is_damage(storage: Storage, value: str) -> None:
    storage.database.connection.execute(
        "UPDATE settings SET value = ? WHERE name = 'dimension'", (value,)
    )
    with pytest.raises(IndexDamaged, match="dimension"):
        storage.settings.dimension()
    assert storage.database.fault is not None


def test_settings_that_vectors_depend_on_are_missed(storage: Storage) -> None:
    missing = [name for name in MADE_WITH if name != "dimension"]
    assert storage.settings.lost() == [f"the setting {name} is lost" for name in missing]
    with pytest.raises(IndexDamaged, match=missing[0]):
        storage.settings.check()
    for name in missing:
        storage.settings.set(name, "x")
    storage.settings.check()


def test_without_vectors_no_setting_is_missed(empty: Storage) -> None:
    assert empty.settings.lost() == []


def test_counters_begin_at_nothing_and_are_kept(empty: Storage) -> None:
    assert empty.counters.state() == State(0, 0, 0)
    empty.counters.set(State(3, 4, 5))
    assert empty.counters.state() == State(3, 4, 5)


def test_skipping_never_goes_back(empty: Storage) -> None:
    empty.counters.set(State(3, 4, 5))
    empty.counters.skip_to(2, 9)
    empty.counters.skip_to(7, 1)
    assert empty.counters.state() == State(7, 4, 9)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM state",
        "UPDATE state SET generation = -1",
        f"UPDATE state SET last_article = {2**60}",
    ],
)
def test_counters_that_cannot_be_are_damage(empty: Storage, change: str) -> None:
    empty.database.connection.execute(change)
    with pytest.raises(IndexDamaged):
        empty.counters.state()


def test_a_counter_behind_the_rows_is_told(storage: Storage) -> None:
    storage.counters.set(State(1, 2, 3))
    assert storage.counters.behind() == ["table passages has rows beyond the counter 3"]
    storage.counters.set(State(1, 2, 4))
    assert storage.counters.behind() == []
