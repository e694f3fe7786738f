"""Questions that cannot be asked as they are."""

from index.errors import UsageError


class UnusableQuestion(UsageError):
    """A question is empty, or longer than is read: `length` of `most` characters, else both 0."""

    def __init__(self, message: str, *, length: int = 0, most: int = 0) -> None:
        super().__init__(message)
        self.length = length
        self.most = most
