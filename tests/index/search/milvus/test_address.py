"""Addresses of a Milvus: what is one, and what nobody may sneak in."""

import pytest

from index.errors import UsageError
from index.search.milvus.address import MilvusAddress, parse_address


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("milvus://localhost", "localhost:19530"),
        ("milvus://10.0.0.5:19531", "10.0.0.5:19531"),
        ("milvus://milvus.news.example/archive", "milvus.news.example:19530/archive"),
        ("milvus://MILVUS:19530/", "milvus:19530"),
    ],
)
def test_an_address_names_host_port_and_database(text: str, label: str) -> None:
    assert parse_address(text).label == label


def test_options_stand_after_a_question_mark() -> None:
    found = parse_address("milvus://host?tls=1&timeout=0.5")
    assert (found.tls, found.seconds) == (True, 0.5)
    assert not parse_address("milvus://host").tls


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:19530",
        "http://localhost:19530",
        "https://host",
        "unix:///run/milvus.sock",
        "file:///etc/passwd",
        "milvus://",
        "milvus:///database",
        "milvus://host:0",
        "milvus://host:99999",
        "milvus://host:port",
        "milvus://ho st",
        "milvus://host\nX: y",
        "milvus://-host",
        "milvus://host/one/two",
        "milvus://host/../x",
        "milvus://host/Robert'); drop",
        "milvus://host#part",
        "milvus://host?tls=2",
        "milvus://host?tls=1&tls=0",
        "milvus://host?proxy=evil.example",
        "milvus://host?timeout=0",
        "milvus://host?timeout=nan",
        "milvus://host?timeout=1e9",
        "milvus://[::1]:19530",
        "milvus://in01.global-cluster.vectors.example",
        "milvus://" + "a" * 64,
        "milvus://höst",
        "milvus://host,other:1",
        "milvus://dns:host",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_address(text)


def test_a_password_comes_from_the_environment_alone() -> None:
    environment = {"PULLQUOTE_MILVUS_USER": "desk", "PULLQUOTE_MILVUS_PASSWORD": "s3cret!"}
    found = parse_address("milvus://milvus:19530", environment)
    assert (found.user, found.password) == ("desk", "s3cret!")
    assert "s3cret!" not in repr(found)
    assert parse_address("milvus://milvus").password is None


@pytest.mark.parametrize("scheme", ["milvus", "http"])
def test_a_password_in_an_address_is_refused_and_not_repeated(scheme: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_address(f"{scheme}://root:s3cret!@milvus:19530")
    assert "s3cret!" not in str(refusal.value)


def test_a_password_with_other_characters_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as refusal:
        parse_address("milvus://host", {"PULLQUOTE_MILVUS_PASSWORD": "new\nline"})
    assert "line" not in str(refusal.value)


def test_it_is_known_where_a_password_is_read_by_others() -> None:
    def clear(text: str, password: str = "x") -> bool:
        found: MilvusAddress = parse_address(text, {"PULLQUOTE_MILVUS_PASSWORD": password})
        return found.in_the_clear

    assert clear("milvus://milvus")
    assert not clear("milvus://milvus?tls=1")
    assert not clear("milvus://127.0.0.1")
    assert not clear("milvus://localhost")
    assert not clear("milvus://milvus", "")
