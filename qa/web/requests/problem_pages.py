"""What went wrong, said to people in their language: a page to a browser, a sentence to a script.

Programs get problem documents (`qa.web.requests.problems`), by their header `Accept`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import Scope

from qa.web.pages.languages import LANGUAGES, VARY, language_of
from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render
from qa.web.pages.words import PAGES, filled, speaking, words_of
from qa.web.requests.paths import route_path

_FOR_PROGRAMS = ("/api/", "/gradio_api/", "/metrics", "/healthz", "/openapi.json")
_WORTH_REPEATING = frozenset({408, 429, 500, 503, 504})
_HTML = "text/html"
_JSON = frozenset({"application/json", "application/problem+json"})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that each language has: its name among the words, and what its blanks hold."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


def sentence(said: Said | None, language: str) -> str | None:
    """Return a sentence in one of LANGUAGES; None where there is none of this name."""
    found = words_of(PAGES, language)["sentences"].get(said.name) if said else None
    return filled(found, said.values, language) if said and found else None


def wants_page(scope: Scope) -> bool:
    """Tell whether a browser opens the address of a request, so that people read the answer."""
    headers = Headers(scope=scope)
    accepted = headers.get("accept", "")
    if _weight_of({_HTML}, accepted) <= _weight_of(_JSON, accepted):
        return False
    mode = headers.get("sec-fetch-mode")
    if mode is not None:
        return mode == "navigate"
    return not route_path(scope).startswith(_FOR_PROGRAMS)


def _weight_of(kinds: frozenset[str] | set[str], accepted: str) -> float:
    weights = [0.0]
    for part in accepted[:1000].split(","):
        kind, _, rest = part.replace(" ", "").partition(";")
        if kind.lower() in kinds:
            weights.append(_quality(rest))
    return max(weights)


def _quality(parameters: str) -> float:
    for one in parameters.split(";"):
        if one.startswith("q="):
            try:
                return float(one[2:])
            except ValueError:
                return 0.0
    return 1.0


def problem_page(
    scope: Scope, status: int, detail: str, said: Said | None, headers: Mapping[str, str]
) -> HTMLResponse:
    """Return a page that says what went wrong; `detail` in English where no language has it."""
    words = words_of(PAGES, language_of(scope))
    title = words["titles"].get(str(status), words["titles"]["500"])
    told = sentence(said, words["language"])
    content = render(
        "problem_page.html",
        root=f"{scope.get('root_path', '')}/",
        stamp=static_stamp(),
        title=title,
        told=told,
        detail=None if told else detail,
        is_english=words["language"] == LANGUAGES[0],
        may_repeat=status in _WORTH_REPEATING and scope["method"] in {"GET", "HEAD"},
        **speaking(scope, partial(words_of, PAGES)),
    )
    kept = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    return HTMLResponse(
        content, status, headers={"Vary": f"Accept, {VARY}", "Cache-Control": "no-store", **kept}
    )
