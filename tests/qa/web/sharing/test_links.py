"""Links to answers: their words are places, and no letter of them can be another."""

import base64
import hmac
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import EMOJI

from qa.answers import Answer, Kind, Quote, Reason
from qa.web.access.local_paths import safe_next
from qa.web.sharing.addresses import LONGEST_PROOF, ask_address, is_token
from qa.web.sharing.key import FILE
from qa.web.sharing.links import AlteredLink, AnswerLinks, LinkTaken, MadeLink, NotShared
from qa.web.sharing.record import lines_of, text_of
from qa.web.sharing.sealing import Sealing, packed, unpacked

NAMES = "abcdefghijklmnopqrstuvwxyzäöüß"
START = EMOJI.text.index("Minister")
QUOTE = Quote(
    number=1,
    article=EMOJI,
    start=START,
    end=EMOJI.text.index(" Nobody"),
    speaker="Rosa Calder",
    answer_span=(START + 5, START + 9),
)
ANSWER = Answer(
    question="Who spoke of dredging 🚢?",
    asked_as="Who spoke of dredging?",
    kind=Kind.WHO_SAID,
    answered=True,
    confidence=0.9312,
    answer=f"Rosa Calder (reported): {QUOTE.text} [1]",
    quotes=(QUOTE,),
    notes=("Understood “dregding” as dredging.",),
)


@pytest.fixture
def links(tmp_path: Path) -> AnswerLinks:
    return AnswerLinks(tmp_path)


def _token(links: AnswerLinks, answer: Answer = ANSWER) -> str:
    token = links.make(answer, {"author": "Ada"})
    assert token is not None
    return token


def test_a_link_says_where_its_quotes_stand_and_no_word_of_them(links: AnswerLinks) -> None:
    shared = links.open(_token(links)).answers[0]
    assert "dredging stops" not in shared.model_dump_json()
    assert shared.question == ANSWER.question
    assert shared.filters == {"author": "Ada"}
    quote = shared.quotes[0]
    assert (quote.article, quote.start, quote.end) == (EMOJI.id, QUOTE.start, QUOTE.end)
    assert text_of(shared.lines, {1: QUOTE.text}, set()) == ANSWER.answer


def test_one_letter_altered_left_out_or_added_is_told(links: AnswerLinks) -> None:
    token = _token(links)
    others = [
        token[:-1],
        token + "A",
        token[1:],
        "",
        "a" * (LONGEST_PROOF + 1),
        "é",
        token + "=",
        "AA",
    ]
    for at, letter in enumerate(token):
        others.append(token[:at] + ("B" if letter == "A" else "A") + token[at + 1 :])
    for other in others:
        with pytest.raises(AlteredLink):
            links.open(other)


def test_only_the_server_with_the_key_takes_a_link_for_its_own(
    links: AnswerLinks, tmp_path: Path
) -> None:
    token = _token(links)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert AnswerLinks(tmp_path).open(token) == links.open(token)
    (tmp_path / "other").mkdir()
    with pytest.raises(AlteredLink):
        AnswerLinks(tmp_path / "other").open(token)


def test_who_has_a_link_reads_nothing_in_it(links: AnswerLinks, tmp_path: Path) -> None:
    token = _token(links)
    whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    with pytest.raises(AlteredLink):
        unpacked(whole[16:])
    assert _token(links) != token  # two links to one answer are two


def test_a_link_of_before_opens_still(links: AnswerLinks, tmp_path: Path) -> None:
    shared = links.open(_token(links))
    whole = packed(shared.model_dump_json().encode())
    seal = hmac.digest((tmp_path / FILE).read_bytes(), b"answer\0" + whole, "sha256")[:16]
    token = base64.urlsafe_b64encode(seal + whole).decode().rstrip("=")
    assert links.open(token) == shared
    with pytest.raises(AlteredLink):
        links.open(base64.urlsafe_b64encode(bytes(16) + whole).decode().rstrip("="))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_no_link_is_made_where_no_key_can_be_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert AnswerLinks(tmp_path).make(ANSWER, {}) is None


