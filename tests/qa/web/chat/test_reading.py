"""Answers as things to read and to take along, in a real Chromium."""

import re
from collections.abc import Iterator

import pytest
from accessibility import findings
from chat_page import ask, open_chat
from playwright.sync_api import Browser, Page, ViewportSize, expect
from reading_server import ANSWERS, BRIDGE, WELL, serving_to_read
from web_server import Running, Watched, watching

pytestmark = [
    pytest.mark.browser,
    # Gradio uses of pandas what pandas will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_CLIPBOARD = ["clipboard-read", "clipboard-write"]
_PHONE: ViewportSize = {"width": 390, "height": 844}
_PASTED = """async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""
_CITED = "Ada Okoro · The well at Ash Lane · Lena Fisk · The Quay · 2024-05-06 · page 3"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving_to_read(tmp_path_factory.mktemp("reading")) as server:
        yield server


@pytest.fixture(scope="module")
def all_asked(browser: Browser, server: Running) -> Iterator[Watched]:
    """Every question of ANSWERS, asked on a wide screen by somebody who may copy."""
    size = {"width": 1280, "height": 800}
    with (
        browser.new_context(viewport=size, permissions=_CLIPBOARD) as context,
        watching(context) as watched,
    ):
        open_chat(watched.page, server.url)
        for question in ANSWERS:
            ask(watched.page, question)
        yield watched


@pytest.fixture
def chat(all_asked: Watched) -> Iterator[Page]:
    yield all_asked.page
    assert all_asked.errors == []


@pytest.fixture(scope="module")
def asked_on_a_phone(browser: Browser, server: Running) -> Iterator[Page]:
    with (
        browser.new_context(viewport=_PHONE, has_touch=True, locale="ar") as context,
        watching(context) as watched,
    ):
        open_chat(watched.page, server.url)
        for question in ("Who spoke?", "Who wrote it?", "When was it dug?"):
            ask(watched.page, question)
        yield watched.page


@pytest.fixture
def phone(asked_on_a_phone: Page) -> Page:
    """The same page for all, again as large as a phone."""
    asked_on_a_phone.set_viewport_size(_PHONE)
    return asked_on_a_phone


def _turn(question: str) -> str:
    return f'[data-turn="{list(ANSWERS).index(question) + 1}"]'


def _marked(page: Page) -> list[tuple[str, bool]]:
    """Return the number of each quote that is marked in the article, and whether it is read."""
    marks = page.locator(".article-text mark[id]")
    found: list[tuple[str, bool]] = marks.evaluate_all(
        "all => all.map((one) => [one.dataset.quote, one.id === 'quote'])"
    )
    return [(number, is_read) for number, is_read in found]


# In the article ---------------------------------------------------------------------------------


def test_quotes_of_an_answer_are_marked_at_once_and_gone_through(
    all_asked: Watched, chat: Page
) -> None:
    chat.locator(f"{_turn('Who spoke?')} .cite").first.click()
    expect(chat.locator("#quote")).to_be_focused()
    assert _marked(chat) == [("1", True), ("2", False), ("3", False)]
    assert chat.locator(".article-text").text_content() == WELL.text
    fetched = sum("/panel?" in url for url in all_asked.requests)
    steps = chat.locator(".steps")
    expect(steps).to_contain_text("Quote 1 of 4")
    expect(steps.get_by_label("Previous quote")).to_be_disabled()
    for number in ("2", "3"):
        steps.get_by_label("Next quote").click()
        expect(steps).to_contain_text(f"Quote {number} of 4")
        assert [one for one, is_read in _marked(chat) if is_read] == [number]
    expect(chat.locator("#quote")).to_have_text("“It was wet,” Okoro added.")
    expect(chat.locator("#quote")).to_be_in_viewport()
    assert sum("/panel?" in url for url in all_asked.requests) == fetched
    steps.get_by_label("Next quote").click()
    expect(chat.locator("#article-title")).to_have_text(BRIDGE.info.title or "")
    expect(chat.locator("#quote")).to_have_text("“Nobody asked us,” said Ben Moss.")
    expect(steps.get_by_label("Next quote")).to_be_disabled()
    expect(steps.get_by_label("Previous quote")).to_be_focused()
    chat.keyboard.press("Enter")
    expect(chat.locator("#article-title")).to_have_text(WELL.info.title or "")
    expect(chat.locator("#quote")).to_have_text("“It was wet,” Okoro added.")
    assert [one for one, is_read in _marked(chat) if is_read] == ["3"]


def test_a_quote_by_itself_has_no_steps(chat: Page) -> None:
    chat.locator(f"{_turn('When was it dug?')} .cite").click()
    expect(chat.locator("#quote")).to_have_text("The well was dug in 1921.")
    assert chat.locator(".steps").count() == 0


def test_a_page_without_scripts_marks_and_lists_them_too(server: Running) -> None:
    text = WELL.text
    start, other = text.index("“We count"), text.index("The well was")
    address = f"/read/{WELL.id}?start={start}&end={start + 23}&n=1"
    page = server.client.get(f"{address}&also=2.{other}.{other + 25}_7.9.9_8.0.99999_x").text
    assert page.count("<mark") == 2
    assert '<a href="#quote-2" aria-label="Quote 2">2</a>' in page
    assert 'href="#quote-7"' not in page
    assert 'class="places"' not in server.client.get(address).text
    for bad in ("n=0", "n=x", f"also={'1.2.3_' * 100}"):
        assert server.client.get(f"/read/{WELL.id}?{bad}").status_code == 422


def test_a_table_is_one_in_the_article_and_in_its_quote(chat: Page) -> None:
    turn = chat.locator(_turn("How much was lost?"))
    turn.locator(".cite").click()
    expect(chat.locator(".article-text td:has(mark)")).to_have_text(
        ["2022 | ", "51,500 | ", "298\n", "2023 | ", "12,250 | ", "301"], use_inner_text=False
    )
    assert chat.locator(".article-text").text_content() == WELL.text
    rows = turn.locator("blockquote tr")
    assert (
        rows.evaluate_all("all => all.map((row) => row.innerText.split('\\t').length)") == [3] * 3
    )
    expect(rows.first).to_contain_text("Litres lost")
    assert chat.evaluate("getComputedStyle(document.querySelector('.gap')).clipPath") != "none"


# What an answer looks like ----------------------------------------------------------------------


def test_verdicts_differ_in_line_and_sign(chat: Page) -> None:
    seen = {
        question: chat.locator(_turn(question)).evaluate(
            """(turn) => [
              getComputedStyle(turn.querySelector(".answer, .abstention")).borderInlineStartStyle,
              getComputedStyle(turn.querySelector(".answer, .abstention")).backgroundColor,
              turn.querySelector(".sign").innerHTML,
            ]"""
        )
        for question in ("When was it dug?", "How many litters?", "Who came?")
    }
    stated, unsure, refused = seen.values()
    assert (stated[0], unsure[0]) == ("solid", "dashed")
    assert stated[1] == unsure[1] != refused[1]
    assert len({stated[2], unsure[2], refused[2]}) == 3


def test_sides_and_speakers_have_a_head_and_words_stand_once(chat: Page) -> None:
    compared = chat.locator(_turn("Compare them"))
    expect(compared.locator(".side-name")).to_have_text(["Ada Okoro", "Ben Moss", "Ines Vale"])
    expect(compared.locator(".side").last).to_contain_text("I found no passage.")
    spoken = chat.locator(_turn("Who spoke?"))
    expect(spoken.locator(".side-name")).to_have_text(["Ada Okoro", "Ben Moss"])
    expect(spoken.locator(".side").first.locator(".cite")).to_have_text(["1", "3"])
    expect(spoken).to_contain_text("7 more statements of Ada Okoro in 2 articles.")
    for turn in (compared, spoken):
        assert turn.inner_text().count("We count every litre") == 1
        assert "pullquote statements" not in turn.inner_text()


def test_a_note_is_seen_and_doubt_is_said_once(chat: Page) -> None:
    turn = chat.locator(_turn("How many litters?"))
    expect(turn.locator(".note")).to_be_visible()
    assert turn.inner_text().count("may answer") == 1


def test_sources_are_listed_with_how_many_more_there_are(chat: Page) -> None:
    sources = chat.locator(f"{_turn('When was it dug?')} .sources")
    expect(sources.locator("li").first).to_be_hidden()
    sources.get_by_text("Sources: 1; more with the same words: 7").click()
    expect(sources.locator("li")).to_have_count(8)
    expect(sources.locator("li").last).to_contain_text("Copy 7, Herald 7, 2024-05-07")
    listed = chat.locator(f"{_turn('Who spoke?')} .sources")
    listed.locator("summary").click()
    expect(listed.locator("li")).to_contain_text(["[1][2][3]", "[4]"])


def test_nothing_opens_after_a_refusal(chat: Page, all_asked: Watched) -> None:
    ask(chat, "Who else?")
    fetched = [url for url in all_asked.requests if "/panel?" in url]
    chat.wait_for_timeout(300)
    expect(chat.locator(".panel-empty")).to_be_visible()
    assert [url for url in all_asked.requests if "/panel?" in url] == fetched


def test_the_page_itself_never_scrolls(chat: Page) -> None:
    height = "document.documentElement.scrollHeight - innerHeight"
    assert chat.evaluate(height) == 0
    assert chat.evaluate("document.querySelector('main').scrollTop") == 0


def test_a_scanner_finds_nothing(chat: Page, axe: str) -> None:
    chat.locator(f"{_turn('How much was lost?')} .cite").click()
    expect(chat.locator("#quote")).to_be_visible()
    assert findings(chat, axe) == []


# Copying ----------------------------------------------------------------------------------------

_LABELS = """button => {
  const seen = [];
  new MutationObserver(() => seen.push(button.textContent)).observe(button, {childList: true});
  return seen;
}"""


def _copy(page: Page, button: str, turn: str, kind: str = "text/plain") -> str:
    one = page.locator(f"{_turn(turn)} {button}").first
    page.evaluate("document.querySelector('#announcement').textContent = ''")
    labels = one.evaluate_handle(_LABELS)  # the label is a button's own again after a while
    one.click()
    expect(page.locator("#announcement")).to_have_text("Copied")
    assert "Copied" in labels.json_value()
    pasted: str = page.evaluate(_PASTED, kind)
    return pasted


def _choose(page: Page, name: str) -> None:
    page.locator("[data-copy-format]").first.select_option(label=name)


def test_a_quote_is_copied_with_its_citation_in_the_format_chosen(chat: Page) -> None:
    _choose(chat, "Plain text")
    quote, words = ".quote .copy", "“We count every litre,” Ada Okoro said."
    assert _copy(chat, quote, "Who spoke?") == f"{words}\n— {_CITED} · https://quay.example/well"
    _choose(chat, "Markdown")
    target = "https://quay.example/well#:~:text=We%20count%20every%20litre%2C%E2%80%9D%20Ada%20Okoro%20said"
    title = f"[The well at Ash Lane]({target})"
    cited = _CITED.replace("The well at Ash Lane", title)
    assert _copy(chat, quote, "Who spoke?") == f"> {words}\n>\n> — {cited}"
    _choose(chat, "HTML")
    html = _copy(chat, quote, "Who spoke?", "text/html")
    assert f"{words}</p></blockquote>" in html
    assert f'— Ada Okoro · <a href="{target}">The well at Ash Lane</a> · Lena Fisk' in html
    source = chat.evaluate(_PASTED, "text/plain")
    assert source.startswith(
        '<blockquote cite="https://quay.example/well" lang="en" dir="auto"><p>'
    )
    chat.reload()
    expect(chat.locator("[data-copy-format]").last).to_have_value("html")


def test_rows_of_a_table_are_copied_as_rows(chat: Page) -> None:
    _choose(chat, "Plain text")
    plain = _copy(chat, ".quote .copy", "How much was lost?")
    assert plain.startswith("2022 | 51,500 | 298\n2023 | 12,250 | 301\n— The well at Ash Lane ·")
    _choose(chat, "Markdown")
    assert _copy(chat, ".quote .copy", "How much was lost?").startswith(
        "> | Year | Litres lost | Houses |\n> | --- | --- | --- |\n"
        "> | 2022 | 51,500 | 298 |\n> | 2023 | 12,250 | 301 |\n>\n> — [The well at Ash Lane]("
    )
    _choose(chat, "HTML")
    assert "<th>Houses</th></tr><tr><td>2022</td>" in _copy(
        chat, ".quote .copy", "How much was lost?", "text/html"
    )


def test_an_answer_is_copied_as_it_is_read(chat: Page) -> None:
    _choose(chat, "Plain text")
    assert _copy(chat, ".turn-foot .copy", "Who spoke?") == "\n\n".join(
        [
            "Who spoke?",
            "Stated Confidence: Very high (93 %)",
            "Ada Okoro",
            f"“We count every litre,” Ada Okoro said.\n[1] {_CITED} · https://quay.example/well",
            "“It was wet,” Okoro added.\n"
            f"[3] {_CITED.removesuffix(' · page 3')} · https://quay.example/well",
            "Ben Moss",
            "Ben Moss said the pipe leaks.\n"
            f"[2] {_CITED.replace('Ada Okoro', 'Ben Moss (reported)')} · https://quay.example/well",
            "“Nobody asked us,” said Ben Moss.\n"
            "[4] Ben Moss · A bridge [closes] | again · 2023-11-30 · "
            + chat.locator(f"{_turn('Who spoke?')} .cite").last.evaluate("one => one.href"),
            "7 more statements of Ada Okoro in 2 articles.",
        ]
    )
    _choose(chat, "Markdown")
    marked = _copy(chat, ".turn-foot .copy", "Who spoke?")
    assert marked.startswith(
        "**Who spoke?**\n\nStated Confidence: Very high (93 %)\n\n**Ada Okoro**"
    )
    assert "> \\[4\\] Ben Moss · [A bridge \\[closes\\] \\| again](http://" in marked
    refused = _copy(chat, ".turn-foot .copy", "Who came?")
    assert refused == "**Who came?**\n\nI found no passage that states this."


def test_what_is_near_is_copied_whole(chat: Page) -> None:
    _choose(chat, "Plain text")
    whole = "It was quiet for a week. " * 20
    assert _copy(chat, ".near .copy", "Who came?").startswith(f"{whole}\n— The well")


def test_what_is_copied_by_hand_has_nothing_to_press_in_it(chat: Page) -> None:
    chat.evaluate("getSelection().selectAllChildren(document.querySelector('#exchanges'))")
    chat.keyboard.press("Control+C")
    copied = chat.evaluate("navigator.clipboard.readText()")
    assert "“We count every litre,” Ada Okoro said." in copied
    assert "No passage found" in copied
    for word in ("Helpful", "Yes", "Copy answer", "Copied", "Plain text", "Edit", "Ask again"):
        assert word not in copied, word
    assert not re.search(r"^\s*(No|Copy)\s*$", copied, re.MULTILINE)
    assert re.search(r"2022\s51,500\s298", copied)


def test_without_a_clipboard_of_its_own_a_page_still_copies(
    browser: Browser, server: Running
) -> None:
    """As on a host without https."""
    with browser.new_context() as context, watching(context) as watched:
        page = watched.page
        page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
            "Storage.prototype.setItem = () => { throw new Error('full'); };"
        )
        open_chat(page, server.url)
        ask(page, "When was it dug?")
        _choose(page, "Markdown")
        page.locator(".quote .copy").click()
        expect(page.locator("#announcement")).to_have_text("Copied")
        page.focus("#question textarea")
        page.keyboard.press("Control+V")
        expect(page.locator("#question textarea")).to_have_value(
            re.compile(r"^> The well was dug in 1921\.\n>\n> — \[The well at Ash Lane\]\(https://")
        )


# On a phone -------------------------------------------------------------------------------------


def test_what_is_tapped_is_44_pixels_wide_and_high(phone: Page) -> None:
    for selector in (".number", ".copy", ".copy-format", ".sources summary", ".verdict button"):
        for one in phone.locator(f"#exchanges {selector}").all():
            box = one.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44, selector
    cite = phone.locator(".line .cite")
    cite.scroll_into_view_if_needed()
    box = cite.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for left, up in ((0, -20), (0, 20), (-20, 0), (20, 0)):
        found = "([x, y]) => document.elementFromPoint(x, y).className"
        assert phone.evaluate(found, [x + left, y + up]) == "cite"


def test_the_question_box_covers_nothing(phone: Page) -> None:
    apart = """() => {
      const turns = document.querySelector("#turns");
      turns.scrollTop = turns.scrollHeight;
      const foot = [...document.querySelectorAll(".turn-foot")].pop().getBoundingClientRect();
      const box = document.querySelector("#composer").getBoundingClientRect();
      return [box.top - foot.bottom, turns.clientHeight];
    }"""
    room, _ = phone.evaluate(apart)
    assert room >= 0
    phone.set_viewport_size({"width": 640, "height": 400})  # 1280 by 800 at 200 %
    phone.click("#filter-open")
    expect(phone.locator("#filter-author")).to_be_visible()
    room, height = phone.evaluate(apart)
    assert room >= 0
    assert height >= 80
    phone.click("#filter-open")
    expect(phone.locator("#filter-author")).to_be_hidden()


def test_it_is_said_in_the_readers_language(phone: Page) -> None:
    expect(phone.locator(".quote .copy").first).to_have_attribute("aria-label", "نسخ الاقتباس 1")
    phone.locator(".number").first.tap()
    expect(phone.locator(".steps")).to_contain_text("الاقتباس 1 من 4")
    phone.locator("[data-close]").tap()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
