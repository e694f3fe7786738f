"""Texts by numbers, as long as somebody uses them. Not safe to share among threads."""


class Numbers:
    """Gives each text a number from 1 on, and that of one that is not used any more to another."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        """By number."""
        self._used: list[int] = [1]
        self._numbers: dict[str, int] = {"": 0}
        self._free: list[int] = []

    def take(self, text: str) -> int:
        """Return the number of a text, which is used once more; 0 for the empty one."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self._free.pop() if self._free else len(self.texts)
            if number == len(self.texts):
                self.texts.append(text)
                self._used.append(0)
            self.texts[number] = text
        self._used[number] += 1
        return number

    def leave(self, number: int) -> None:
        """Have a text used once less."""
        self._used[number] -= 1
        if not self._used[number]:
            del self._numbers[self.texts[number]]
            self.texts[number] = ""
            self._free.append(number)
