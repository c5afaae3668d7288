"""When two values of a field say the same."""

import pytest

from corpus.field_values import same_value


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("founded", "2015", "luglio 2015", True),
        ("founded", "July 2015", "luglio 2015", True),
        ("founded", "3 marzo 2015", "3 2015", True),
        ("founded", "luglio 2015", "maggio 2015", False),
        ("legal_form", "associazione", "non-profit association", True),
        ("legal_form", "fondazione", "associazione", False),
        ("legal_form", "foundation", "Fondazione di partecipazione", True),
        ("members", "100", "100 soci", True),
        ("members", "100", "116 imprese", False),
        ("president", "Vago", "Gianluca Vago", True),
        ("president", "Gianluca Vago", "Gabriele Pelissero", False),
        ("seat", "Milano", "Via Pantano 9, a Milano", True),
        ("seat", "Crema", "Cremona", False),
    ],
)
def test_values_agree(field: str, one: str, other: str, same: bool) -> None:
    assert same_value(field, one, other) is same
    assert same_value(field, other, one) is same
