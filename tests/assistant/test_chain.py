"""The chain of an act: what it is tied to, drawn as Mermaid and as SVG."""

import shutil
from datetime import date

import pytest

from assistant.chain import find_chain, to_mermaid, to_svg
from corpus.act_names import act_id
from corpus.act_register import ActRegister, validity_on
from corpus.library import Library

DAY = date(2026, 11, 24)


def test_a_chain_holds_the_acts_of_a_recognition(shipped: Library) -> None:
    register = ActRegister(shipped.claims)
    chain = find_chain(register.find("decreto 4638/2014").entries[0], register.entry)
    numbers = {one.name.number for one in chain.acts}
    assert numbers == {"4638", "6980", "2239", "1507"}
    ties = {(start.split(":")[2], label, end.split(":")[2]) for start, label, end in chain.ties}
    assert ties == {
        ("4638", "attua", "2239"),
        ("6980", "attua", "2239"),
        ("1507", "modifica", "4638"),
        ("1507", "modifica", "6980"),
    }
    drawn = to_mermaid(chain, lambda one: validity_on(one, DAY))
    assert drawn.startswith("flowchart TD\n")
    assert drawn.count("-->") == len(chain.ties)
    assert "class a0" in drawn  # not held: dashed


def test_an_act_tied_to_none_is_a_chain_of_one(shipped: Library) -> None:
    register = ActRegister(shipped.claims)
    entry = register.find("d.g.r. X/2152").entries[0]
    chain = find_chain(entry, register.entry)
    assert [act_id(one.name) for one in chain.acts] == [entry.act_id]
    assert chain.ties == ()


def test_without_graphviz_there_is_no_svg(
    shipped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    register = ActRegister(shipped.claims)
    chain = find_chain(register.find("decreto 4638/2014").entries[0], register.entry)
    assert to_svg(chain, lambda one: validity_on(one, DAY)) is None


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
def test_with_graphviz_the_svg_names_every_act(shipped: Library) -> None:
    register = ActRegister(shipped.claims)
    chain = find_chain(register.find("decreto 4638/2014").entries[0], register.entry)
    drawn = to_svg(chain, lambda one: validity_on(one, DAY))
    assert drawn
    assert "<svg" in drawn
    assert all(str(one.name.number) in drawn for one in chain.acts)
