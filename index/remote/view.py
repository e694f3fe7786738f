"""One generation as it is searched in Milvus."""

from dataclasses import dataclass
from functools import cached_property

from index.remote.gathering import owners_of
from index.search.milvus.asking import Held, Owners
from index.search.milvus.searching import MilvusVectors, MilvusWords
from index.store.derived_files import View
from index.store.manifest import Manifest
from index.store.searched import SearchedVectors, SearchedWords
from index.store.storage import Storage


@dataclass(frozen=True)
class RemoteView:
    """One generation: candidates from Milvus, all else from the view on this machine."""

    near: View
    held: Held
    storage: Storage

    @property
    def manifest(self) -> Manifest:
        """Of the files on this machine."""
        return self.near.manifest

    @cached_property
    def vectors(self) -> SearchedVectors:
        """The vectors."""
        return MilvusVectors(self.held, self.near.vectors, self._find_owners)

    @cached_property
    def words(self) -> SearchedWords:
        """The words."""
        return MilvusWords(self.held, self.near.words, self._find_owners)

    def agrees(self, generation: int, last_passage: int) -> bool:
        """Whether the files on this machine hold these passages and no others."""
        return self.near.agrees(generation, last_passage)

    def _find_owners(self) -> Owners:
        return self._owners

    @cached_property
    def _owners(self) -> Owners:
        return owners_of(self.storage)
