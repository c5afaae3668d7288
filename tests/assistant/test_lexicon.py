"""Questions are widened by other words, in their own language only."""

from assistant.lexicon import other_words


def test_synonyms_know_the_forms_of_a_word() -> None:
    assert "presidente" in other_words("Chi presiede AFIL?", "it")["presiede"]
    assert "presiede" in other_words("I presidenti in carica", "it")["presidenti"]


def test_english_words_have_italian_ones() -> None:
    assert other_words("When is the deadline?", "en")["deadline"] == ("scadenza", "termine")
    assert "deadline" not in other_words("deadline", "it")


def test_an_acronym_stands_for_the_names_of_its_cluster() -> None:
    assert "aerospace" in other_words("Quando è nato il LAC?", "it")["lac"]


def test_plain_words_have_none() -> None:
    assert other_words("Chi ha scritto la Divina Commedia?", "it") == {}