def test_a_key_cut_short_makes_no_links(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    links = AnswerLinks(tmp_path / "absent")
    assert links.make(ANSWER, {}) is None
    links = AnswerLinks(tmp_path)
    assert links.make(ANSWER, {}) is None
    with pytest.raises(AlteredLink):
        links.open("AAAA")


def test_what_shows_no_quote_or_too_many_has_no_link(links: AnswerLinks) -> None:
    assert links.make(replace(ANSWER, quotes=()), {}) is None
    assert links.make(replace(ANSWER, quotes=(QUOTE,) * 101), {}) is None
    refusal = replace(ANSWER, answered=False, quotes=(), reason=Reason.NOT_STATED, answer="No.")
    assert links.open(_token(links, refusal)).answers[0].reason is Reason.NOT_STATED


def test_a_long_answer_is_a_link_of_an_address_that_proxies_take(links: AnswerLinks) -> None:
    many = tuple(replace(QUOTE, number=number, end=QUOTE.end - number) for number in range(1, 41))
    lines = (f"Rosa Calder: {quote.text} [{quote.number}]" for quote in many)
    made = links.share([_token(links, replace(ANSWER, answer="\n".join(lines), quotes=many))])
    assert safe_next(f"/{made.address}") == f"/{made.address}"
    with pytest.raises(NotShared) as refused:
        links.share([_token(links, _long_answer())])
    assert refused.value.is_too_long


def _long_answer() -> Answer:
    letters = random.Random(7)
    named = (
        replace(
            QUOTE,
            number=number,
            end=QUOTE.end - number % 40,
            speaker="".join(letters.sample(NAMES, 20)),
        )
        for number in range(1, 81)
    )
    return replace(ANSWER, quotes=tuple(named))


def _carried(made: MadeLink) -> str:
    return made.address.removeprefix("shared?a=").removeprefix("shared?k=")


def test_a_conversation_is_one_link_whose_answers_are_those_it_was_made_of(
    links: AnswerLinks,
) -> None:
    other = replace(ANSWER, question="And of tolls?")
    tokens = [_token(links), _token(links, other), "made up", _token(links)[:-2]]
    made = links.share(tokens)
    assert made.count == 2
    assert made.expires is None
    shared = links.open(_carried(made))
    assert [one.question for one in shared.answers] == [ANSWER.question, other.question]
    with pytest.raises(NotShared):
        links.share(["made up"])


def test_of_two_links_to_the_same_answer_one_is_taken_back(links: AnswerLinks) -> None:
    token = _token(links)
    one, other = links.share([token]), links.share([token])
    assert not links.take_back(one.id, other.secret)
    assert links.take_back(one.id, one.secret)
    with pytest.raises(LinkTaken):
        links.open(_carried(one))
    assert links.open(_carried(other)).answers[0].question == ANSWER.question
    with pytest.raises(NotShared):  # nor is it made into another one
        links.share([_carried(one)])


def test_what_is_too_long_is_kept_until_its_time_is_over(tmp_path: Path) -> None:
    links = AnswerLinks(tmp_path, keep_days=1)
    made = links.share([_token(links, _long_answer())])
    assert made.address == f"shared?k={made.id}"
    assert made.expires == made.made + 24 * 3600
    assert len(links.open_kept(made.id).answers[0].quotes) == 80
    assert "dredging stops" not in links.open_kept(made.id).model_dump_json()
    assert links.store.kept(made.id, made.expires) is None
    assert links.take_back(made.id, made.secret)
    with pytest.raises(LinkTaken):
        links.open_kept(made.id)
    with pytest.raises(AlteredLink):
        links.open_kept("0" * 32)


def test_all_that_were_made_before_a_time_are_taken_back(tmp_path: Path) -> None:
    links = AnswerLinks(tmp_path, keep_days=1)
    token = _token(links)
    short, long = links.share([token]), links.share([_token(links, _long_answer())])
    links.store.take_back_before(short.made)
    assert links.open(_carried(short)).made == short.made
    links.store.take_back_before(short.made + 60)
    links.store.take_back_before(short.made)  # takes no less back
    with pytest.raises(LinkTaken):
        links.open(_carried(short))
    with pytest.raises(AlteredLink):
        links.open_kept(long.id)


def test_a_link_of_before_conversations_were_shared_still_opens(links: AnswerLinks) -> None:
    alone = links.open(_token(links)).answers[0]
    token = Sealing(links.store.path.parent).seal(alone.model_dump_json().encode())
    assert token is not None
    assert links.open(token).answers == [alone]


@given(
    st.lists(st.text(st.sampled_from("ab “”\n[1]2🚢"), max_size=30), min_size=1, max_size=4),
    st.text(st.sampled_from("ab “”\n[1]2🚢"), max_size=60),
)
def test_a_text_in_parts_is_the_text_again(said: list[str], text: str) -> None:
    quotes = dict(enumerate(said, 1))
    whole = "\n".join([text, *(f"A: {words} [{number}]" for number, words in quotes.items())])
    lines = lines_of(whole, quotes)
    assert text_of(lines, quotes, set()) == whole
    for line in lines:
        for part in line:
            assert isinstance(part, str) or quotes[part[0]][part[1] : part[2]] in whole


def test_of_a_lost_quote_neither_its_line_nor_what_leads_to_it_is_left() -> None:
    quotes = {1: "The lock leaks badly.", 2: "It was mended in May."}
    text = "In May:\nOkoro: The lock leaks badly. [1]\nFisk: It was mended in May. [2]"
    lines = lines_of(text, quotes)
    assert text_of(lines, {1: quotes[1]}, {2}) == "Okoro: The lock leaks badly. [1]"


@pytest.mark.parametrize("token", ["", "//evil.example", "javascript:x", '"><b>', "a b"])
def test_an_address_stays_on_this_server(token: str) -> None:
    assert not is_token(token)
    assert ask_address("Who & why?") == "./?q=Who+%26+why%3F"
