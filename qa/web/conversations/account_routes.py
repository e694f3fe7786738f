"""The addresses of conversations that are kept by account, for people who are signed in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from qa.web.answering.service import AnsweringService
from qa.web.api.schemas import WholeText
from qa.web.conversations.store import Conflict, ConversationStore, Head, StoreFull
from qa.web.roles import account_of, account_tag

PAGE_OF = "X-Pullquote-Account"
"""The header with which a page says for whom it was made, by the tag of the account."""

_Identifier = Annotated[str, Path(pattern=r"^[0-9a-f]{8,64}$")]
_Time = Annotated[int, Field(ge=0, lt=2**53)]


class KeptConversation(BaseModel):
    """A conversation as the browser sends it; `revision` is the one that it knows."""

    model_config = ConfigDict(extra="ignore")

    title: Annotated[WholeText, Field(max_length=1_000)]
    named: bool = False
    made: _Time
    changed: _Time
    revision: Annotated[int, Field(ge=0, lt=2**53)] = 0
    exchanges: Annotated[list[dict[str, Any]], Field(max_length=10_000)]


def account_router(store: ConversationStore, service: AnsweringService) -> APIRouter:
    """Return the routes over one store. What quotes articles that are not seen now is left out."""
    router = APIRouter(prefix="/chat/conversations", include_in_schema=False)

    @router.get("")
    def heads(
        request: Request, search: Annotated[WholeText, Query(max_length=500)] = ""
    ) -> dict[str, Any]:
        account = _account(request)
        found = store.heads(account, search)
        if search.strip() and not service.sees_everything:
            found = [one for one in found if _still_says(store, service, account, one, search)]
        return {"conversations": [asdict(head) for head in found]}

    @router.get("/{identifier}")
    def one(request: Request, identifier: _Identifier) -> dict[str, Any]:
        found = store.read(_account(request), identifier)
        if found is None:
            raise HTTPException(404, "There is no such conversation")
        head, exchanges = found
        return {**asdict(head), "exchanges": seen_exchanges(service, json.loads(exchanges))}

    @router.put("/{identifier}")
    def write(request: Request, identifier: _Identifier, sent: KeptConversation) -> dict[str, int]:
        head = Head(
            id=identifier,
            count=len(sent.exchanges),
            **sent.model_dump(exclude={"exchanges"}),
        )
        exchanges = json.dumps(sent.exchanges, ensure_ascii=False, separators=(",", ":"))
        said = "\n".join(text for one in sent.exchanges for text in _said(one))
        try:
            revision = store.write(_account(request), head, _storable(said), _storable(exchanges))
        except Conflict:
            raise HTTPException(409, "The conversation was changed elsewhere") from None
        except StoreFull:
            raise HTTPException(507, "No more conversations are kept; delete some") from None
        return {"revision": revision}

    @router.delete("/{identifier}")
    def remove(request: Request, identifier: _Identifier) -> dict[str, bool]:
        return {"removed": store.remove(_account(request), identifier)}

    return router


def seen_exchanges(
    service: AnsweringService, exchanges: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the exchanges that quote no article which whoever asks may not see, or no more."""
    if service.sees_everything:
        return list(exchanges)
    return [one for one in exchanges if all(map(service.has_article, set(_quoted(one))))]


def _quoted(exchange: Mapping[str, Any]) -> Iterator[str]:
    """Yield the identifiers of the articles in an exchange; what is of another form is unknown."""
    answer = exchange.get("answer")
    if not isinstance(answer, dict):
        return
    for quote in [*(answer.get("quotes") or ()), *(answer.get("nearest") or ())]:
        article = quote.get("article") if isinstance(quote, dict) else None
        yield str(article.get("id")) if isinstance(article, dict) else ""
        for copy in (quote.get("copies") or ()) if isinstance(quote, dict) else ():
            yield str(copy.get("id")) if isinstance(copy, dict) else ""


def _still_says(
    store: ConversationStore, service: AnsweringService, account: str, head: Head, search: str
) -> bool:
    """Whether words are in what is seen of a conversation."""
    found = store.read(account, head.id)
    exchanges = seen_exchanges(service, json.loads(found[1])) if found else []
    said = "\n".join([head.title, *(text for one in exchanges for text in _said(one))]).casefold()
    return all(word in said for word in search.casefold().split())


def _account(request: Request) -> str:
    account = account_of(request.scope)
    if account is None:
        raise HTTPException(403, "Conversations are kept here for people who are signed in")
    if request.headers.get(PAGE_OF, account_tag(account)) != account_tag(account):
        raise HTTPException(403, "Somebody else has signed in since the page was opened; reload it")
    return account


def _said(exchange: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is searched of an exchange: its question and its answer."""
    answer = exchange.get("answer")
    texts = (exchange.get("question"), answer.get("answer") if isinstance(answer, dict) else None)
    yield from (text for text in texts if isinstance(text, str))


def _storable(text: str) -> str:
    # JSON can spell half of a surrogate pair, which no file holds.
    return text.encode("utf-8", "replace").decode("utf-8")
