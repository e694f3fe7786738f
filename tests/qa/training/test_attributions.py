"""What the weights of attributions are fitted to: candidates of our own, judged by hand."""

import json
from pathlib import Path

import pytest

from qa.training.attributions.examples import LABELS, by_hand, examples, measured, own_pages
from qa.training.attributions.fitting import COUNTS, both, told


def test_every_page_of_ours_has_verdicts_and_most_are_of_candidates() -> None:
    labels = json.loads(LABELS.read_text("utf-8"))["pages"]
    pages = own_pages()
    assert pages.keys() == labels.keys()
    found = [
        one
        for name, text in pages.items()
        for one in examples(text, "pages", name, by_hand(labels[name]))
    ]
    assert len(found) > 0.9 * sum(map(len, labels.values()))
    assert 0.25 < sum(one.right for one in found) / len(found) < 0.5


def test_a_verdict_by_hand_tells_the_speaker_from_the_attribution() -> None:
    text = "The mayor said it rained. The lamp shows that it is on. Ada Moss warned of floods."
    starts = [text.index(word) for word in ("it rained", "that it is", "floods")]
    cues = [text.index(word) for word in ("said", "shows", "warned")]
    labels = [
        [start, start, cue, verdict]
        for start, cue, verdict in zip(starts, cues, (1, 0, 2), strict=True)
    ]
    found = list(examples(text, "pages", "a", by_hand(labels)))
    assert [(one.attributed, one.right) for one in found] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert not list(examples(text, "pages", "a", by_hand([])))


def test_what_others_wrote_has_no_weight_in_the_fit(tmp_path: Path) -> None:
    text = "Ada Moss said the quay was shut. The lamp shows that it is on."
    start = text.index("the quay")
    row = {
        "id": "p1",
        "article": text,
        "quotes": [{"content_spans": [[start, start + 17]], "speaker_spans": [[0, 8]]}],
    }
    path = tmp_path / "polnear.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    found = measured(path, None)
    assert [(one.attributed, one.right) for one in found][:1] == [(True, True)]
    assert {one.origin for one in found} == {"polnear"}
    assert COUNTS.keys() == {"news", "judged", "pages"}
    with pytest.raises(KeyError):
        both(found)
    nothing = (0.0, dict[str, float]())
    assert told(found, nothing, nothing) == (
        f"polnear: right 1 of {len(found)}, with a speaker kept 1 of {len(found)}\n"
    )
