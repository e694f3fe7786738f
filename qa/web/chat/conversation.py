"""What one visitor has been shown, and what a follow-up may lean on. Pure."""

from dataclasses import dataclass, replace

_EXCHANGES_KEPT = 40
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """What was shown for a question; `heard` is what a follow-up may lean on."""

    html: str
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one visitor; `count` goes on when old ones are dropped."""

    exchanges: tuple[ShownExchange, ...] = ()
    count: int = 0

    def add(self, exchange: ShownExchange) -> "Conversation":
        """Return the conversation with one exchange more, without the oldest beyond the limit."""
        return replace(
            self, exchanges=(*self.exchanges, exchange)[-_EXCHANGES_KEPT:], count=self.count + 1
        )

    def history(self) -> list[str]:
        """Return earlier questions and answers in their order, earliest first."""
        return [text for exchange in self.exchanges[-_REMEMBERED:] for text in exchange.heard]

    def html(self, last: str = "") -> str:
        """Return all exchanges as HTML, and `last` after them."""
        return "".join(exchange.html for exchange in self.exchanges) + last
