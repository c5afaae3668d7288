"""An act is found by its name: made-up acts whose numbers clash, asked about in many wordings."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.headings import read_headings
from assistant.named import Reference, read_references, weigh_acts
from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Draft, Question
from assistant.verify import verify
from corpus.act_names import ActType
from corpus.library import Library, open_library
from corpus.mentions import find_mentions
from corpus.settings import RetrievalSettings
from ingest.run import IngestOptions, IngestReport, ingest

MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
TOWNS = ("Vallescura", "Pontelargo", "Rivamare", "Montechiaro d'Esempio", "San Prospero in Colle")
NUMBERS = (12, 45, 77, 123, 210, 456, 918)
YEARS = (2018, 2019, 2020, 2021)
DEEDS = (
    *("Affidamento", "Proroga", "Rinnovo", "Revoca", "Aggiudicazione", "Collaudo", "Ripartizione"),
    *("Approvazione", "Modifica", "Ampliamento", "Concessione", "Istituzione", "Adeguamento"),
)
THINGS = (
    *("del servizio di refezione scolastica", "dei lavori di restauro della biblioteca"),
    *("del piano della mobilità ciclistica", "della fornitura di arredi per la palestra"),
    *("del regolamento sul compostaggio domestico", "della convenzione per il canile"),
    *("della graduatoria dei tirocini estivi", "del bando per le botteghe storiche"),
    *("della manutenzione delle fontane pubbliche", "dei contributi alle bande musicali"),
    *("dell'impianto fotovoltaico del municipio", "della rete dei cammini rurali"),
)
PLACES = ("Borgo Alto", "Via Sette Fonti", "Rione Mulini", "Contrada Pino", "Quartiere Stadio")
FILLER = (
    "Il procedimento è stato istruito nei termini e non risultano osservazioni degli interessati. "
    "La spesa trova copertura nel bilancio di previsione e gli uffici danno parere favorevole. "
)


@dataclass(frozen=True)
class Act:
    """A made-up act: what its heading says."""

    place: str
    noun: str
    issuer: str
    number: int
    date: tuple[int, int, int]
    subject: str
    cig: str | None
    cited: list["Act"] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.date[2]

    @property
    def day(self) -> str:
        return f"{self.date[0]} {MONTHS[self.date[1] - 1]} {self.year}"

    @property
    def digits(self) -> str:
        return f"{self.date[0]:02d}/{self.date[1]:02d}/{self.year}"

    @property
    def named(self) -> str:
        """How another act cites it."""
        of = f" del {self.place}" if self.place.startswith("Comune") else ""
        cig = f" (CIG {self.cig})" if self.cig else ""
        return f"{NAMES[self.noun]} n. {self.number} del {self.digits}{of}{cig}"


NAMES = {
    "determina": "la determinazione",
    "dgc": "la deliberazione di Giunta comunale",
    "dcc": "la deliberazione di Consiglio comunale",
    "dgr": "la deliberazione della Giunta regionale",
    "decreto": "il decreto del dirigente della struttura",
    "legge": "la legge",
    "dm": "il decreto ministeriale",
}
PLAIN_NAMES = {
    "determina": ("determinazione", "determina", "det.", "determinazione dirigenziale"),
    "dgc": ("delibera di giunta comunale", "deliberazione della Giunta comunale", "delibera G.C."),
    "dcc": ("delibera di consiglio comunale", "deliberazione consiliare comunale", "D.C.C."),
    "dgr": ("delibera di giunta regionale", "DGR", "deliberazione della Giunta regionale"),
    "decreto": ("decreto dirigenziale regionale", "d.d.s.", "decreto della struttura regionale"),
    "legge": ("legge", "legge dello Stato"),
    "dm": ("decreto ministeriale", "D.M."),
}
HEADS = {
    "determina": "DETERMINAZIONE N. {0.number} DEL {0.digits}\nSettore Tecnico\n",
    "dgc": "DELIBERAZIONE DELLA GIUNTA COMUNALE\nN. {0.number} DEL {0.digits}\n",
    "dcc": "VERBALE DI DELIBERAZIONE DEL CONSIGLIO COMUNALE N. {0.number}\nSeduta del {0.digits}\n",
    "dgr": "DELIBERAZIONE DELLA GIUNTA REGIONALE {0.day}, n. {0.number}\n",
    "decreto": "DECRETO N. {0.number} Del {0.digits}\nIdentificativo Atto n. 9\n",
    "legge": "LEGGE {0.day}, n. {0.number}\n",
    "dm": "Ministero delle prove\nDECRETO MINISTERIALE {0.day}, n. {0.number}\n",
}
ORGANS = {
    "determina": ("IL RESPONSABILE DEL SETTORE TECNICO", "DETERMINA"),
    "dgc": ("LA GIUNTA COMUNALE", "DELIBERA"),
    "dcc": ("IL CONSIGLIO COMUNALE", "DELIBERA"),
    "dgr": ("LA GIUNTA REGIONALE", "DELIBERA"),
    "decreto": ("IL DIRIGENTE DELLA STRUTTURA RICERCA", "DECRETA"),
    "legge": ("IL PRESIDENTE DELLA REPUBBLICA", "PROMULGA"),
    "dm": ("IL MINISTRO DELLE PROVE", "DECRETA"),
}
BODIES = [(f"Comune di {town}", noun) for town in TOWNS for noun in ("determina", "dgc", "dcc")]
BODIES += [("Regione Puglia", "dgr"), ("Regione Lombardia", "decreto"), ("Regione Puglia", "dgr")]
BODIES += [
    ("Stato", "legge"),
    ("Stato", "dm"),
    *(2 * [(f"Comune di {t}", "determina") for t in TOWNS]),
]


def make_acts(count: int, seed: int) -> list[Act]:
    """Acts of many bodies that share their numbers; each cites others."""
    chance = random.Random(seed)  # noqa: S311 - test data
    names: set[tuple[str, str, int, int]] = set()
    acts: list[Act] = []
    spread = NUMBERS if count <= 100 else range(1, 4 + count // 12)
    while len(acts) < count:
        place, noun = chance.choice(BODIES)
        number, year = chance.choice(spread), chance.choice(YEARS)
        if (place, noun, number, year) in names:
            continue
        names.add((place, noun, number, year))
        subject = f"{chance.choice(DEEDS)} {chance.choice(THINGS)} in {chance.choice(PLACES)}"
        date = (chance.randint(1, 28), chance.randint(1, 12), year)
        code = f"Z{chance.randint(10, 99)}{len(acts):04X}A{chance.randint(10, 99)}"
        cig = code if noun == "determina" else None
        acts.append(Act(place, noun, place, number, date, subject, cig))
    numbered: dict[int, list[Act]] = {}
    for act in acts:
        numbered.setdefault(act.number, []).append(act)
    for act in acts:
        same = [one for one in numbered[act.number] if one is not act]
        act.cited.extend(chance.sample(same, min(2, len(same))))
        act.cited.extend(one for one in chance.sample(acts, 2) if one is not act)
    return acts


def write_act(act: Act, chance: random.Random) -> str:
    """The text of an act: heading, object, recitals that cite, what is decided."""
    organ, word = ORGANS[act.noun]
    head = "" if act.place == "Stato" else f"{act.place.upper()}\n"
    label = "" if act.noun in ("legge", "dm") else "OGGETTO: "
    cig = f" CIG {act.cig}" if act.cig else ""
    lines = [f"{head}{HEADS[act.noun].format(act)}{label}{act.subject}.{cig}", "", organ, ""]
    for cited in act.cited:
        lines.append(f"VISTA {cited.named}, avente ad oggetto {cited.subject.lower()};")
        lines.append(FILLER * chance.randint(0, 3))
    lines += ["", word, ""]
    lines += [f"1. di dare corso a quanto in premessa per {act.place};"]
    if act.cited and chance.random() < 0.5:
        lines.append(f"2. di dare atto che resta ferma {act.cited[0].named};")
    lines += [FILLER * chance.randint(1, 6)]
    return "\n".join(lines)


@dataclass(frozen=True)
class Asked:
    """A question, which acts (by place in the list) it may mean, and what an answer must show."""

    text: str
    fits: frozenset[int]
    kind: str
    shows: str | None = None


def make_questions(acts: Sequence[Act], seed: int, most: int = 10_000) -> list[Asked]:
    """For each act, or the first `most`, some questions that name it, more or less closely."""
    chance = random.Random(seed)  # noqa: S311 - test data
    asked: list[Asked] = []

    def fits(noun: str, number: int, **parts: object) -> frozenset[int]:
        return frozenset(
            at
            for at, one in enumerate(acts)
            if (one.noun, one.number) == (noun, number)
            and all(getattr(one, name) == value for name, value in parts.items())
        )

    def whole(act: Act, name: str) -> Iterator[tuple[str, frozenset[int]]]:
        of = {"Stato": ""}.get(
            act.place, f" {'della' if 'Regione' in act.place else 'del'} {act.place}"
        )
        exact = fits(act.noun, act.number, place=act.place, year=act.year)
        dated = fits(act.noun, act.number, date=act.date)
        yearly = fits(act.noun, act.number, year=act.year)
        yield f"{name} n. {act.number} del {act.year}{of}", exact
        yield f"{name} {act.number}/{act.year}{of}", exact
        yield f"{name} n. {act.number} del {act.day}", dated
        yield f"{name} n. {act.number} del {act.digits}", dated
        yield f"{name} {act.number}/{act.year}", yearly
        yield f"{name} {act.number} {act.year}{of}", exact
        yield f"{name} numero {act.number} anno {act.year}{of}", exact
        yield f"{name} nr. {act.number} {act.place.removeprefix('Comune di ')} {act.year}", exact
        yield f"{name} n. {act.number}{of}", fits(act.noun, act.number, place=act.place)
        yield f"{name} n. {act.number}", fits(act.noun, act.number)

    forms = (
        ("object", "Qual è l'oggetto della {}?"),
        ("object", "oggetto {}"),
        ("object", "Di cosa tratta la {}?"),
        ("object", "Che cosa riguarda {}?"),
        ("date", "Di che data è la {}?"),
        ("date", "Quando è stata adottata la {}?"),
        ("office", "Chi ha adottato la {}?"),
    )
    for act in acts[:most]:
        ways = list(whole(act, chance.choice(PLAIN_NAMES[act.noun])))
        for name, fitting in chance.sample(ways, 3):
            kind, form = chance.choice(forms)
            sole = act.subject if kind == "object" and len(fitting) == 1 else None
            asked.append(Asked(form.format(name), fitting, kind, sole))
        if act.cig:
            own = frozenset(at for at, one in enumerate(acts) if one.cig == act.cig)
            form = chance.choice(
                ("Quale atto ha il CIG {}?", "CIG {}", "A quale determina si riferisce il CIG {}?")
            )
            asked.append(Asked(form.format(act.cig), own, "cig"))
    return asked


@dataclass(frozen=True)
class Shelf:
    library: Library
    documents: list[str]
    asked: list[Asked]


def fill(library: Library, place: Path, count: int, seed: int, most: int = 10_000) -> Shelf:
    """A library with made-up acts, and questions about them."""
    place.mkdir()
    acts = make_acts(count, seed)
    chance = random.Random(seed + 1)  # noqa: S311 - test data
    for at, act in enumerate(acts):
        (place / f"doc-{at:04}.txt").write_text(write_act(act, chance), encoding="utf-8")
    ingest([str(place)], library, IngestOptions())
    library.fill_vectors()
    held = {one.source.rpartition("/")[2]: one.id for one in library.records.documents()}
    documents = [held[f"doc-{at:04}.txt"] for at in range(count)]
    return Shelf(library, documents, make_questions(acts, seed + 2, most))


def first_document(shelf: Shelf, text: str) -> int:
    """The act whose document stands first for a question; -1 where none does."""
    found = retrieve(understand(Question(text)), shelf.library, 100).passages
    return shelf.documents.index(found[0].document.id) if found else -1


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("acts")
    settings = RetrievalSettings(embeddings="hash", wait_seconds=0.3)
    library = open_library(folder / "library", settings, create=True)
    yield fill(library, folder / "docs", 60, 11, 36)
    library.close()


def test_every_act_is_known(shelf: Shelf) -> None:
    assert all(one.act_id and one.act_object for one in shelf.library.records.documents())


def test_questions_are_of_every_kind(shelf: Shelf) -> None:
    kinds = Counter((one.kind, len(one.fits) > 1) for one in shelf.asked)
    assert {kind for kind, _ in kinds} == {"object", "date", "office", "cig"}
    assert sum(number for (_, several), number in kinds.items() if not several) >= 60


def test_the_act_meant_stands_first(shelf: Shelf) -> None:
    right: Counter[str] = Counter()
    asked = Counter(one.kind for one in shelf.asked)
    for one in shelf.asked:
        right[one.kind] += first_document(shelf, one.text) in one.fits
    assert all(right[kind] >= 0.97 * number for kind, number in asked.items()), (right, asked)


def headings(library: Library, text: str) -> list[str]:
    """What headings answer, each sentence accepted as a quote of its page."""
    sentences = read_headings(understand(Question(text)), library)
    verified = verify(Draft(sentences, 1.0), library.page)
    assert len(verified.sentences) == len(sentences)
    return [one.text for one in sentences]


def test_its_heading_answers(shelf: Shelf) -> None:
    for one in shelf.asked:
        told = headings(shelf.library, one.text)
        spans = read_headings(understand(Question(one.text)), shelf.library)
        assert told or one.kind == "office", one.text
        documents = {span.document_id for sentence in spans for span in sentence.spans}
        assert documents <= {shelf.documents[at] for at in one.fits}
        if one.shows:
            assert any(one.shows in words for words in told), one.text


@pytest.mark.parametrize(
    "text",
    [
        "Quanto costa il servizio affidato con la determinazione n. 123 del 2021?",
        "Che cosa decide il punto 2 della delibera di giunta n. 45?",
        "Quali cluster sono riconosciuti?",
        "",
    ],
)
def test_what_a_heading_does_not_say_is_left_to_passages(shelf: Shelf, text: str) -> None:
    if text:
        assert headings(shelf.library, text) == []


def test_date_told_by_the_minutes(library: Library, shelve: Callable[..., IngestReport]) -> None:
    shelve(
        {
            "a.txt": "COMUNE DI ESEMPIO\nVERBALE DI DELIBERAZIONE DELLA GIUNTA COMUNALE\nN. 8\n"
            "OGGETTO: Prova di oggetto\n\n"
            "L'anno duemilaventi addì dodici del mese di febbraio alle ore 12 nella sede\n\n"
            "LA GIUNTA COMUNALE\nVISTO il bilancio;\nDELIBERA\ndi approvare."
        }
    )
    told = headings(library, "Di che data è la delibera di giunta n. 8 del 2020?")
    assert any("dodici del mese di febbraio" in words for words in told)


def test_an_act_within_an_issue_is_found(
    library: Library, shelve: Callable[..., IngestReport]
) -> None:
    issue = "Serie Ordinaria n. 30 - Giovedì 24 luglio 2014\nBollettino Ufficiale\n"
    for number, subject in (("6844", "Graduatoria di prova"), ("6901", "Bando di prova")):
        issue += (
            f"D.d.s. 18 luglio 2014 - n. {number}\n{subject}\n\nIL DIRIGENTE DELLA STRUTTURA\n\n"
            f"Visto il d.d.s. 18 luglio 2014 - n. 6844;\n{FILLER * 4}\nDECRETA\n{FILLER * 4}\n"
        )
    shelve({"issue.txt": issue})
    for number, subject in (("6844", "Graduatoria di prova"), ("6901", "Bando di prova")):
        text = f"Qual è l'oggetto del decreto n. {number} del 2014?"
        first = retrieve(understand(Question(text)), library, 100).passages[0]
        assert first.chunk.act_id == f"lombardia:decreto:{number}:2014-07-18"
        assert any(subject in words for words in headings(library, text))


HELD = (
    *("comune-di-rivamare:dgc:45:2020-02-12", "comune-di-rivamare:dcc:45:2020-05-03"),
    *("comune-di-pontelargo:dgc:45:2020-07-01", "puglia:dgr:45:2020-01-10"),
    *("comune-di-rivamare:determina:45:2020-03-03", "stato:dm:45:2020-04-04"),
    *("lombardia:decreto:45:2020-09-09", "comune-di-rivamare:dgc:45:2019-02-12"),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("delibera di giunta n. 45 del 2020 del Comune di Rivamare", [HELD[0]]),
        ("delibera n. 45/2020 del consiglio comunale di Rivamare", [HELD[1]]),
        ("D.G.C. 45/2020", [HELD[0], HELD[2]]),
        ("delibera di giunta comunale 45/2020 Pontelargo", [HELD[2]]),
        ("DGR 45/2020", [HELD[3]]),
        ("determina 45 2020", [HELD[4]]),
        ("decreto ministeriale n. 45 del 4 aprile 2020", [HELD[5]]),
        ("decreto n. 45 del 2020 della Regione Lombardia", [HELD[6]]),
        ("delibera di giunta n. 45 Rivamare 2019", [HELD[7]]),
        ("determina n. 45 del 2020 del Comune di Napoli", []),
        ("determina n. 45 del 2018", []),
        ("legge n. 45 del 2020", []),
    ],
)
def test_type_and_issuer_decide(text: str, meant: list[str]) -> None:
    (reference,) = read_references(text, find_mentions(text))
    assert sorted(weigh_acts(text, reference, HELD)) == sorted(meant)


@pytest.mark.parametrize(
    ("text", "kind", "number", "date"),
    [
        ("det. n. 12/2021", ActType.DETERMINA, "12", "2021"),
        ("oggetto determina 123", ActType.DETERMINA, "123", None),
        ("atto n. 45 del 2021", None, "45", "2021"),
        ("provvedimento n. 12 del 3 maggio 2020", None, "12", "2020-05-03"),
        ("delibera 45", ActType.DGR, "45", None),
        ("D.M. 46 2018", ActType.DM, "46", "2018"),
        ("di cosa parla la 123/2021?", None, "123", "2021"),
        ("determina n. 12 dell'8 marzo 2021", ActType.DETERMINA, "12", "2021-03-08"),
    ],
)
def test_loose_names(text: str, kind: ActType | None, number: str, date: str | None) -> None:
    found = [(one.type, one.number, one.date) for one in read_references(text, find_mentions(text))]
    assert found == [(kind, number, date)]


def test_either_order_of_a_european_number() -> None:
    found = read_references("direttiva 24/2014", find_mentions("direttiva 24/2014"))
    assert {one.number for one in found} == {"24/2014", "2014/24"}


@pytest.mark.parametrize(
    "text",
    [
        *("il decreto riconosce 9 cluster", "la legge prevede 3 anni", "entro 12/2021"),
        *("1.234/2020", "art. 5", "nel 2020", "l'atto costitutivo di 12 soci"),
    ],
)
def test_no_act_is_read_into_other_numbers(text: str) -> None:
    assert read_references(text, find_mentions(text)) == []


def test_reference_without_number_goes_by_its_day() -> None:
    assert Reference(0, 1, ActType.DGC, None, None, "2020-02-12").mark == "@2020-02-12"
