"""The clusters as texts and people name them: rows with slips and traps, laws of spans, time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clusters import (
    cluster_by_id,
    clusters,
    find_areas,
    find_cluster,
    find_clusters,
)

A, S, C, E, F = "agrifood", "aerospazio", "chimica-verde", "energia", "fabbrica-intelligente"
M, V, T, L, K = (
    "mobilita",
    "scienze-della-vita",
    "smart-communities",
    "ambienti-di-vita",
    "cosmetico",
)

# what a person writes → the cluster that is meant, "" for none
WRITTEN: list[tuple[str, str]] = [
    ("CAT.AL", A),
    ("catal", A),
    ("cat al", A),
    ("Cat-Al", A),
    ("cluster agrofood", A),
    ("cluster agrifod", A),
    ("agroalimentare", A),
    ("il cluster dell'agroalimentare", A),
    ("Cluster Alta Tecnologia Agrofood Lombardia", A),
    ("LAC", S),
    ("lombardia aerospace", S),
    ("Lombardia Areospace Cluster", S),
    ("cluster areospaziale", S),
    ("cluster dell’aerospazio", S),
    ("distretto aerospaziale lombardo", S),
    ("LGCA", C),
    ("lgca", C),
    ("cluster chimica verde", C),
    ("cluster della chimca verde", C),
    ("green chemistry", C),
    ("LE2C", E),
    ("le2c", E),
    ("energy cluster", E),
    ("cluster energie", E),
    ("Lombardy Energy Clean Tech Cluster", E),
    ("energia", E),
    ("AFIL", F),
    ("afil", F),
    ("fabbrica inteligente", F),
    ("cluster fabrica intelligente", F),
    ("Associazione Fabbrica Intelligente Lombardia", F),
    ("manifatturiero avanzato", F),
    ("CLM", M),
    ("cluster mobilita", M),
    ("cluster della mobilita'", M),
    ("Cluster Lombardo Mobilità", M),
    ("cluster lombardo della mobiltà", M),
    ("mobility cluster", M),
    ("scienze della vita", V),
    ("cluster scienze dela vita", V),
    ("life science cluster", V),
    ("SCC", T),
    ("Fondazione SCC", T),
    ("smart comunities", T),
    ("smart cities", T),
    ("cluster smart city", T),
    ("TAV", L),
    ("Fondazione TAV", L),
    ("ambienti di vita", L),
    ("ambient di vita", L),
    ("tech for life", L),
    ("cosmesi", K),
    ("cluster della cosmetica", K),
    ("il decimo cluster", K),
    ("Sistema Cosmetico", K),
    ("cluster cosmetco", K),
    # what is no cluster of ours
    ("", ""),
    ("Regione Lombardia", ""),
    ("cluster", ""),
    ("cluster tecnologici lombardi", ""),
    ("pizza", ""),
    ("Finlombarda", ""),
    ("cluster nautico", ""),
    ("distretto aerospaziale pugliese", ""),
    ("CL.A.N.", ""),
    ("SPRING", ""),
    ("ALISEI", ""),
]

# a text → the clusters that it names, in order; "*9" the nine, "*" the clusters
TEXTS: list[tuple[str, list[str]]] = [
    ("Il Cluster Lombardo della Mobilità (CLM) ha sede a Milano.", [M, M]),
    ("AFIL, LGCA e CAT.AL sono associazioni.", [F, C, A]),
    ("Il cluster della mobilità e il cluster dell'energia", [M, E]),
    ("il Cluster  lombardo\nscienze della vita", [V]),
    ("la Fondazione Cluster Tecnologie per le Smart Cities & Communities – Lombardia", [T]),
    (
        "Fondazione Cluster regionale lombardo delle Tecnologie per gli Ambienti di Vita (TAV)",
        [L, L],
    ),
    ("CLUSTER LOMBARDO DELLA MOBILITA'", [M]),
    ("i nove cluster tecnologici lombardi", ["*9"]),
    ("tutti i CTL", ["*"]),
    ("The nine technology clusters", ["*9"]),
    ("the Lombardy Green Chemistry Association", [C]),
    ("Cluster Tecnologico Lombardo del Made in Italy – Sistema Cosmetico", [K]),
    ("il Lombardy Energy Cleantech Cluster (LE2C)", [E, E]),
    ("il cluster TAV, uno dei CTL", [L]),
    # traps
    ("La linea TAV Milano-Brescia sarà pronta nel 2026.", []),
    ("I cantieri della TAV attraversano il lago di Garda.", []),
    ("Il LAC di Lugano ospita concerti.", []),
    ("Colore LAC 12, codice CLM-4", []),
    ("Il distretto aerospaziale pugliese cresce.", []),
    ("Il cluster nazionale CL.A.N. riunisce l'agroalimentare italiano.", []),
    ("SPRING è il cluster nazionale della chimica verde.", []),
    ("Il Cluster Tecnologico Nazionale Fabbrica Intelligente (CFI)", []),
    ("il cluster nazionale dell'energia", []),
    ("il cluster aerospaziale pugliese", []),
    ("il cluster della mobilità del Piemonte", []),
    ("La Regione investe in energia e mobilità sostenibile.", []),
    ("Le scienze della vita sono un settore in crescita.", []),
    ("L'energia costa.", []),
    ("Il cluster dei server è in manutenzione.", []),
    ("Cluster di contagi nelle scienze della vita? No.", []),
]

AREAS: list[tuple[str, list[str]]] = [
    (
        "Agrifood, Aerospazio, Chimica verde, Energia, Fabbrica intelligente, Mobilità, Scienze"
        " della vita, Tecnologie per le smart communities e Tecnologie per gli ambienti di vita",
        [A, S, C, E, F, M, V, T, L],
    ),
    (
        "Agrifood, Aerospace, Green chemistry, Energy, Intelligent factory, Mobility, Life"
        " sciences, Technologies for smart communities and Technologies for living environments",
        [A, S, C, E, F, M, V, T, L],
    ),
    ("energia e ambiente; mobilita'", [E, M]),
    ("SCIENZE DELLA VITA", [V]),
    ("cosmesi", [K]),
    ("moda, legno, acciaio", []),
    ("immobilità e sinergia", []),
]


@pytest.mark.parametrize(("words", "meant"), WRITTEN, ids=[row[0] or "-" for row in WRITTEN])
def test_written(words: str, meant: str) -> None:
    found = find_cluster(words)
    assert (found.id if found else "") == meant


@pytest.mark.parametrize(("text", "named"), TEXTS, ids=[row[0][:50] for row in TEXTS])
def test_text(text: str, named: list[str]) -> None:
    found = [one.cluster_id or f"*{one.count or ''}" for one in find_clusters(text)]
    assert [one for one in found if one != "*"] == [one for one in named if one != "*"]
    assert ("*" in named) <= ("*" in found)


@pytest.mark.parametrize(("text", "named"), AREAS, ids=[row[0][:40] for row in AREAS])
def test_areas(text: str, named: list[str]) -> None:
    assert [one.cluster_id for one in find_areas(text)] == named


def test_rows_are_many() -> None:
    assert len(WRITTEN) + len(TEXTS) + len(AREAS) >= 90
    assert {meant for _, meant in WRITTEN} == {one.id for one in clusters()} | {""}


def test_short_acronyms_need_a_hint() -> None:
    assert find_clusters("Il LAC e la TAV") == []
    assert [one.cluster_id for one in find_clusters("Il LAC e la TAV", hinted=True)] == [S, L]


@pytest.mark.parametrize("cluster", clusters(), ids=lambda one: one.id)
def test_every_name_is_found(cluster: object) -> None:
    one = cluster_by_id(getattr(cluster, "id", ""))
    assert one
    for name in (*one.names(), one.id, one.area_it, one.area_en):
        assert find_cluster(name) == one
    for name in one.names():
        assert {m.cluster_id for m in find_clusters(name, hinted=True)} == {one.id}, name


PIECES = st.sampled_from(
    [
        *(
            "cluster",
            "della",
            "mobilità",
            "AFIL",
            "LAC",
            "i nove",
            "Tecnologico",
            "Lombardo",
            "(CLM)",
        ),
        *("energia", "nazionale", "TAV", "CAT.AL", "\n", "İ", "ﬁ", "'", "smart cities &", "e"),
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.text()))
def test_any_text_gives_sound_spans(text: str) -> None:
    for found in (find_clusters(text), find_clusters(text, hinted=True), find_areas(text)):
        end = 0
        for one in found:
            assert end <= one.start < one.end <= len(text)
            assert one.cluster_id == "" or cluster_by_id(one.cluster_id)
            end = one.end
    assert find_cluster(text) is None or find_cluster(text) in clusters()


@pytest.mark.parametrize("unit", ["cluster ", "cluster tecnologico lombardo della ", "AFIL, ", "'"])
def test_time_is_linear(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    find_clusters(text)
    assert time.perf_counter() - start < 6
