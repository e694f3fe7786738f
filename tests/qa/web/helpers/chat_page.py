"""The chat in a real browser: opened, and asked."""

from playwright.sync_api import Page, expect


def open_chat(page: Page, url: str) -> None:
    """Open the chat of a server, and wait until it takes questions."""
    page.goto(url)
    page.wait_for_selector("html[data-chat=ready]")


def wait_until_kept(page: Page) -> None:
    """Wait until all is kept, for which the tab itself remembers it; also what was never kept."""
    page.wait_for_function("!Object.keys(sessionStorage).some((key) => key.endsWith(':spare'))")


def ask(page: Page, question: str) -> None:
    """Ask, and wait until it is answered."""
    turns = page.locator("[data-ready]")
    before = turns.count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(before + 1)
