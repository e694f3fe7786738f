"""What a file says of a conversation. Values only; `text` of a quote is None where it is lost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuote:
    """A quote with what is known of it.

    `facts` name speaker, title and the like, `read` is the address of its article here, `original`
    that of the original page, `remark` says what became of its article.
    """

    number: int
    text: str | None
    facts: tuple[str, ...]
    read: str
    original: str | None = None
    lang: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedExchange:
    """A question with its answer, in lines of the narrator's; `verdict` is what it came to."""

    question: str
    asked_as: str | None = None
    lines: tuple[str, ...] = ()
    verdict: str | None = None
    quotes: tuple[SavedQuote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedConversation:
    """A whole conversation; `lang` is the language of what is said between its parts."""

    title: str
    day: str
    lang: str
    exchanges: tuple[SavedExchange, ...]

    @property
    def size(self) -> int:
        """The characters that stand in it, about."""
        return sum(
            len(one.question)
            + sum(map(len, one.lines))
            + sum(len(quote.text or "") + 200 for quote in one.quotes)
            for one in self.exchanges
        )
