"""What a citation names of a quote, for the script that copies it."""

import json

from qa.web.chat.page_words import Words
from qa.web.chat.shown_quotes import ShownQuote


def citation(source: ShownQuote, words: Words) -> str:
    """Return as JSON who says it, in what, where that stands, and the words where they were cut.

    `page` and `time` are as the page calls them, `read` is the article's address on this server.
    """
    info = source.info
    known = {
        "number": source.number,
        "text": source.text,
        "lang": source.lang,
        "speaker": source.speaker,
        "reported": words["reported"] if source.reported else None,
        "title": info.title or words["untitled"],
        "author": info.author,
        "publication": info.publication,
        "date": info.date,
        "page": words["page"].format(page=source.page) if source.page else None,
        "time": words["time"].format(time=source.time) if source.time else None,
        "url": source.url,
        "place": source.original_link,
        "read": source.read_link,
    }
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)
