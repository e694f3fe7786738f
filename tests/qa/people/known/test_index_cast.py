from qa.people.known.index_cast import IndexCast, KnownCast

NAMES = ("Ada Okafor", "Nikolay Bordyuzha", "Tom Vane", "Una Müller-Holt", "the harbour board")
CAST = IndexCast(NAMES)


def never(_: str) -> bool:
    return False


def test_a_partial_name_finds_the_full_ones() -> None:
    assert CAST.known("Okafor") == ("Ada Okafor",)
    assert CAST.known("bordyuzha") == ("Nikolay Bordyuzha",)
    assert CAST.known("Nikolai Bordyuzha") == ("Nikolay Bordyuzha",)
    assert CAST.known("Ben Okafor") == ()
    assert CAST.known("harbour") == ()


def test_names_written_small_are_found_in_small_texts_only() -> None:
    assert CAST.named_in("okafor levy", never) == ("okafor",)
    assert CAST.named_in("ada okafor and tom vane on tolls", never) == ("ada okafor", "tom vane")
    assert CAST.named_in("Did the vane of the Mill turn?", never) == ()
    assert CAST.named_in("Vane on the Mill", never) == ("Vane",)
    assert CAST.named_in("muller on tolls", never) == ("muller",)


def test_an_ordinary_word_or_a_given_name_is_nobody() -> None:
    assert CAST.named_in("weather vane", lambda word: word == "vane") == ()
    assert CAST.named_in("ada levy", never) == ()
    assert CAST.named_in("", never) == ()


def test_words_come_by_their_first_letter_as_they_are_written() -> None:
    assert CAST.beginning("o") == {"okafor": "Okafor"}
    assert CAST.beginning("x") == {}
    assert CAST.has_word("BORDYUZHA")
    assert not CAST.has_word("board")


def test_the_cast_is_read_again_with_a_new_generation_only() -> None:
    read: list[int] = []
    generation = 1

    def speakers() -> list[str]:
        read.append(generation)
        return ["Ada Okafor"] * generation

    known = KnownCast(speakers, lambda: generation)
    assert known.now() is known.now()
    generation = 2
    assert known.now().names == ("Ada Okafor", "Ada Okafor")
    assert read == [1, 2]
