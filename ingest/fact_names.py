"""Reads a name where one is expected: a person, a body, a place, the words to the end of a clause.

Every reader takes the words of the page and a place in them and gives the stretch that it read,
or None where no such name stands.
"""

import re

from corpus.words import STOP_WORDS_EN, STOP_WORDS_IT, split_words

Stretch = tuple[int, int]

GIVEN_NAMES = split_words(
    """
    Achille Ada Adele Adriana Adriano Agata Agnese Agostino Aldo Alessandra Alessandro Alessia
    Alessio Alfio Alfonso Alfredo Alice Alberta Alberto Ambrogio Amedeo Amelia Andrea Angela
    Angelica Angelo Anita Anna Annalisa Annamaria Antonella Antonia Antonio Arianna Aristide Armando
    Arnaldo
    Arturo Attilio Augusta Augusto Aurelio Aurora Barbara Bartolomeo Battista Beatrice Benedetta
    Benedetto Bernardo Bianca Bruna Bruno Camilla Camillo Carla Carlo Carlotta Carmela Carmelo
    Carmine Carolina Caterina Cecilia Cesare Chiara Christian Cinzia Ciro Clara Claudia Claudio
    Clemente Clotilde Corrado Costantino Cristian Cristiana Cristiano Cristina Dalia Damiano Daniela
    Daniele Danilo Dante Dario Davide Debora Deborah Delia Denis Diana Diego Dino Domenica Domenico
    Donatella Donato Edgardo Edoardo Egidio Elda Elena Eleonora Elia Eliana Elio Elisa Elisabetta
    Elvira Emanuela Emanuele Emilia Emiliano Emilio Emma Emmanuele Enrica Enrico Enzo Ercole Erica
    Erika Ermanno Ernesto Ester Ettore Eugenia Eugenio Eva Evelina Ezio Fabiana Fabio Fabiola
    Fabrizia Fabrizio Fausta Fausto Federica Federico Felice Ferdinando Fernanda Fernando Filippo
    Fiorella Fiorenza Flavia Flavio Franca Francesca Francesco Franco Fulvia Fulvio Gabriele
    Gabriella Gaetano Gaia Gaspare Gennaro Germano Giacinto Giacomo Giada Giampaolo Giampiero
    Gian Giancarlo Gianfranco Gianluca Gianluigi Gianmarco Gianmario Gianna Gianni Gianpaolo
    Gianpiero Gilberto Gino Ginevra Gioacchino Giorgia Giorgio Giovanna Giovanni Girolamo Giulia
    Giuliana Giuliano Giulio Giuseppe Giuseppina Giusi Glauco Gloria Grazia Graziano Graziella
    Greta Guglielmo Guido Gustavo Ida Ignazio Igor Ilaria Ileana Ines Irene Iris Isabella Italo
    Ivan Ivana Ivano Ivo Jacopo Laura Lara Lavinia Leandro Leonardo Leone Letizia Licia Lidia Lina
    Linda Lino Lisa Livia Livio Lodovico Loredana Lorella Lorena Lorenza Lorenzo Loris Luana Luca
    Lucia Luciana Luciano Lucio Lucrezia Ludovica Ludovico Luigi Luigia Luisa Maddalena Manlio
    Manuel Manuela Mara Marcella Marcello Marco Margherita Maria Mariagrazia Mariangela Marianna
    Mariano Marilena Marina Marino Mario Marisa Marta Martina Martino Massimiliano Massimo Matilde
    Matteo Mattia Maura Maurizia Maurizio Mauro Melania Michela Michele Milena Mirella Miriam Mirko
    Moira Monia Monica Moreno Nadia Natale Natalia Nello Nicola Nicoletta Nicolò Niccolò Nino
    Noemi Nora Norberto Olga Omar Orazio Oreste Ornella Orietta Orlando Osvaldo Ottavia Ottavio
    Ottone Pamela Paola Paolo Pasquale Patrizia Patrizio Piera Pierangelo Pierfrancesco Pierluigi
    Piero Pietro Pio Primo Quinto Raffaele Raffaella Raimondo Regina Renata Renato Renzo Riccardo
    Rino Rita Roberta Roberto Rocco Rodolfo Romano Romeo Romina Romolo Rosa Rosalba Rosanna Rosario
    Rossana Rossella Ruggero Sabina Sabrina Salvatore Samuele Sandra Sandro Santo Sara Saverio
    Sebastiano Serena Sergio Settimio Silvana Silvano Silvia Silvio Simona Simone Sofia Sonia
    Stefania Stefano Susanna Tamara Tania Teodoro Teresa Tiziana Tiziano Tommaso Tullio Ubaldo Ugo
    Umberto Urbano Valentina Valentino Valeria Valerio Vanessa Vera Veronica Vico Vincenza Vincenzo
    Virgilio Virginia Vito Vittoria Vittorio Viviana Walter Xavier Yuri Zeno
    Adam Alan Alexander Anne Anthony Benjamin Catherine Charles Christopher Daniel David Edward
    Elizabeth Emily Eric Francis Frank George Hans Helen Henry Ian James Jane Jean John Joseph
    Julia Karen Katherine Kevin Klaus Laurent Lucy Margaret Mark Martin Mary Matthew Michael
    Nicholas Oliver Patrick Paul Peter Philip Richard Robert Rachel Sarah Simon Stephen Steven
    Susan Thomas Victoria William
    """
)
_NO_PERSON = split_words(
    """
    Regione Cluster Università Politecnico Confindustria Fondazione Associazione Consiglio Comitato
    Direzione Direttivo Camera Banca Gruppo Istituto Lombardia Italia Milano Brescia Bergamo Lecco
    Varese Como Cremona Crema Lodi Mantova Monza Pavia Sondrio Lombardy Milan Italy Nord Sud Centro
    Presidente Presidentessa Direttore Direttrice Segretario Segretaria Vicepresidente Vice Cluster
    Assemblea Giunta Provincia Comune Ministero Via Viale Piazza Corso Largo Ricerca Innovazione
    Sviluppo Industria Imprese Impresa Tecnologico Tecnologici Lombardo Lombardi Board President
    Chair Chairman Chairwoman Director Manager Technology University Association Foundation Company
    Group Council General Generale Delegato Amministratore Consigliere Soci Sede Sito Statale
    Gennaio Febbraio Marzo Aprile Maggio Giugno Luglio Agosto Settembre Ottobre Novembre Dicembre
    Energia Mobilità Energy Mobility Aerospace Agrifood Scienze Vita Life Sciences Smart Factory
    Green Chemistry Chimica Verde Fabbrica Intelligente Europa Europe European Europea Unione
    Progetto Consorzio Srl Spa Ltd Inc Holding Hub Network Parco Scientifico Distretto Rete
    Notizie News Gazzetta Corriere Giornale
    """
)
_CAPITAL = (
    r"(?:(?:Mc|Mac|De|Di|D[’']|O[’'])?[A-ZÀ-Ý][a-zà-ÿ]+(?:[’'-][A-ZÀ-Ý]?[a-zà-ÿ]+)?|[A-ZÀ-Ý]\."
    r"|[A-ZÀ-Ý]{3,20})"
)
_PERSON = re.compile(
    rf"{_CAPITAL}(?:\s{{1,3}}(?:(?:de|di|del|della|dal|dalla|dei|degli|da|van|von|la|lo|le)\s)?"
    rf"{_CAPITAL}){{1,4}}"
)
_WORD = re.compile(r"\S+")
_TITLE = re.compile(
    r"(?:[\s«»“”\"(:,-]|(?:il|la|lo|l[’']|the|prof(?:essor(?:e|essa)?)?\.?(?:ssa)?|dott(?:or(?:e"
    r"|essa)?)?\.?(?:ssa)?"
    r"|dr\.?(?:ssa)?|ing(?:egner(?:e|a)?)?\.?|avv(?:ocat[oa])?\.?|arch\.?|cav\.?|rag\.?|sen\.?"
    r"|on\.?|geom\.?|mrs?\.?|ms\.?|signor[ae]?|imprenditor[ea]|imprenditrice|manager|docente)"
    r"(?=[\s(]|(?<=[’'.])))",
    re.IGNORECASE,
)
_ENDS_BODY = re.compile(r"\s(?:S\.?[pP]\.?[Aa]|S\.?[rR]\.?[lL]|Ltd|GmbH|Group|Holding)(?!\w)")
_NAME_SIGN = re.compile(r"[\s.’'-]")


