"""The embedded page and what it loads, over real HTTP."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from web_server import Running, serving

from index.errors import UsageError
from qa.web.pages.languages import LANGUAGES, RIGHT_TO_LEFT, choose_language
from qa.web.widget.embed import frame_ancestors
from qa.web.widget.files import assets, strings

_WIDGET = Path(__file__).resolve().parents[4] / "qa" / "web" / "static" / "widget"
_GUIDE = Path(__file__).resolve().parents[4] / "docs" / "widget.md"
_LARGEST = 30_000


def _policy(server: Running, path: str) -> dict[str, str]:
    header = server.client.get(path).headers["content-security-policy"]
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: sources for name, _, sources in parts}


def test_only_listed_origins_may_frame_the_embedded_page(running: Running) -> None:
    assert _policy(running, "/embed")["frame-ancestors"] == "https://news.example"
    assert "x-frame-options" not in running.client.get("/embed").headers


def test_without_a_list_nobody_may(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert _policy(server, "/embed")["frame-ancestors"] == "'none'"
        assert server.client.get("/embed").headers["x-frame-options"] == "DENY"


def test_what_a_visitor_sends_does_not_change_who_may(running: Running) -> None:
    claimed = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    for path in ("/embed?origin=https://evil.example", "/embed?embed_origin=*", "/embed?preview=0"):
        header = running.client.get(path, headers=claimed).headers["content-security-policy"]
        assert "evil" not in header
        assert "frame-ancestors https://news.example" in header


def test_the_preview_is_for_this_server_s_own_page_alone(running: Running) -> None:
    assert _policy(running, "/embed?preview=1")["frame-ancestors"] == "'self'"
    assert _policy(running, "/embed/preview")["frame-ancestors"] == "'self'"
    for path in ("/embed/check", "/embed/setup"):
        assert _policy(running, path)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "origin", ["*", "https://*.example", "https://a.example; script-src *", "a.example", "null",
               "https://a.example/", "https://a.example\r\nX: y", "'self'", ""],
)  # fmt: skip
def test_nothing_but_an_origin_reaches_the_header(origin: str) -> None:
    with pytest.raises(UsageError, match="not the origin of a site"):
        frame_ancestors((origin,))


@pytest.mark.parametrize("path", ["/embed", "/embed/check", "/embed/setup", "/embed/preview"])
def test_no_page_needs_anything_unsafe(running: Running, path: str) -> None:
    policy = _policy(running, path)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in json.dumps(policy)
    page = running.client.get(path).text
    assert re.search(r"<style|\sstyle=|\son\w+=", page) is None
    for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert not content.strip() or 'type="application/json"' in attributes


def test_no_page_names_another_host(running: Running) -> None:
    for path in ("/embed", "/embed/check", "/embed/setup", "/embed/preview"):
        addresses = re.findall(r"(?:src|href)=\"([^\"]*)\"", running.client.get(path).text)
        assert not [one for one in addresses if re.match(r"\w+://|//", one)], path


def test_everything_that_is_loaded_is_small(running: Running) -> None:
    page = running.client.get("/embed").text
    loaded = ["/widget.js", *(f"/{one}" for one in re.findall(r'"(embed/static/[^"]+)"', page))]
    assert len(loaded) == 3
    bodies = [running.client.get(path).content for path in loaded]
    compressed = sum(len(gzip.compress(body)) for body in [page.encode("utf-8"), *bodies])
    assert compressed < _LARGEST


def test_an_asset_is_sent_compressed_and_kept_by_its_stamp(running: Running) -> None:
    page = running.client.get("/embed").text
    address = re.findall(r'"(embed/static/[^"]+)"', page)[0]
    response = running.client.get(f"/{address}")
    assert response.headers["content-encoding"] == "gzip"
    assert "immutable" in response.headers["cache-control"]
    assert "immutable" not in running.client.get(address.split("?")[0]).headers["cache-control"]
    plain = running.client.get(f"/{address}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content


def test_an_unchanged_script_is_not_sent_again(running: Running) -> None:
    first = running.client.get("/widget.js")
    again = running.client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "name", ["lang/en.json", "..%2Fchat.css", "%2e%2e%2fembed.py", "en.json", "nothing.js", ""]
)
def test_no_other_file_is_served(running: Running, name: str) -> None:
    assert running.client.get(f"/embed/static/{name}").status_code == 404


def test_any_site_may_load_the_script_and_pin_it(running: Running) -> None:
    response = running.client.get("/widget.js", headers={"Origin": "https://anywhere.example"})
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    digest = base64.b64encode(hashlib.sha384(response.content).digest()).decode()
    assert assets()["widget.js"].integrity == f"sha384-{digest}"
    assert f'data-integrity="sha384-{digest}"' in running.client.get("/embed/setup").text


def test_the_embedded_page_is_never_kept_because_of_its_token(running: Running) -> None:
    pages = [running.client.get("/embed") for _ in range(2)]
    tokens = [re.findall(r'pullquote-token" content="([\w-]+)"', page.text) for page in pages]
    assert tokens[0] != tokens[1]
    assert all(page.headers["cache-control"] == "no-store" for page in pages)


def test_a_token_of_the_page_lets_its_holder_ask(running: Running) -> None:
    token = running.client.get("/embed/token").json()
    assert token["seconds"] == 600
    asked = {"question": "dredging"}
    for shown, status in ((token["token"], 200), (token["token"][:-1], 403), ("", 403)):
        headers = {"X-Pullquote-Token": shown}
        assert running.client.post("/api/ask", json=asked, headers=headers).status_code == status


def test_examples_are_offered_where_there_are_articles(running: Running, tmp_path: Path) -> None:
    assert isinstance(running.client.get("/embed/examples").json()["questions"], list)
    with serving(tmp_path, empty=True) as server:
        assert server.client.get("/embed/examples").json() == {"questions": []}


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("de", None, "de"),
        ("de-CH", "fr", "de"),
        ("pt_BR", "xx, fr, de", "fr"),
        ("", "fr;q=0.3, de;q=0.8, es;q=0", "de"),
        ("", "fr;q=many, de;q=0.8", "fr"),
        ("", "ES-mx,en;q=0.5", "es"),
        ("", "*", "en"),
        (None, None, "en"),
        ("../../etc/passwd", "", "en"),
    ],
)
def test_the_site_s_language_comes_first_then_the_visitor_s(
    wanted: str | None, accepted: str | None, language: str
) -> None:
    assert choose_language(wanted, accepted) == language


def test_every_language_says_everything_with_the_same_blanks() -> None:
    def blanks(said: object) -> object:
        if isinstance(said, dict):
            return {name: blanks(one) for name, one in said.items()}
        return set(re.findall(r"\{\w+\}", str(said)))

    english = blanks(strings("en"))
    for language in LANGUAGES:
        assert blanks(strings(language)) == english, language
        assert all(str(one).strip() for one in strings(language).values())
    assert {path.stem for path in (_WIDGET / "lang").iterdir()} == set(LANGUAGES)
    assert set(LANGUAGES) >= RIGHT_TO_LEFT


def test_every_word_of_the_page_comes_from_the_language(running: Running) -> None:
    said = strings("de")
    page = running.client.get("/embed?lang=de").text
    for name in ("title", "greeting", "label", "send", "close", "fresh", "print"):
        assert str(said[name]) in page
    script = (_WIDGET / "embed.js").read_text("utf-8")
    used = set(re.findall(r"\bwords\.(\w+)", script))
    assert used <= {*said, "answers"}  # how sentences of answers are said, given with the page
    named = set(re.findall(r"strings\.(\w+)", _template("widget/embed.html")))
    assert set(said) - used - named == {"name"}


def test_every_option_is_documented() -> None:
    script = (_WIDGET / "widget.js").read_text("utf-8")
    passed = re.search(r"PASSED = \[([^\]]*)\]", script)
    assert passed is not None
    options = set(re.findall(r"\boptions\.(\w+)", script)) | set(re.findall(r"\w+", passed[1]))
    guide = _GUIDE.read_text("utf-8")
    assert {one for one in options if f"`data-{one}`" not in guide} == set()
    rows = re.findall(r"^\| (`data-.*?) \|", guide, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`data-(\w+)`", row)}
    assert documented <= options


def test_scripts_never_parse_markup() -> None:
    for path in _WIDGET.glob("*.js"):
        script = path.read_text("utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                     "new Function", "DOMParser", "srcdoc", "setHTML"):  # fmt: skip
            assert word not in script, (path.name, word)
        assert '"*"' not in script.replace('addEventListener("*"', ""), path.name


def _template(name: str) -> str:
    return (_WIDGET.parents[1] / "templates" / name).read_text("utf-8")
