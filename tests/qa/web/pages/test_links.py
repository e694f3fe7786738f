from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.citing.links import host_of, quote_link, safe_url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
     "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "http://", "http:///x",
     "https://user:secret@a.example/", "http://a.example\\@evil.example", "http://[", "", None,
     "http://a.example/ x", "ftp://a.example/x"],
)  # fmt: skip
def test_only_pages_of_web_sites_are_linked(url: str | None) -> None:
    assert safe_url(url) is None
    assert quote_link(url, "words") is None


def test_a_short_quote_is_named_whole_without_its_marks() -> None:
    link = quote_link("https://a.example/x", "“Stop, now – and-then & there!”")
    assert link == (
        "https://a.example/x#:~:text=Stop%2C%20now%20%E2%80%93%20and%2Dthen%20%26%20there"
    )


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    words = " ".join(f"w{n}" for n in range(30))
    assert quote_link("http://a.example/", words) == (
        "http://a.example/#:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29"
    )


def test_parts_stay_within_one_paragraph() -> None:
    link = quote_link("http://a.example/", "First line\n\nlast line here")
    assert link == "http://a.example/#:~:text=First%20line,last%20line%20here"


def test_a_fragment_that_is_there_stays() -> None:
    assert quote_link("http://a.example/#top", "word") == "http://a.example/#top:~:text=word"
    assert quote_link("http://a.example/#:~:text=old", "new") == ("http://a.example/#:~:text=new")


def test_a_quote_without_words_links_to_the_page() -> None:
    assert quote_link("http://a.example/", "“…”") == "http://a.example/"


@given(st.text(max_size=300))
def test_a_directive_never_breaks_out_of_its_place(text: str) -> None:
    link = quote_link("https://a.example/", text)
    assert link is not None
    directive = link.removeprefix("https://a.example/").removeprefix("#:~:text=")
    assert directive.count(",") <= 1
    assert not set(directive) & set("&-#\"'<> \n")
    for part in directive.split(","):
        assert " ".join(unquote(part).split()) in " ".join(text.split())


def test_the_host_is_what_a_reader_recognises() -> None:
    assert host_of("https://www.quay.example:8443/a") == "quay.example"
