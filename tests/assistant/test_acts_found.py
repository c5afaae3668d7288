"""An act is found by its name: made-up acts whose numbers clash, asked about in many wordings."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.question import understand
from assistant.retrieve import retrieve
from assistant.types import Question
from corpus.library import Library
from ingest.run import IngestOptions, ingest

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


def fill(library: Library, folder: "object", count: int, seed: int, most: int = 10_000) -> Shelf:
    """A library with made-up acts, and questions about them."""
    from pathlib import Path

    place = Path(str(folder))
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
