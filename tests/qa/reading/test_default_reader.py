"""The reader of an assistant that is given none."""

import pytest

from index.errors import ModelError
from index.models.embedder import Embedder
from index.models.embedding import open_embedder
from qa.reading import trained_reader
from qa.reading.default_reader import open_default_reader
from qa.reading.sentence_reader import SentenceReader
from qa.reading.windows import plain_window


def not_needed() -> Embedder:
    raise AssertionError("the trained reader needs no embedder")


def test_the_trained_reader_is_opened_without_an_embedder(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert open_default_reader(not_needed).name == trained_reader.DEFAULT_NAME
    assert not caplog.records


@pytest.mark.parametrize("error", [ModelError("no weights"), ImportError("no onnxruntime")])
def test_where_it_cannot_be_opened_sentences_are_compared_with_a_notice(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(trained_reader, "open_reader", fail)
    found = open_default_reader(open_embedder)
    assert isinstance(found, SentenceReader)
    (record,) = caplog.records
    assert (record.levelname, str(error) in record.getMessage()) == ("WARNING", True)
    (reading,) = found.read([("What leaked?", plain_window("The dam leaked. It rained all day."))])
    assert reading.spans[0].start == 0


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise TypeError("a mistake")

    monkeypatch.setattr(trained_reader, "open_reader", fail)
    with pytest.raises(TypeError, match="a mistake"):
        open_default_reader(not_needed)
