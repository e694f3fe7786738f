"""Workers search in the Milvus of their server, and change nothing there."""

import multiprocessing
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.search.milvus.address import parse_address
from qa.web.workers.messages import Setup
from qa.web.workers.process import Answering


def test_a_worker_leaves_it_to_the_server_to_bring_milvus_up_to_date(tmp_path: Path) -> None:
    for package in ("pymilvus", "milvus_lite"):
        pytest.importorskip(package, reason=f"needs {package} (pip install '.[test-milvus]')")
    from milvus_server import MilvusServer

    with Index.open(tmp_path / "index", create=True) as index:
        info = ArticleInfo(id="lock", title="The lock")
        index.add_articles([Article(info=info, text="The lock gates are rusted through.")])
    server = MilvusServer(tmp_path / "data")
    address = parse_address(server.url)
    setup = Setup(index=tmp_path / "index", reader_model=None, selector=None, milvus=address)
    ours, theirs = multiprocessing.Pipe()
    answering = Answering(setup, theirs)
    try:
        opened = answering._open()
        assert opened is not None
        worker = opened.index
        assert isinstance(worker, Index)
        assert worker.remote is not None
        worker.remote._try()
        assert worker.remote.status.use == "waiting"
        assert worker.remote._following.client.properties() is None
        before = worker.search("gates", 3, Filters())
        with Index.open(tmp_path / "index", milvus=address, follows="beside") as whole:
            assert whole.remote is not None
            whole.remote.bring()
            worker.remote._try()
            assert worker.remote.status.use == "used"
            assert worker.search("gates", 3, Filters()) == before
            assert before
        worker.close()
    finally:
        ours.close()
        theirs.close()
        server.close()
