"""Templates filled in. Every character that is printed is escaped on its way here."""

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.web.pages.site_header import about_site_links, site_links

_FOLDER = Path(__file__).parents[1] / "templates"
# A direction override in an article could show its neighbours, or our own words, backwards; inside
# an element of its own it ends with that element. Tag characters are letters that nobody sees, but
# in the flag of a region, where they belong. Joiners and soft hyphens hide no words, and stay.
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]+"
)
_TAGS = 0xE0000


def show(text: object) -> Markup:
    """Return `text` escaped, with what is hidden in it named; its text content is unchanged."""
    escaped = html.escape(str(text))
    return Markup(_UNSEEN.sub(_in_own_element, escaped))


def _in_own_element(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    return f'<bdi class="control" data-code="{html.escape(_named(match[0]))}">{match[0]}</bdi>'


def _named(unseen: str) -> str:
    """Return the code of a control character, or the letters that tag characters stand for."""
    letters = [chr(ord(one) - _TAGS) for one in unseen if ord(one) >= _TAGS]
    return "".join(filter(str.isprintable, letters)) or f"U+{ord(unseen[0]):04X}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["show"] = show
    environment.globals |= {"site_links": site_links, "about_site_links": about_site_links}
    return environment


def render(template: str, /, **values: Any) -> str:  # noqa: ANN401 - whatever the template names
    """Return a template of `templates/` filled in, everything escaped."""
    return _templates().get_template(template).render(**values)


def within(rendered: str) -> Markup:
    """Return what `render` returned, and nothing else, to stand in another template."""
    return Markup(rendered)
