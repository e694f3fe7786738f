"""What a host page's Content-Security-Policy does to the widget."""

import pytest

from qa.web.widget.page_policy import policy_blocks

_PAGE = "https://intranet.example"
_SCRIPT = "https://quotes.example/press/widget.js"


def _blocked(policy: str, page: str = _PAGE, script: str = _SCRIPT) -> list[str]:
    return [block.line for block in policy_blocks(policy, page=page, script=script)]


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "img-src 'self'",
        "style-src 'none'; connect-src 'none'",  # the widget needs neither
        "default-src *",
        "default-src https:",
        "default-src https://quotes.example",
        "default-src HTTPS://QUOTES.EXAMPLE",
        "default-src quotes.example",
        "default-src http://quotes.example",  # a browser takes https for http
        "default-src *.example",
        "default-src https://quotes.example:443",
        "default-src https://quotes.example:*",
        "default-src https://quotes.example/",
        "default-src https://quotes.example/press/",
        "default-src 'none'; script-src quotes.example; frame-src quotes.example",
        "default-src 'none'; script-src-elem quotes.example; child-src quotes.example",
        "script-src quotes.example; script-src 'none'",  # the first counts
        "sandbox allow-scripts allow-same-origin",
        "Content-Security-Policy: default-src https:",
        "default-src https:, default-src *",
    ],
)
def test_a_policy_that_lets_the_widget_work(policy: str) -> None:
    assert _blocked(policy) == []


@pytest.mark.parametrize(
    ("policy", "lines"),
    [
        (
            "default-src 'self'",
            ["script-src 'self' https://quotes.example", "frame-src 'self' https://quotes.example"],
        ),
        (
            "default-src 'none'",
            ["script-src https://quotes.example", "frame-src https://quotes.example"],
        ),
        (
            "script-src 'self' 'nonce-abc' 'unsafe-inline'",
            ["script-src 'self' 'nonce-abc' 'unsafe-inline' https://quotes.example"],
        ),
        ("script-src-elem a.example", ["script-src-elem a.example https://quotes.example"]),
        ("frame-src 'self'", ["frame-src 'self' https://quotes.example"]),
        ("child-src", ["child-src https://quotes.example"]),
        ("script-src http://quotes.example:8080", [
            "script-src http://quotes.example:8080 https://quotes.example"]),
        ("script-src https://quotes.example/other/", [
            "script-src https://quotes.example/other/ https://quotes.example"]),
        ("script-src https://quotes.example/press/widget.js; frame-src "
         "https://quotes.example/press/widget.js", [
            "frame-src https://quotes.example/press/widget.js https://quotes.example"]),
        ("script-src xquotes.example *.quotes.example", [
            "script-src xquotes.example *.quotes.example https://quotes.example"]),
        ("script-src https://[::1 https://a:b", [
            "script-src https://[::1 https://a:b https://quotes.example"]),
        (
            "script-src 'strict-dynamic' 'nonce-abc' https:",
            [f'<script nonce="…" src="{_SCRIPT}" async></script>'],
        ),
        ("sandbox allow-forms", ["sandbox allow-forms allow-same-origin allow-scripts"]),
        # Each of several policies must allow it.
        ("default-src *, frame-src 'none'", ["frame-src https://quotes.example"]),
    ],
)  # fmt: skip
def test_a_policy_that_does_not_and_what_it_should_say(policy: str, lines: list[str]) -> None:
    assert _blocked(policy) == lines


def test_self_is_the_server_only_where_the_page_is_its_own() -> None:
    assert _blocked("default-src 'self'", page="https://quotes.example") == []


def test_what_is_proposed_lets_the_widget_work() -> None:
    proposed = "; ".join(_blocked("default-src 'self' data:"))
    assert _blocked(f"default-src 'self' data:; {proposed}") == []
