"""Everything stored is read again, and what is derived is compared with the truth."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeAlias

from index.errors import IndexDamaged, IndexMismatch, ModelError, RemoteProblem
from index.indexing.indexer import Indexer
from index.indexing.read_marks import forget
from index.indexing.tellings import Tellings
from index.salvage import salvage
from index.store.damage import RESTORE, renewal
from index.store.generations import Generations
from index.store.integrity import integrity_problems
from index.store.soundness import partition_problems, passage_problems
from index.store.storage import Storage

__all__ = ["VerifyReport", "partition_problems", "verify"]

_REPAIR = "`pullquote verify --repair` {}."
_DERIVE = _REPAIR.format("makes again what is made from the articles")

Opening: TypeAlias = Callable[[], AbstractContextManager[Indexer]]
"""Opens the index for writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What a verification found, and how to mend it.

    `repaired` names what was mended; `lost` the articles that could not be saved from a damaged
    database, each with what to do. `remedies` are the ways out of `problems`. `ok` says whether
    there are no problems now.
    """

    ok: bool
    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    articles: int
    passages: int
    remedies: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "ok": self.ok,
            "problems": list(self.problems),
            "remedies": list(self.remedies),
            "repaired": list(self.repaired),
            "lost": list(self.lost),
            "articles": self.articles,
            "passages": self.passages,
        }


@dataclass(frozen=True, slots=True)
class _Problem:
    what: str
    remedy: str


@dataclass(slots=True)
class _Findings:
    problems: list[_Problem] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Article:
    """An article that is not sound; `readable` when its text is."""

    row: int
    problems: list[_Problem]
    readable: bool


class Remote(Protocol):
    """What is derived on another machine."""

    def problems(self) -> list[str]:
        """Say how it disagrees with the truth; raises `RemoteProblem`."""
        ...

    def rebuild(self) -> None:
        """Make it again; raises `RemoteProblem`."""
        ...


def verify(
    storage: Storage,
    generations: Generations,
    opening: Opening | None = None,
    remote: Remote | None = None,
    tellings: Tellings | None = None,
) -> VerifyReport:
    """Check the truth against its own hashes and what is derived against the truth.

    Args:
        storage: the truth.
        generations: what is derived.
        opening: opens the index for writing, to mend what can be mended: a damaged database is
            replaced by one of what can be read, and kept beside it; passages and vectors that are
            wrong are made again from their text; so is what is derived.
        remote: what is derived on another machine, if anything is.
        tellings: what articles tell of who speaks in them, if that is stored.
    """
    found = _Findings()
    file_problems = _file(storage, generations, found, mend=opening is not None)
    found.problems += file_problems
    if not file_problems:
        _truth_and_derived(storage, generations, found, opening)
        if tellings is not None:
            _tellings(tellings, found, mend=opening is not None and not storage.read_only)
        if remote is not None and storage.counters.state().generation:
            _remote(remote, found, mend=opening is not None)
    articles = passages = 0
    if not file_problems:
        articles, passages = storage.articles.count(), storage.passages.count()
    return VerifyReport(
        ok=not found.problems,
        problems=tuple(one.what for one in found.problems),
        remedies=tuple(dict.fromkeys(one.remedy for one in found.problems)),
        repaired=tuple(found.repaired),
        lost=tuple(found.lost),
        articles=articles,
        passages=passages,
    )


def _file(
    storage: Storage, generations: Generations, found: _Findings, *, mend: bool
) -> list[_Problem]:
    """Return what is wrong with the file as a whole, once it is mended where that is wanted."""
    problems = _file_problems(storage)
    if problems and mend:
        try:
            with generations.writer():
                done = salvage(storage)
        except IndexDamaged as damage:
            return [_Problem(what, str(damage)) for what in problems]
        found.repaired += [
            *problems,
            f"What could be read of {storage.path}, {done.saved} articles, is in a new file; the "
            f"damaged one is kept as {done.kept_as.name}.",
        ]
        found.lost += done.lost
        problems = _file_problems(storage)
    return [_Problem(what, RESTORE) for what in problems]


def _file_problems(storage: Storage) -> list[str]:
    return [what.removesuffix(f" {RESTORE}") for what in integrity_problems(storage)]


def _truth_and_derived(
    storage: Storage, generations: Generations, found: _Findings, opening: Opening | None
) -> None:
    unsound = list(unsound_articles(storage))
    again = [one for one in unsound if one.readable]
    if again and opening:
        found.problems += _embed_again(storage, again, opening)
        unsound, before = list(unsound_articles(storage)), again
        left = {one.row for one in unsound}
        found.repaired += [p.what for one in before if one.row not in left for p in one.problems]
        again = [one for one in unsound if one.readable]
    found.problems += [problem for one in unsound for problem in one.problems]
    _statements(storage, found, opening)
    _judgements(storage, found, mend=opening is not None)
    _versions(storage, found, mend=opening is not None)
    _removed(storage, found, mend=opening is not None)
    # What is derived cannot be compared with vectors that are wrong, nor before anything is stored.
    if again or not storage.counters.state().generation:
        return
    derived = list(generations.problems())
    if derived and opening:
        with generations.writer():
            generations.rebuild()
        found.repaired += derived
        derived = list(generations.problems())
    found.problems += [_Problem(what, _DERIVE) for what in derived]


def _remote(remote: Remote, found: _Findings, *, mend: bool) -> None:
    """Compare what is derived elsewhere with the truth; have it made again where that is wanted."""
    try:
        problems = remote.problems()
        if problems and mend:
            remote.rebuild()
            found.repaired += problems
            problems = remote.problems()
    except RemoteProblem as problem:
        found.problems.append(_Problem(str(problem), str(problem)))
        return
    found.problems += [_Problem(what, _DERIVE) for what in problems]


def _statements(storage: Storage, found: _Findings, opening: Opening | None) -> None:
    """Check the offsets of statements; have them found again where that is wanted."""
    wrong = storage.statements.wrong()
    problems = [
        _Problem(
            f"article {name}: a statement has offsets that its text does not have",
            _REPAIR.format(f"finds the statements of article {name} again"),
        )
        for name in wrong
    ]
    if opening is None or storage.read_only:
        found.problems += problems
        return
    with opening() as indexer:
        with storage.writing():
            storage.statements.drop(wrong)
            forget(storage)
        again = indexer.annotate()
    found.repaired += [one.what for one in problems]
    if again > len(wrong):
        found.repaired.append(f"The statements of {again} articles were found again.")


def _tellings(tellings: Tellings, found: _Findings, *, mend: bool) -> None:
    """Ask all articles again who speaks in them; store what is wrong anew where that is wanted."""
    wrong = tellings.wrong()
    problems = [
        _Problem(
            f"article {one.article}: who speaks in it is not stored as its statements say", _DERIVE
        )
        for one in wrong
    ]
    if mend and wrong:
        tellings.renew(wrong)
        found.repaired += [one.what for one in problems]
    else:
        found.problems += problems


def _judgements(storage: Storage, found: _Findings, *, mend: bool) -> None:
    """Check the offsets of judgements; forget those that are of no words where that is wanted."""
    wrong = storage.judgements.wrong()
    problems = [
        _Problem(
            f"judgement {number}: its offsets are none of the text it is of",
            _REPAIR.format(f"forgets judgement {number}"),
        )
        for number in wrong
    ]
    forget = partial(storage.judgements.drop, wrong) if mend else None
    _forgotten(storage, found, problems, forget)


def _versions(storage: Storage, found: _Findings, *, mend: bool) -> None:
    """Check earlier versions against their hashes; forget wrong ones where that is wanted."""
    wrong = storage.versions.wrong()
    problems = [
        _Problem(
            f"article {one.article}: what it was until {one.replaced} is not as it was stored",
            _REPAIR.format(f"forgets the version of article {one.article} until {one.replaced}"),
        )
        for one in wrong
    ]
    forget = partial(storage.versions.forget, wrong) if mend else None
    _forgotten(storage, found, problems, forget)


def _removed(storage: Storage, found: _Findings, *, mend: bool) -> None:
    """Check what was removed against its hashes; forget what is wrong where that is wanted."""
    wrong = storage.removed.wrong()
    problems = [
        _Problem(
            f"removed article {name}: it is not as it was stored",
            _REPAIR.format(f"forgets removed article {name}"),
        )
        for name in storage.removed.names(wrong)
    ]
    forget = partial(storage.removed.drop, wrong) if mend else None
    _forgotten(storage, found, problems, forget)


def _forgotten(
    storage: Storage,
    found: _Findings,
    problems: list[_Problem],
    forget: Callable[[], object] | None,
) -> None:
    """Have what is wrong forgotten, or report it where that is not wanted or not possible."""
    if forget is None or storage.read_only:
        found.problems += problems
        return
    with storage.writing():
        forget()
    found.repaired += [one.what for one in problems]


def unsound_articles(storage: Storage) -> Iterator[_Article]:
    """Yield the articles whose text, passages or vectors are not as they were stored."""
    for row in storage.articles.rows():
        article = storage.articles.at([row]).get(row)
        if article is None:
            yield _Article(row, [_unreadable(storage, row)], False)
            continue
        remedy = _REPAIR.format(f"cuts and embeds article {article.id} again")
        problems = [
            _Problem(f"article {article.id}: {what}", remedy)
            for what in passage_problems(storage, row, article)
        ]
        if problems:
            yield _Article(row, problems, True)


def _unreadable(storage: Storage, row: int) -> _Problem:
    name, source = storage.articles.name_of(row)
    if not name:
        return _Problem(f"article in row {row}: it cannot be read", RESTORE)
    what = f"article {name}: its text or metadata differ from the content hash"
    return _Problem(what, f"{name}: {renewal(name, source)}.")


def _embed_again(storage: Storage, unsound: list[_Article], opening: Opening) -> list[_Problem]:
    """Store these articles anew from their text; return why that was not possible."""
    try:
        with opening() as indexer:
            for one in unsound:
                article = storage.articles.at([one.row])[one.row]
                indexer.add(article, storage.articles.origin(one.row)[0])
            indexer.flush()
    except (ModelError, IndexMismatch) as error:
        return [_Problem(str(error), str(error))]
    return []