def skip_titles(text: str, at: int) -> int:
    """Where a name begins after articles, quotation marks and titles such as "prof."."""
    for _ in range(8):
        match = _TITLE.match(text, at)
        if match is None:
            break
        at = match.end()
    return at


def read_person(text: str, at: int, *, sure: bool = False) -> Stretch | None:
    """The person named at `at`; `sure` asks for a known given name."""
    start = skip_titles(text, at)
    match = _PERSON.match(text, start)
    return _person(text, match.start(), match.end(), sure) if match else None


def read_person_before(text: str, end: int, *, sure: bool = False) -> Stretch | None:
    """The person whose name ends at `end`."""
    while end and (text[end - 1].isspace() or text[end - 1] in '»”"'):
        end -= 1
    first = max(0, end - 70)
    for match in _PERSON.finditer(text, first, end):
        if match.end() == end and (match.start() == first or _parts(text, match.start())):
            return _person(text, match.start(), end, sure)
    return None


def _parts(text: str, at: int) -> bool:
    """Whether a word begins at `at`."""
    return at == 0 or not text[at - 1].isalnum()


def _person(text: str, start: int, end: int, sure: bool) -> Stretch | None:
    """The name within a run of capital words: without what is no name, from the given name on."""
    words = [
        (m.group(), start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])
    ]
    while words and _is_small(words[0][0]):
        words.pop(0)
    given = next((n for n, word in enumerate(words) if _is_given(word[0])), None)
    if given and (len(words) - given) >= 2:
        words = words[given:]
    for place, word in enumerate(words):
        if word[0].capitalize() in _NO_PERSON and not _is_given(word[0]):
            words = words[:place]
            break
    if len(words) < 2 or (sure and given is None):
        return None
    if all(word[0].isupper() for word in words) and given is None:
        return None
    if _ENDS_BODY.match(text, words[-1][2]) or any("." in word[0][2:] for word in words):
        return None
    return words[0][1], words[-1][2]


