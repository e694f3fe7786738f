"""The widget on pages of other sites, in a real Chromium over real sockets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher
from host_pages import (
    Site,
    ask,
    frame_of,
    launcher,
    notice,
    open_widget,
    script_for,
    web_site,
)
from playwright.sync_api import BrowserContext, Page, Route, expect
from web_server import EMOJI, HOSTILE, Running, Watched, serving, until, watching

from qa.answers import Answer
from qa.assistant import Ask
from qa.web.access.policy import Access, Passwords
from qa.web.settings import RateLimits

pytestmark = pytest.mark.browser

_QUOTE = "Minister Rosa Calder said the dredging stops on Monday."


def _same_profile(watched: Watched) -> BrowserContext:
    return watched.page.context


# Answers ---------------------------------------------------------------------------------------


def test_an_answer_names_its_speaker_date_and_source(visit: Watched, site: Site) -> None:
    turn = ask(open_widget(visit, f"{site.origin()}/"), "Who dredging")
    expect(turn.locator(".answer")).to_have_text(f"dredging: “{_QUOTE}” [1] in The Quay")
    expect(turn.locator(".quotes .said")).to_have_text("Rosa Calder reported in The Quay")
    for fact in ("Rosa Calder", EMOJI.info.title, "Ada Löfgren", "The Quay", "6 May 2024"):
        expect(turn.locator(".quotes li")).to_contain_text(fact or "")
    assert turn.locator("time").get_attribute("datetime") == "2024-05-06"
    expect(turn.locator(".sure")).to_have_text("Stated Confidence: 93 %")
    assert visit.errors == []


def test_links_lead_to_the_quote_here_and_on_the_original_page(
    visit: Watched, site: Site, site_server: Running
) -> None:
    turn = ask(open_widget(visit, f"{site.origin()}/"), "Who dredging")
    original = turn.locator("a.original")
    expect(original).to_contain_text("quay.example")
    assert (original.get_attribute("href") or "").startswith(
        "https://quay.example/harbour-talks?id=7#top:~:text=Minister"
    )
    for link in (original, turn.locator("a.read"), turn.locator("a.cite")):
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener noreferrer"
    with _same_profile(visit).expect_page() as opened:
        turn.locator("a.read").click()
    expect(opened.value.locator("#quote")).to_have_text(_QUOTE)
    assert opened.value.url.startswith(f"{site_server.url}/read/emoji-00000001?")
    assert opened.value.evaluate("window.opener") is None


def test_the_short_answer_is_marked_by_code_points(
    visit: Watched, site: Site, site_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = site_server.assistant.ask_many

    def briefly(asks: Sequence[Ask]) -> list[Answer]:
        return [replace(answer, answer="So it did [1]") for answer in whole(asks)]

    monkeypatch.setattr(site_server.assistant, "ask_many", briefly)
    turn = ask(open_widget(visit, f"{site.origin()}/"), "When did the night")
    expect(turn.locator("blockquote")).to_have_text("😀🚢𝔸 A long night ended.")
    expect(turn.locator("mark")).to_have_text("night")


def test_words_that_the_answer_has_already_are_not_repeated(visit: Watched, site: Site) -> None:
    turn = ask(open_widget(visit, f"{site.origin()}/"), "Who dredging")
    expect(turn.locator("blockquote")).to_have_count(0)


def test_silence_looks_unlike_an_answer_and_offers_the_nearest(visit: Watched, site: Site) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    ask(frame, "Who dredging")
    turn = ask(frame, "Who mentions Brazil?")
    expect(turn.locator(".silence")).to_contain_text("No passage found")
    expect(turn.locator(".answer")).to_have_count(0)
    expect(turn.locator("h3")).to_have_text("Nearest passages")
    expect(turn.locator(".quotes blockquote")).to_have_text(EMOJI.text[:24])
    answered = frame.locator(".turn").first.locator(".answer")
    paper = "element => getComputedStyle(element).backgroundColor"
    assert turn.locator(".silence").evaluate(paper) != answered.evaluate(paper)


def test_what_may_answer_is_shown_as_that_with_notes(visit: Watched, site: Site) -> None:
    turn = ask(open_widget(visit, f"{site.origin()}/"), "Perhaps dredging")
    expect(turn).to_have_class("turn unsure")
    expect(turn.locator(".note")).to_have_text("Understood “dregding” as dredging.")
    expect(turn.locator(".answer")).to_contain_text("This may answer it:")
    expect(turn.locator(".standing")).to_have_text("May answer")
    expect(turn.locator(".sure")).to_have_text("Unsure Confidence: 31 %")
    assert visit.errors == []


def test_a_follow_up_hears_what_was_asked(visit: Watched, site: Site, site_server: Running) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    ask(frame, "First dredging")
    turn = ask(frame, "And objected?")
    assert site_server.assistant.asked[-1][1][0] == "First dredging"
    expect(turn.locator(".as")).to_have_text("Asked as And objected? (after First dredging)")
    frame.locator("#clear").click()
    ask(frame, "Again dredging")
    assert site_server.assistant.asked[-1][1] == ()


def test_a_failure_is_said_and_can_be_tried_again(
    visit: Watched, site: Site, site_server: Running
) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    turn = ask(frame, "Break.")
    expect(turn.get_by_role("alert")).to_contain_text("That did not work")
    assert "secret" not in (frame.locator("body").text_content() or "")
    before = len(site_server.assistant.asked)
    turn.get_by_role("button", name="Try again").click()
    until(lambda: len(site_server.assistant.asked) == before + 1)
    expect(frame.locator(".turn")).to_have_count(1)
    expect(frame.locator(".problem")).to_be_visible()
    assert len(site_server.assistant.asked) == before + 1


def test_who_asks_too_often_is_told_when_to_come_back(
    visit: Watched, site: Site, tmp_path: Path
) -> None:
    limits = RateLimits(questions=1, questions_a_minute=1)
    with serving(tmp_path, allow_origins=(site.origin(),), limits=limits) as narrow:
        site.add("/narrow", script_for(narrow))
        frame = open_widget(visit, f"{site.origin()}/narrow")
        ask(frame, "Who dredging")
        expect(ask(frame, "Who objected?").locator(".problem")).to_contain_text(
            re.compile(r"try again in \d+ second")
        )


def test_nothing_hostile_runs(visit: Watched, site: Site) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    question = "<img src=x onerror=alert(1)> ${alert(2)} {{alert(3)}} zeppelin"
    turn = ask(frame, question)
    expect(turn.locator("cite")).to_have_text(HOSTILE.info.title or "")
    expect(turn.locator(".facts")).to_contain_text(HOSTILE.info.author or "")
    expect(turn.locator(".answer")).to_contain_text("<b onclick=alert(1)>landed</b>")
    assert turn.locator("img, script, b").count() == 0
    assert frame.locator("a[href^='javascript']").count() == 0
    expect(turn.locator("bdi.control").first).to_have_attribute("data-code", "U+202E")
    visit.page.wait_for_timeout(200)
    assert visit.dialogs == []
    assert not any(url.endswith("/x") for url in visit.requests)


# Who may show it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "xintranet.localhost", "intranet.localhost.evil.localhost",
     "www.intranet.localhost"],
)  # fmt: skip
def test_a_page_of_an_origin_not_listed_cannot_show_it(
    visit: Watched, site: Site, site_server: Running, host: str
) -> None:
    page = visit.page
    page.goto(f"{site.origin(host)}/")
    launcher(page).click()
    expect(notice(page)).to_be_visible()
    expect(notice(page)).to_contain_text("could not be opened")
    assert page.locator("pullquote-widget iframe").is_hidden()
    why = notice(page).get_by_role("link").get_attribute("href") or ""
    assert why.startswith(f"{site_server.url}/embed/check?")
    assert parse_qs(urlsplit(why).query)["origin"] == [site.origin(host)]
    assert any("frame-ancestors" in error for error in visit.errors)


def test_another_port_is_another_origin(visit: Watched, site_server: Running) -> None:
    with web_site() as other:
        other.add("/", script_for(site_server))
        visit.page.goto(f"{other.origin()}/")
        launcher(visit.page).click()
        expect(notice(visit.page)).to_be_visible()


def test_a_page_without_an_origin_cannot_show_it(
    visit: Watched, site: Site, site_server: Running
) -> None:
    site.add("/sandboxed", '<iframe id="null" sandbox="allow-scripts" src="/"></iframe>')
    visit.page.goto(f"{site.origin()}/sandboxed")
    inner = visit.page.frame_locator("#null")
    inner.locator("pullquote-widget button.open").click()
    expect(inner.locator("pullquote-widget .blocked")).to_be_visible()


def test_a_listed_page_in_a_page_that_is_not_cannot_show_it(visit: Watched, site: Site) -> None:
    site.add("/around", f'<iframe id="inner" src="{site.origin()}/"></iframe>')
    visit.page.goto(f"{site.origin('localhost')}/around")
    inner = visit.page.frame_locator("#inner")
    inner.locator("pullquote-widget button.open").click()
    expect(inner.locator("pullquote-widget .blocked")).to_be_visible()


def test_it_works_under_a_strict_policy_of_the_page(
    visit: Watched, site: Site, site_server: Running
) -> None:
    policy = (
        f"default-src 'none'; script-src {site_server.url}; frame-src {site_server.url}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    site.add("/strict", script_for(site_server), Content_Security_Policy=policy)
    frame = open_widget(visit, f"{site.origin()}/strict")
    expect(ask(frame, "Who dredging").locator(".answer")).to_contain_text(_QUOTE)
    visit.page.keyboard.press("Escape")
    assert launcher(visit.page).evaluate("one => getComputedStyle(one).position") == "fixed"
    assert [error for error in visit.errors if "favicon" not in error] == []


def test_it_works_on_a_page_in_cross_origin_isolation(
    visit: Watched, site: Site, site_server: Running
) -> None:
    site.add(
        "/isolated",
        script_for(site_server),
        Cross_Origin_Embedder_Policy="require-corp",
        Cross_Origin_Opener_Policy="same-origin",
    )
    frame = open_widget(visit, f"{site.origin()}/isolated")
    expect(ask(frame, "Who dredging").locator(".answer")).to_be_visible()


def test_a_policy_that_blocks_the_frame_is_named(
    visit: Watched, site: Site, site_server: Running
) -> None:
    policy = f"script-src {site_server.url}; frame-src 'self'"
    site.add("/frameless", script_for(site_server), Content_Security_Policy=policy)
    visit.page.goto(f"{site.origin()}/frameless")
    launcher(visit.page).click()
    expect(notice(visit.page)).to_be_visible()
    with _same_profile(visit).expect_page() as opened:
        notice(visit.page).get_by_role("link").click()
    checked = opened.value.locator(".findings")
    expect(checked).to_contain_text("The page’s policy blocks the frame")
    expect(checked).to_contain_text(f"frame-src 'self' {site_server.url}")
    expect(checked).to_contain_text("The origin is on this server’s list")


def test_who_has_not_signed_in_is_told_so_in_the_widget_and_may_come_back(
    visit: Watched, site: Site, tmp_path: Path
) -> None:
    intranet, name = site.origin("intranet.corp.localhost"), "pullquote.corp.localhost"
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("a long walk home")
    (tmp_path / "passwords").write_text(f"ada:reader:{hashed}\n", "utf-8")
    access = Access(method=Passwords(tmp_path / "passwords"))
    with serving(tmp_path, allow_origins=(intranet,), allow_hosts=(name,), access=access) as closed:
        page = visit.page
        site.add("/closed", script_for(closed).replace("127.0.0.1", name))
        page.goto(f"{intranet}/closed")
        launcher(page).click()
        expect(frame_of(page).locator("h1")).to_have_text("Sign in to ask the articles")
        page.wait_for_timeout(2_000)  # long enough to be taken for refused
        assert notice(page).is_hidden()
        frame_of(page).get_by_role("button", name="Close").click()
        expect(page.locator("pullquote-widget dialog")).to_be_hidden()
        launcher(page).click()
        with _same_profile(visit).expect_page() as opened:
            frame_of(page).get_by_role("link").click()
        opened.value.get_by_label("Name").fill("ada")
        opened.value.get_by_label("Password").fill("a long walk home")
        opened.value.keyboard.press("Enter")
        opened.value.wait_for_selector("html[data-chat=ready]")
        opened.value.close()
        page.goto(f"{intranet}/closed")
        launcher(page).click()
        expect(ask(frame_of(page), "Who dredging").locator(".answer")).to_contain_text(_QUOTE)


def test_no_cookie_is_set_and_no_other_host_is_asked(
    visit: Watched, site: Site, site_server: Running
) -> None:
    ask(open_widget(visit, f"{site.origin()}/"), "Who dredging")
    assert _same_profile(visit).cookies() == []
    hosts = {urlsplit(url).netloc for url in visit.requests if not url.startswith("data:")}
    assert hosts == {urlsplit(site_server.url).netloc, urlsplit(site.origin()).netloc}


def test_the_server_is_not_told_what_the_page_chose(
    visit: Watched, site: Site, site_server: Running
) -> None:
    site.add("/secret", script_for(site_server, title="Project Osprey", greeting="Hush"))
    open_widget(visit, f"{site.origin()}/secret")
    sent = [urlsplit(url)._replace(fragment="").geturl() for url in visit.requests]
    assert not any("Osprey" in url or "Hush" in url for url in sent)


def test_it_works_where_third_party_cookies_and_storage_are_blocked(
    visit: Watched, site: Site
) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    read = "() => { try { return sessionStorage.length } catch { return 'blocked' } }"
    assert frame.locator("html").evaluate(read) == "blocked"
    ask(frame, "Who dredging")
    expect(ask(frame, "And objected?").locator(".as")).to_contain_text("after Who dredging")
    visit.page.keyboard.press("Escape")
    launcher(visit.page).click()
    expect(frame.locator(".turn")).to_have_count(2)
    assert visit.errors == []


# Messages --------------------------------------------------------------------------------------


def _frame_with(page: Page, mark: str) -> Callable[[str], object]:
    found = next(frame for frame in page.frames if mark in frame.url)
    return lambda script: found.evaluate(script)


def test_messages_of_other_frames_are_ignored(
    visit: Watched, site: Site, site_server: Running
) -> None:
    page = visit.page
    site.add("/sibling", "")
    # One neighbour of the page's origin, one of the server's: each has half of what is checked.
    neighbours = (
        f'<iframe src="/sibling"></iframe><iframe src="{site_server.url}/embed?lang=de"></iframe>'
    )
    site.add("/neighbours", script_for(site_server), more=neighbours)
    frame = open_widget(visit, f"{site.origin()}/neighbours")
    asked = len(site_server.assistant.asked)
    close = "parent.postMessage({ pullquote: 'close' }, '*')"
    put = """for (let at = 0; at < parent.frames.length; at++)
      parent.frames[at].postMessage({ pullquote: "ask", text: "Who dredging" }, "*")"""
    for mark in ("/sibling", "lang=de"):
        tell = _frame_with(page, mark)
        tell(close)
        tell(put)
    page.evaluate(close.replace("parent", "window"))
    page.wait_for_timeout(500)
    assert page.locator("pullquote-widget dialog").evaluate("dialog => dialog.open")
    expect(frame.locator(".turn")).to_have_count(0)
    assert len(site_server.assistant.asked) == asked
    page.evaluate("pullquote.ask('Who dredging')")
    expect(frame.locator(".answer")).to_be_visible()


def test_an_embedded_page_speaks_to_the_origin_it_was_given_and_no_other(
    visit: Watched, site: Site, site_server: Running
) -> None:
    page = visit.page
    forged = f"{site_server.url}/embed?lang=en#origin=https%3A%2F%2Fnews.example"
    site.add("/forged", "", more=f'<iframe id="forged" src="{forged}"></iframe>')
    page.add_init_script(
        "addEventListener('message', (event) => (window.heard ||= []).push(event))"
    )
    page.goto(f"{site.origin()}/forged")
    frame = page.frame_locator("#forged")
    expect(frame.locator("html[data-ready]")).to_be_attached()
    page.evaluate(
        """document.getElementById("forged").contentWindow
          .postMessage({ pullquote: "ask", text: "Who dredging" }, "*")"""
    )
    page.wait_for_timeout(300)
    expect(frame.locator(".turn")).to_have_count(0)
    assert page.evaluate("window.heard") is None


@pytest.mark.parametrize(
    "message", ["null", "'close'", "[1]", "{pullquote: 7}", "{pullquote: 'x'}"]
)
def test_strange_messages_do_no_harm(visit: Watched, site: Site, message: str) -> None:
    frame = open_widget(visit, f"{site.origin()}/")
    embedded = _frame_with(visit.page, "/embed?")
    embedded(f"parent.postMessage({message}, '*')")
    visit.page.evaluate(
        f"document.querySelector('pullquote-widget').shadowRoot.querySelector('iframe')"
        f".contentWindow.postMessage({message}, '*')"
    )
    visit.page.wait_for_timeout(100)
    expect(frame.locator("#question")).to_be_visible()
    assert visit.errors == []


# The token -------------------------------------------------------------------------------------


def _change_page(page: Page, old: str, new: str) -> None:
    def change(route: Route) -> None:
        reply = route.fetch()
        assert old in reply.text()
        route.fulfill(response=reply, body=reply.text().replace(old, new))

    page.route("**/embed?*", change)


@pytest.mark.parametrize(
    ("old", "new", "statuses"),
    [
        # Refused, renewed, asked again; and renewed in time, so that nothing is refused.
        ('name="pullquote-token" content="', 'name="pullquote-token" content="x', [403, 200]),
        ('data-seconds="600"', 'data-seconds="20"', [200]),
    ],
)
def test_a_token_that_is_not_good_any_more_is_renewed(
    visit: Watched, site: Site, old: str, new: str, statuses: list[int]
) -> None:
    page = visit.page
    _change_page(page, old, new)
    seen: list[int] = []
    page.on("response", lambda one: seen.append(one.status) if "/api/ask" in one.url else None)
    turn = ask(open_widget(visit, f"{site.origin()}/"), "Who dredging")
    expect(turn.locator(".answer")).to_be_visible()
    assert seen == statuses
    assert sum("/embed/token" in url for url in visit.requests) == 1


# Options ---------------------------------------------------------------------------------------


def test_options_change_what_is_said(visit: Watched, site: Site, site_server: Running) -> None:
    site.add(
        "/options",
        script_for(
            site_server,
            title="Ask the harbour",
            greeting="About &lt;b&gt;dredging&lt;/b&gt; only.",
            examples="Who dredging | Who objected?",
        ),
    )
    frame = open_widget(visit, f"{site.origin()}/options")
    expect(launcher(visit.page)).to_have_text("Ask the harbour")
    expect(frame.locator("#title")).to_have_text("Ask the harbour")
    expect(frame.locator("#greeting")).to_have_text("About <b>dredging</b> only.")
    expect(frame.locator(".example")).to_have_text(["Who dredging", "Who objected?"])
    frame.get_by_role("button", name="Who objected?").click()
    expect(frame.locator(".answer")).to_contain_text("Nobody objected.")


def test_options_restrict_the_articles(visit: Watched, site: Site, site_server: Running) -> None:
    site.add(
        "/quay", script_for(site_server, publication="The Quay", author="Löfgren", after="soon")
    )
    turn = ask(open_widget(visit, f"{site.origin()}/quay"), "Who dredging")
    expect(turn.locator(".problem")).to_contain_text("'soon' is not a date")
    site.add(
        "/quay", script_for(site_server, source="The Quay", author="Löfgren", before="2024-12-31")
    )
    ask(open_widget(visit, f"{site.origin()}/quay"), "Who dredging")
    filters = site_server.assistant.asked[-1][2]
    assert (filters.source, filters.author, filters.before) == ("The Quay", "Löfgren", "2024-12-31")


def test_the_server_s_own_examples_are_offered(visit: Watched, site: Site, tmp_path: Path) -> None:
    with serving(tmp_path, allow_origins=(site.origin(),), examples=("Who dredging",)) as other:
        site.add("/examples", script_for(other))
        frame = open_widget(visit, f"{site.origin()}/examples")
        frame.get_by_role("button", name="Who dredging").click()
        expect(frame.locator(".answer")).to_contain_text(_QUOTE)


@pytest.mark.parametrize("accent", ["#ffd400", "#1a1a80", "#777777"])
def test_the_accent_is_legible_whatever_it_is(
    visit: Watched, site: Site, site_server: Running, accent: str
) -> None:
    site.add("/accent", script_for(site_server, accent=accent))
    frame = open_widget(visit, f"{site.origin()}/accent")
    ask(frame, "Who dredging")
    wanted = tuple(int(accent[at : at + 2], 16) for at in (1, 3, 5))
    for painted in (launcher(visit.page), frame.locator("#send")):
        ink, paper = painted.evaluate(_COLOURS)
        assert _channels(paper) == wanted
        assert _contrast(ink, paper) >= 4.5
    link = frame.locator("a.read").evaluate("one => getComputedStyle(one).color")
    assert _contrast(link, "rgb(251, 250, 246)") >= 4.5


def test_the_theme_can_be_fixed(visit: Watched, site: Site, site_server: Running) -> None:
    site.add("/dark", script_for(site_server, theme="dark"))
    frame = open_widget(visit, f"{site.origin()}/dark")
    _, paper = frame.locator("body").evaluate(_COLOURS)
    assert _luminance(paper) < 0.05


def test_it_sits_where_it_was_put(visit: Watched, site: Site, site_server: Running) -> None:
    places = {"/right": {}, "/left": {"position": "left"}}
    for path, options in places.items():
        site.add(path, script_for(site_server, **options))
        visit.page.goto(f"{site.origin()}{path}")
        expect(launcher(visit.page)).to_be_visible()
        box = launcher(visit.page).bounding_box()
        assert box is not None
        assert (box["x"] < 640) == (path == "/left")


def test_it_can_stand_in_the_page_and_grows_with_its_answers(
    visit: Watched, site: Site, site_server: Running
) -> None:
    page = visit.page
    site.add("/inline", script_for(site_server, inline="#here", height="560"))
    page.goto(f"{site.origin()}/inline")
    frame = frame_of(page)
    expect(frame.locator("#question")).to_be_visible()
    assert launcher(page).count() == 0
    expect(frame.locator("#close")).to_be_hidden()
    host = page.locator("#here pullquote-widget iframe")
    before = host.bounding_box()
    ask(frame, "Who dredging")
    expect(frame.locator("#tools")).to_be_visible()
    page.wait_for_function(
        """before => document.querySelector("pullquote-widget").shadowRoot
          .querySelector("iframe").offsetHeight > before""",
        arg=before and before["height"],
    )
    for _ in range(3):
        ask(frame, "Who mentions Brazil?")
    expect(host).to_have_css("height", "560px")
    page.wait_for_timeout(200)
    after = host.bounding_box()
    assert after is not None
    assert after["height"] == 560
    assert page.evaluate("scrollY") == 0


def test_the_element_may_have_the_name_of_the_product(
    visit: Watched, site: Site, site_server: Running
) -> None:
    element = '<div id="pullquote"></div>'
    site.add("/named", script_for(site_server, inline="#pullquote"), more=element)
    visit.page.goto(f"{site.origin()}/named")
    ask(frame_of(visit.page), "Who dredging")
    visit.page.evaluate("pullquote.ask('Who objected?')")
    expect(frame_of(visit.page).locator(".answer")).to_have_count(2)


def test_an_element_that_is_not_there_is_named(
    visit: Watched, site: Site, site_server: Running
) -> None:
    site.add("/astray", script_for(site_server, inline="#nowhere"))
    with visit.page.expect_console_message() as said:
        visit.page.goto(f"{site.origin()}/astray")
    assert "#nowhere" in said.value.text


def test_the_page_is_not_held_up_and_no_frame_is_made_before_it_is_wanted(
    visit: Watched, site: Site
) -> None:
    visit.page.goto(f"{site.origin()}/")
    expect(launcher(visit.page)).to_be_visible()
    assert not any("/embed" in url for url in visit.requests)


# Steering it from the page ---------------------------------------------------------------------


def test_the_page_can_open_ask_close_and_destroy_it(visit: Watched, site: Site) -> None:
    page = visit.page
    page.goto(f"{site.origin()}/")
    expect(launcher(page)).to_be_visible()
    is_open = "document.querySelector('pullquote-widget').shadowRoot.querySelector('dialog').open"
    page.evaluate("pullquote.open()")
    assert page.evaluate(is_open)
    page.evaluate("pullquote.close()")
    assert not page.evaluate(is_open)
    page.evaluate("pullquote.ask('Who dredging')")
    expect(frame_of(page).locator(".answer")).to_contain_text(_QUOTE)
    page.evaluate("window.kept = pullquote; pullquote.destroy()")
    assert page.locator("pullquote-widget").count() == 0
    assert page.evaluate("'pullquote' in window") is False
    page.evaluate("kept.open(); kept.ask('Who'); kept.close(); kept.destroy()")
    assert visit.errors == []


def test_what_is_asked_while_an_answer_is_in_work_comes_next(visit: Watched, site: Site) -> None:
    visit.page.goto(f"{site.origin()}/")
    expect(launcher(visit.page)).to_be_visible()
    visit.page.evaluate("pullquote.ask('Who dredging'); pullquote.ask('Who objected?')")
    turns = frame_of(visit.page).locator(".turn .asked")
    expect(turns).to_have_text(["Who dredging", "Who objected?"])
    expect(frame_of(visit.page).locator(".answer")).to_have_count(2)


def test_a_script_that_stands_twice_makes_one_widget(
    visit: Watched, site: Site, site_server: Running
) -> None:
    site.add("/twice", script_for(site_server) * 2)
    visit.page.goto(f"{site.origin()}/twice")
    expect(launcher(visit.page)).to_have_count(1)
    visit.page.wait_for_load_state()
    assert launcher(visit.page).count() == 1


# Memory ----------------------------------------------------------------------------------------


def test_a_conversation_lives_as_long_as_the_tab(
    visit: Watched, site: Site, tmp_path: Path
) -> None:
    # Two hosts of one domain, as on most internal sites: the frame may store something.
    intranet, name = site.origin("intranet.corp.localhost"), "pullquote.corp.localhost"
    with serving(tmp_path, allow_origins=(intranet,), allow_hosts=(name,)) as named:
        site.add("/corp", script_for(named).replace("127.0.0.1", name))
        ask(open_widget(visit, f"{intranet}/corp"), "Who dredging")
        again = open_widget(visit, f"{intranet}/corp")
        expect(again.locator(".answer")).to_contain_text(_QUOTE)
        with watching(_same_profile(visit)) as other:
            fresh = open_widget(other, f"{intranet}/corp")
            expect(fresh.locator("#welcome")).to_be_visible()
            expect(fresh.locator(".turn")).to_have_count(0)
        again.locator("#clear").click()
        expect(again.locator("#welcome")).to_be_visible()
        expect(open_widget(visit, f"{intranet}/corp").locator(".turn")).to_have_count(0)


# Other addresses -------------------------------------------------------------------------------


def test_it_works_below_a_root_path(visit: Watched, site: Site, tmp_path: Path) -> None:
    origins = (site.origin(),)
    with serving(tmp_path, allow_origins=origins, root_path="/press/quotes") as below:
        site.add("/below", script_for(below, root="/press/quotes"))
        turn = ask(open_widget(visit, f"{site.origin()}/below"), "Who dredging")
        expect(turn.locator(".answer")).to_contain_text(_QUOTE)
        read = turn.locator("a.read").get_attribute("href") or ""
        assert read.startswith(f"{below.url}/press/quotes/read/emoji-00000001?")
        used = [url for url in visit.requests if url.startswith(below.url)]
        assert all(urlsplit(url).path.startswith("/press/quotes/") for url in used)
        line = f'<script src="{below.url}/press/quotes/widget.js" async></script>'
        assert _setup_line(visit, f"{below.url}/press/quotes") == line


def _setup_line(watched: Watched, root: str) -> str:
    watched.page.goto(f"{root}/embed/setup")
    return watched.page.locator("#snippet").text_content() or ""


def test_the_samples_are_answered_on_a_page_of_another_site(
    visit: Watched, site: Site, sample_index_folder: Path
) -> None:
    examples = ("What did Bordyuzha say about Iran?",)
    with serving(
        sample_index_folder, real=True, allow_origins=(site.origin(),), examples=examples
    ) as real:
        site.add("/samples", script_for(real))
        frame = open_widget(visit, f"{site.origin()}/samples")
        turn = ask(frame, "What did Bordyuzha say about Iran?")
        expect(turn.locator(".answer")).to_contain_text("military action should not take place")
        expect(turn.locator(".quotes .speaker").first).to_have_text("Nikolay Bordyuzha")
        expect(turn.locator("time").first).to_have_text("11 April 2012")


_COLOURS = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"


def _channels(colour: str) -> tuple[int, ...]:
    inside = colour.split("(")[1].rstrip(")").replace(",", " ").split()
    return tuple(int(float(part)) for part in inside[:3])


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    parts = [channel / 255 for channel in _channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
