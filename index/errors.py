"""What can go wrong, as one tree.

PullquoteError              a message for the user: the file or value, what is wrong, the remedy
├── ReadError               a file could not become an article (the others still do)
├── IndexProblem            the index as a whole cannot be used
│   ├── IndexLocked         somebody else is writing to it
│   ├── IndexClosed         it was closed, or is being closed, and nothing new is begun
│   ├── IndexMismatch       made by another model or another version
│   ├── RemoteProblem       what is kept of it on another machine cannot be used; the rest can
│   │   └── RemoteRefused   and will not be usable until somebody does something
│   └── IndexDamaged        what is stored does not agree with its own hashes
│       ├── ArticleDamaged  one article does not; the others can be used
│       └── DerivedDamaged  a derived file does not, found while it was searched
├── UnknownArticle          no article has this identifier
├── AmbiguousIdentifier     several articles have an identifier that begins so
├── ModelError              a model's files are missing, damaged or not allowed
├── ClusterError            the machines that prepare articles cannot be used
├── LanguageError           there are no tables for a language
└── UsageError              a value given by the user cannot be used
"""


class PullquoteError(Exception):
    """A failure the user can understand and act on; shown without a stack trace."""


class ReadError(PullquoteError):
    """A file could not be read as an article."""


class IndexProblem(PullquoteError):
    """The index as a whole cannot be used as asked."""


class IndexLocked(IndexProblem):
    """Another process is writing to this index."""


class IndexClosed(IndexProblem):
    """It was closed, or is being closed: what was begun is finished, and nothing new is begun."""


class IndexMismatch(IndexProblem):
    """The index was made with another model, chunking or schema than the one asked for."""


class RemoteProblem(IndexProblem):
    """What is kept of an index on another machine cannot be used now; the index itself can."""


class RemoteRefused(RemoteProblem):
    """It is another's, of another version or forbidden: trying again does not help."""


class IndexDamaged(IndexProblem):
    """Stored data do not agree with their own hashes."""


class ArticleDamaged(IndexDamaged):
    """One article does not agree with its content hash. `article` is its identifier."""

    def __init__(self, message: str, *, article: str) -> None:
        super().__init__(message)
        self.article = article


class DerivedDamaged(IndexDamaged):
    """A file that can be made again from the articles is not as it was written."""


class UnknownArticle(PullquoteError):
    """No article in the index has this identifier."""


class AmbiguousIdentifier(PullquoteError):
    """Several articles have an identifier that begins so; `candidates`: identifiers and titles."""

    def __init__(self, message: str, *, candidates: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class ModelError(PullquoteError):
    """A model's files are missing, damaged, or of a kind that is not loaded."""


class ClusterError(PullquoteError):
    """The cluster whose workers read and embed articles cannot be used."""


class LanguageError(PullquoteError):
    """There are no tables for a language; none is taken in its place."""


class UsageError(PullquoteError):
    """A value given by the user cannot be used."""