def _is_small(word: str) -> bool:
    return word.lower() in STOP_WORDS_IT or word.lower() in STOP_WORDS_EN


def _is_given(word: str) -> bool:
    return word.capitalize() in GIVEN_NAMES or word.split("-")[0].capitalize() in GIVEN_NAMES


# --- bodies ---------------------------------------------------------------------------------------

_BODY_WORD = r"(?:[A-ZÀ-Ý][\w&.’'+/-]*|[a-z]{0,2}[A-Z][\w&.’'+/-]*)"
_BODY = re.compile(
    rf"{_BODY_WORD}(?:(?:\s(?:[–-]|di|del|della|dei|degli|delle|dell[’']|per|la|le|the|of|and|for"
    rf"|&)){{0,2}}\s?{_BODY_WORD}|\s(?:19|20)\d\d(?!\w)){{0,8}}"
)
_BEFORE_BODY = re.compile(
    r"(?:[\s«»“”\"(:]|(?:il|la|lo|the|una|un|rete|network|alleanza|alliance|cluster|nazionale"
    r"|tecnologico|national)(?=\s)|l[’'])"
)


def read_body(text: str, at: int, limit: int | None = None) -> Stretch | None:
    """The body named at `at`, before `limit`: capital words and the small ones between them."""
    for _ in range(8):
        match = _BEFORE_BODY.match(text, at)
        if match is None:
            break
        at = match.end()
    found = _BODY.match(text, at, len(text) if limit is None else limit)
    if found is None:
        return None
    end = found.end()
    while end > at and text[end - 1] in ".’'/-" and not text[at:end].count("."):
        end -= 1
    if text[end - 1] == "." and (end == len(text) or text[end : end + 1].isspace()):
        inner = text[at:end].split()[-1]
        end -= inner.count(".") == 1
    return (at, end) if end - at >= 2 else None


