"""What a site owner is told, and how the page tells it."""

import pytest
from web_server import Running

from qa.web.widget.site_check import check_site, origin_of

_SCRIPT = "https://quotes.example/widget.js"


def _titles(given: str, script: str = _SCRIPT, listed: tuple[str, ...] = ()) -> dict[str, bool]:
    return {one.title: one.good for one in check_site(given, script, listed).findings}


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://intranet.example", "https://intranet.example"),
        (" https://intranet.example/a/page?x#y ", "https://intranet.example"),
        ("https://intranet.example:443/", "https://intranet.example"),
        ("http://intranet.example:80", "http://intranet.example"),
        ("http://intranet.example:8080", "http://intranet.example:8080"),
        ("HTTPS://Intranet.EXAMPLE", "https://intranet.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("intranet.example", None),
        ("null", None),
        ("file:///home/page.html", None),
        ("data:text/html,x", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://*", None),
        ("https://a b", None),
        ("https://a:99999", None),
        ("https://a..b", None),
        ("https://[", None),
    ],
)
def test_an_origin_is_what_a_browser_makes_of_an_address(given: str, origin: str | None) -> None:
    assert origin_of(given) == origin


def test_a_site_that_is_not_listed_is_told_the_option() -> None:
    checked = check_site("https://intranet.example/page", _SCRIPT, ())
    assert not checked.good
    assert checked.findings[0].line == "--allow-origin https://intranet.example"


@pytest.mark.parametrize(
    "listed", ["http://intranet.example", "https://www.intranet.example", "https://intranet.example:8443"]
)  # fmt: skip
def test_a_site_that_is_almost_listed_is_told_the_difference(listed: str) -> None:
    (finding, *_) = check_site("https://intranet.example", _SCRIPT, (listed,)).findings
    assert not finding.good
    assert f"{listed} is listed, but is another origin" in finding.advice


def test_a_listed_site_is_well() -> None:
    checked = check_site("https://intranet.example", _SCRIPT, ("https://intranet.example",))
    assert checked.good
    assert checked.origin == "https://intranet.example"


def test_mixed_content_is_found_but_not_for_the_machine_itself() -> None:
    mixed = "Mixed content: the page uses https, this server does not"
    site = "https://intranet.example"
    assert _titles(site, "http://quotes.example/widget.js")[mixed] is False
    assert mixed not in _titles(site)
    assert mixed not in _titles("http://intranet.example", "http://quotes.example/widget.js")
    assert mixed not in _titles(site, "http://127.0.0.1:7860/widget.js")


def test_an_address_of_the_machine_itself_is_found_but_not_for_a_page_on_it() -> None:
    alone = "This address of the server is only good on the machine itself"
    script = "http://localhost:7860/widget.js"
    assert _titles("https://intranet.example", script)[alone] is False
    assert alone not in _titles("http://localhost:8000", script)
    assert alone not in _titles("http://intranet.localhost:8000", script)


def test_a_page_without_an_origin_is_told_why() -> None:
    for given in ("null", "file:///page.html", "data:text/html,x"):
        assert not _titles(given)["A page without an origin cannot show the widget"]
    assert not _titles("intranet")["This is not the address of a site"]


def test_the_page_tells_it(running: Running) -> None:
    page = running.client.get("/embed/check", params={"origin": "https://news.example"}).text
    assert "The origin is on this server’s list" in page
    page = running.client.get("/embed/check", params={"origin": "https://other.example"}).text
    assert "--allow-origin https://other.example" in page


def test_the_page_judges_a_policy(running: Running) -> None:
    asked = {"origin": "https://news.example", "policy": "default-src 'self'"}
    page = running.client.get("/embed/check", params=asked).text
    assert f"frame-src &#39;self&#39; {running.url}" in page


@pytest.mark.parametrize("name", ["origin", "policy"])
def test_what_is_asked_comes_back_as_text(running: Running, name: str) -> None:
    hostile = "\"><script>alert(1)</script>'"
    asked = {"origin": "https://news.example", name: hostile}
    page = running.client.get("/embed/check", params=asked).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_too_much_is_refused(running: Running) -> None:
    for name, length in (("origin", 501), ("policy", 8_001)):
        reply = running.client.get("/embed/check", params={"origin": "x", name: "a" * length})
        assert reply.status_code == 422


def test_the_line_names_the_server_as_the_visitor_does_and_no_false_host(running: Running) -> None:
    port = running.url.rsplit(":", 1)[1]
    named = running.client.get("/embed/setup", headers={"Host": f"LOCALHOST:{port}"})
    assert f'data-script="http://localhost:{port}/widget.js"' in named.text
    false = running.client.get("/embed/setup", headers={"Host": "evil.example"})
    assert false.status_code == 421
