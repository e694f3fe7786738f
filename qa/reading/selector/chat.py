"""Chat completions: messages in, the text of the reply out, in the form that an endpoint knows.

A reply is asked for by its JSON schema; of an endpoint that does not know schemas as any JSON
object; else by the words of the messages alone. What an endpoint took is what it is asked next.
"""

import json
from typing import Any

from qa.reading.selector.client import Deadline, EndpointProblem, post
from qa.reading.selector.endpoint import Endpoint
from qa.reading.selector.messages import NO_USE, WITHOUT_IT, Messages, Schema

_NOT_UNDERSTOOD = frozenset((400, 415, 422, 501))
_FORMS = 3


class Chat:
    """A language model at an endpoint. Safe to share among threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._form = 0

    @property
    def name(self) -> str:
        """The model's name, or where it is asked when it has none."""
        return self.endpoint.model or self.endpoint.label

    def ask(self, messages: Messages, schema: Schema) -> str:
        """Return the text of the model's reply; never asked twice in the same form.

        Args:
            messages: With `role` and `content`.
            schema: The JSON schema that a reply should keep; it need not.

        Raises:
            EndpointProblem: There is no reply, or not within the time of the endpoint.
        """
        deadline = Deadline(self.endpoint.seconds)
        status = 0
        for form in range(self._form, _FORMS):
            body = json.dumps(self._request(messages, schema, form)).encode("ascii")
            status, answer = post(self.endpoint, body, deadline)
            if status in _NOT_UNDERSTOOD:
                continue
            if status != 200:
                break
            self._form = form
            return _text(answer)
        raise EndpointProblem(f"answered {status}")

    def told(self, problem: EndpointProblem) -> str:
        """Return the note for whoever asked, when the model gave nothing."""
        return f"The language model at {self.endpoint.label} {problem}; {WITHOUT_IT}."

    def _request(self, messages: Messages, schema: Schema, form: int) -> dict[str, Any]:
        request: dict[str, Any] = {"messages": list(messages), "stream": False}
        if self.endpoint.model:
            request["model"] = self.endpoint.model
        if form < 2:
            request["temperature"] = 0
            request["response_format"] = _with_schema(schema) if form == 0 else _ANY_OBJECT
        return request


_ANY_OBJECT = {"type": "json_object"}


def _with_schema(schema: Schema) -> dict[str, Any]:
    named = {"name": "reply", "strict": True, "schema": dict(schema)}
    return {"type": "json_schema", "json_schema": named}


def _text(answer: bytes) -> str:
    try:
        text = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise EndpointProblem(NO_USE) from error
    if not isinstance(text, str):
        raise EndpointProblem(NO_USE)
    return text