# --- places ---------------------------------------------------------------------------------------

_STREET = (
    r"(?:via|viale|piazza|piazzale|p\.zza|p\.za|p\.le|corso|c\.so|largo|strada|vicolo|palazzo"
    r"|località|loc\.|street|square)"
)
_PLACE_WORD = re.compile(
    rf"(?P<street>(?i:{_STREET}))(?=\s)|(?P<capital>[A-ZÀ-Ý][\w’'-]*(?:\.(?=\s?[A-ZÀ-Ý]))?)"
    r"|(?P<number>\d{1,5}(?:[/-]?[A-Za-z0-9]{1,2})?(?!\w))|(?P<province>\([A-Z]{2}\))"
    r"|(?P<joint>(?:da|di|del|della|dei|delle|degli|sul|sulla|san|c/o|presso|n\.|n°|at)(?=\s)"
    r"|(?<=presso\s)(?:il\s|la\s|l[’'])"
    r"|dell[’']|d[’'])|(?P<preposition>(?:in|a|nel)(?=\s))|(?P<sign>[|,–-])"
)
_VAGUE = split_words(
    "Lombardia Lombardy Italia Italy Europa Europe Regione Region Cluster Lombardo Nord Rete UE EU"
)
_GAP = re.compile(r"[\s«»“”\"]{0,4}")


def read_place(text: str, at: int) -> Stretch | None:
    """The town or address that begins at `at`."""
    at = _end_of_gap(text, at)
    start, end = at, at
    street = pending = False
    while end - start < 120:
        match = _PLACE_WORD.match(text, at)
        kind = match.lastgroup if match else None
        if match is None or (end == start and kind not in ("street", "capital", "joint")):
            break
        if kind == "capital" and pending and not street and match.group() not in _VAGUE:
            break
        if kind == "number" and end == start:
            break
        street = street or kind == "street"
        if kind == "sign":
            pending = match.group() == ","
        elif kind == "preposition":
            pending = False
        elif kind in ("street", "capital", "number", "province"):
            end, pending = match.end(), False
        at = _end_of_gap(text, match.end())
    return _settled_place(text, start, end)


def _end_of_gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _settled_place(text: str, start: int, end: int) -> Stretch | None:
    words = text[start:end]
    capitals = re.findall(r"[A-ZÀ-Ý][\w’']*", words)
    if not capitals or capitals[0] in _VAGUE or (not words[-1].isalnum() and words[-1] != ")"):
        return None
    alternative = re.compile(r"\s{0,3}(?:o|oppure|or|/)\s").match(text, end)
    return None if alternative else (start, end)


# --- words to the end of a clause -----------------------------------------------------------------

_PHRASE_STOP = re.compile(
    r"[;.](?=\s|$)|[»”]|\s\((?:secondo|fonte|source)|,\s(?:secondo|according|con\ssede|che\s(?:ha"
    r"|è)"
    r"|si\slegge)|\s\|\s|:\s|\se\s(?:punta|mira|conta|opera|promuove|lavora|ha|svolge|si)\s"
)
_LONGEST_PHRASE = 400


def read_phrase(text: str, at: int, limit: int) -> Stretch | None:
    """The words from `at` to the end of their clause, before `limit`."""
    while at < limit and (text[at].isspace() or text[at] in '«“":,'):
        at += 1
    stop = _PHRASE_STOP.search(text, at, limit)
    end = stop.start() if stop else limit
    while end > at and (text[end - 1].isspace() or text[end - 1] in '.,;:»”"'):
        end -= 1
    return (at, end) if 3 <= end - at <= _LONGEST_PHRASE else None
