"""Words for the reader that stand beside the verified sentences, in Italian and English."""

from datetime import date

from assistant.types import AnswerStatus, Note, NoteKind
from corpus.act_names import ActName, ActType
from corpus.mention_issuers import REGIONS
from corpus.words import STOP_WORDS_IT

_TEXTS: dict[str, dict[str, str]] = {
    "it": {
        "searched": "I documenti della biblioteca non lo dicono. Ho cercato in {documents} "
        "documenti ({passages} passaggi): i passaggi più vicini sono indicati sotto.",
        "empty": "La biblioteca è vuota: aggiungere documenti con `ctl ingest CARTELLA`.",
        "left_out": "{dropped} frasi escluse perché non verificate nel documento citato.",
        "left_out_one": "Una frase esclusa perché non verificata nel documento citato.",
        "status_recognised": "Stato di {cluster} al {day}, secondo gli atti e le fonti citate: "
        "riconosciuto. Nessun documento della biblioteca dice che il riconoscimento sia cessato.",
        "status_proposed": "Stato di {cluster} al {day}, secondo le fonti citate: riconoscimento "
        "richiesto o annunciato, non disposto.",
        "status_expired": "Stato di {cluster} al {day}, secondo gli atti citati: riconoscimento "
        "scaduto (ultimo giorno: {until}).",
        "status_revoked": "Stato di {cluster} al {day}, secondo gli atti citati: riconoscimento "
        "revocato (dal {until}).",
        "status_unknown": "I documenti non permettono di dire se al {day} {cluster} fosse "
        "riconosciuto.",
        "disputed": "Le fonti non concordano o una di esse non è verificata: le citazioni "
        "mostrano le diverse versioni.",
        "several_values": "I documenti danno più valori, di date diverse o di fonti discordi: le "
        "citazioni li mostrano, dal più recente.",
        "field_counted": "Detto per {found} cluster su {known}: degli altri i documenti non lo "
        "dicono, o non in modo leggibile per il registro.",
        "value_counted": "{found} cluster con questo valore, su {told} di cui i documenti dicono "
        "il dato e {known} noti al registro.",
        "others_counted": "Cluster che al {day} non risultano riconosciuti: {found}, su {known} "
        "noti al registro.",
        "cluster_unknown": "Nessun documento della biblioteca nomina un «{cluster}»; i "
        "cluster noti al registro sono {known}.",
        "clusters_counted": "{found} cluster riconosciuti su {known} noti al registro, al {day}; "
        "da {documents} documenti.",
        "calls_counted": "Bandi trovati: {found}, su {known} noti al registro, al {day}; di "
        "{unsure} i documenti non dicono se siano aperti.",
        "calls_untold": "Nessun bando in questo stato risulta rivolto al cluster chiesto: quelli "
        "citati non dicono a quali cluster si rivolgono.",
        "validity_in_force": "Validità di {act} al {day}, secondo le parole citate: in vigore.",
        "validity_superseded": "Validità di {act} al {day}, secondo le parole citate: superato.",
        "validity_expired": "Validità di {act} al {day}, secondo le parole citate: scaduto.",
        "validity_revoked": "Validità di {act} al {day}, secondo le parole citate: revocato.",
        "validity_unknown": "Nessun documento dice se «{act}» fosse in vigore al {day}: qui sono "
        "citati soltanto gli atti che lo toccano.",
        "cited_by": "«{act}»: lo nominano {documents} documenti, qui {shown}.",
        "act_not_held": "L'atto «{act}» non è in biblioteca: ne parlano {documents} documenti.",
        "act_unknown": "L'atto «{act}» non è in biblioteca e nessun documento lo nomina.",
        "acts_dated": "Atti nominati nei documenti con una data dal {since} al {until}: {found}, "
        "qui {shown}.",
        "acts_dated_none": "Nessun atto nominato nei documenti ha una data dal {since} al {until}.",
        "calls_dated": "Bandi con una data dal {since} al {until}: {found}, su {known} noti al "
        "registro.",
        "calls_dated_none": "Nessuno dei {known} bandi noti al registro ha una data dal {since} al "
        "{until}.",
        "holders": "Può saperlo: {holders}.",
        "model_failed": "{why} Le frasi seguenti sono prese dai documenti, senza modello.",
        "model_unverified": "Nulla di ciò che il modello ha scritto ha retto al controllo con le "
        "fonti: le frasi sono prese dai documenti, senza modello.",
        "without_meaning": "La ricerca per significato non risponde: ho cercato per parole.",
        "missing_part": "I documenti non dicono: {part}.",
        "other_language": "Si risponde in italiano o in inglese: le parole della domanda sono "
        "state intese una per una.",
        "missing_open": "Resta senza risposta: {part}.",
        "missing_some": "A una parte della domanda i documenti non rispondono.",
        "refused": "Questa richiesta riguarda l'assistente, non i documenti: non la eseguo. "
        "Rispondo soltanto con citazioni verificate dei documenti della biblioteca.",
        "greeting": "Buongiorno! Rispondo a domande sui documenti della biblioteca, con la "
        "citazione della pagina: per esempio sugli atti, sui cluster e sui bandi.",
        "out_of_scope": "Non è una domanda sui documenti della biblioteca. Rispondo soltanto con "
        "ciò che vi è scritto, con la citazione della pagina.",
        "unclear": "La domanda può riguardare più cose: scegliere quella che si intende.",
        "unclear_subject": "Di chi o di che cosa si tratta? Aggiungerlo alla domanda.",
        "vectors": "La ricerca per significato è ancora in preparazione ({ready} passaggi su "
        "{passages}): la risposta può essere incompleta.",
    },
    "en": {
        "searched": "The documents of the library do not say. I searched {documents} documents "
        "({passages} passages): the nearest passages are listed below.",
        "empty": "The library is empty: add documents with `ctl ingest FOLDER`.",
        "left_out": "{dropped} sentences left out because the cited document does not bear "
        "them out.",
        "left_out_one": "One sentence left out because the cited document does not bear it out.",
        "status_recognised": "Standing of {cluster} on {day}, by the acts and sources cited: "
        "recognised. No document of the library says that the recognition has ended.",
        "status_proposed": "Standing of {cluster} on {day}, by the sources cited: recognition "
        "asked for or announced, not granted.",
        "status_expired": "Standing of {cluster} on {day}, by the acts cited: recognition expired "
        "(last day: {until}).",
        "status_revoked": "Standing of {cluster} on {day}, by the acts cited: recognition revoked "
        "(from {until}).",
        "status_unknown": "The documents do not tell whether {cluster} was recognised on {day}.",
        "disputed": "The sources disagree, or one of them is unverified: the citations show the "
        "different versions.",
        "several_values": "The documents give several values, of different dates or of sources "
        "that disagree: the citations show them, the newest first.",
        "field_counted": "Told of {found} clusters of {known}: of the others the documents do not "
        "say, or not so that the register can read it.",
        "value_counted": "{found} clusters with this value, of {told} of which the documents tell "
        "it and {known} that the register knows.",
        "others_counted": "Clusters that are not told to be recognised on {day}: {found}, of "
        "{known} that the register knows.",
        "cluster_unknown": "No document of the library names a “{cluster}”; the register knows "
        "{known} clusters.",
        "clusters_counted": "{found} clusters recognised of {known} that the register knows, on "
        "{day}; from {documents} documents.",
        "calls_counted": "Calls found: {found}, of {known} that the register knows, on {day}; of "
        "{unsure} the documents do not say whether they are open.",
        "calls_untold": "No call in this state is told to be for the cluster asked about: those "
        "cited do not say which clusters they are for.",
        "validity_in_force": "Validity of {act} on {day}, by the words cited: in force.",
        "validity_superseded": "Validity of {act} on {day}, by the words cited: superseded.",
        "validity_expired": "Validity of {act} on {day}, by the words cited: expired.",
        "validity_revoked": "Validity of {act} on {day}, by the words cited: revoked.",
        "validity_unknown": "No document says whether {act} was in force on {day}: cited here are "
        "only the acts that touch it.",
        "cited_by": "{act}: {documents} documents name it, {shown} of them here.",
        "act_not_held": "The act «{act}» is not in the library: {documents} documents speak of it.",
        "act_unknown": "The act «{act}» is not in the library and no document names it.",
        "acts_dated": "Acts that the documents name, dated from {since} to {until}: {found}, "
        "{shown} of them here.",
        "acts_dated_none": "No act that the documents name is dated from {since} to {until}.",
        "calls_dated": "Calls with a date from {since} to {until}: {found}, of {known} that the "
        "register knows.",
        "calls_dated_none": "None of the {known} calls that the register knows has a date from "
        "{since} to {until}.",
        "holders": "Who may know: {holders}.",
        "model_failed": "The model did not finish. The sentences that follow are taken from the "
        "documents, without a model.",
        "model_unverified": "Nothing that the model wrote stood up to the check against the "
        "sources: the sentences are taken from the documents, without a model.",
        "without_meaning": "Search by meaning does not answer: I searched by words.",
        "missing_part": "The documents do not say: {part}.",
        "other_language": "Answers are in Italian or English: the words of the question were "
        "understood one by one.",
        "missing_open": "Left without an answer: {part}.",
        "missing_some": "The documents do not answer one part of the question.",
        "refused": "This request is about the assistant, not about the documents: I do not carry "
        "it out. I answer only with verified quotes of the library's documents.",
        "greeting": "Hello! I answer questions about the library's documents, with a citation of "
        "the page: for instance on acts, clusters and calls.",
        "out_of_scope": "This is no question about the library's documents. I answer only with "
        "what stands in them, with a citation of the page.",
        "unclear": "The question may be about several things: please choose the one you mean.",
        "unclear_subject": "Whom or what is it about? Please add it to the question.",
        "vectors": "Search by meaning is still being prepared ({ready} of {passages} passages): "
        "the answer may be incomplete.",
    },
}


def note(kind: NoteKind, name: str, lang: str, **values: object) -> Note:
    """A remark in the reader's language; `values` fill the places in its text."""
    return Note(kind, _TEXTS.get(lang, _TEXTS["it"])[name].format(**values))


_MONTHS = {
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def day_words(day: date, lang: str) -> str:
    """A day as people write it: "31 dicembre 2015"."""
    months = _MONTHS.get(lang, _MONTHS["it"])
    return f"{day.day} {months[day.month - 1]} {day.year}"


_TYPES = {
    ActType.DGR: ("d.g.r.", "Giunta resolution"),
    ActType.DCR: ("d.c.r.", "Council resolution"),
    ActType.DPGR: ("d.p.g.r.", "decree of the President of the Giunta"),
    ActType.DECRETO: ("decreto", "decree"),
    ActType.LR: ("l.r.", "regional law"),
    ActType.LEGGE: ("legge", "law"),
    ActType.DL: ("decreto-legge", "decree-law"),
    ActType.DLGS: ("d.lgs.", "legislative decree"),
    ActType.DPR: ("d.P.R.", "decree of the President of the Republic"),
    ActType.DM: ("decreto ministeriale", "ministerial decree"),
    ActType.DD: ("decreto direttoriale", "director's decree"),
    ActType.DGC: ("delibera di Giunta comunale", "municipal Giunta resolution"),
    ActType.DCC: ("delibera di Consiglio comunale", "municipal Council resolution"),
    ActType.DETERMINA: ("determina", "determination"),
    ActType.REGOLAMENTO_UE: ("regolamento UE", "EU regulation"),
    ActType.DIRETTIVA_UE: ("direttiva UE", "EU directive"),
    ActType.AVVISO: ("avviso", "notice"),
    ActType.OTHER: ("atto", "act"),
}


def act_words(name: ActName, lang: str) -> str:
    """An act's name for people: "decreto n. 4638 del 30 maggio 2014 (Regione Lombardia)"."""
    english = lang == "en"
    words = _TYPES[name.type][english]
    if name.number:
        words += f" no. {name.number}" if english else f" n. {name.number}"
    if name.date:
        day = name.date
        if len(day) == 10:
            day = day_words(date.fromisoformat(day), lang)
        words += f" of {day}" if english else f" del {day}"
    return f"{words} ({_issuer_words(name.issuer, lang)})" if name.issuer else words


_REGIONS = REGIONS | {"esempio"}
"""Facsimiles are issued by a "Regione Esempio"."""
_BODIES = {"stato": ("Stato", "State"), "ue": ("Unione europea", "European Union")}


def _issuer_words(issuer: str, lang: str) -> str:
    """An issuer's name from its id: "comune-di-milano" is "Comune di Milano"."""
    if issuer in _BODIES:
        return _BODIES[issuer][lang == "en"]
    words = issuer.replace("-d-", "-d'-").split("-")
    named = " ".join(w if w in STOP_WORDS_IT or w == "d'" else w.capitalize() for w in words)
    named = named.replace("d' ", "d'")
    return f"Regione {named}" if issuer in _REGIONS else named


def carries_sentences(status: AnswerStatus) -> bool:
    """Whether answers of this status show sentences (contract)."""
    return status in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.FALSE_PREMISE)


_EXAMPLES = {
    "it": (
        "Con quali atti sono stati riconosciuti i cluster lombardi?",
        "Quali sono i nove Cluster Tecnologici Lombardi?",
        "Il cluster della cosmesi è riconosciuto?",
        "Quando scadeva il bando Cluster Tecnologici per l'Innovazione – Edizione 2025?",
        "Di che cosa si occupa il cluster Fabbrica intelligente?",
        "Che differenza c'è tra riconoscimento come CTL e personalità giuridica?",
    ),
    "en": (
        "By which acts were the Lombardy clusters recognised?",
        "Which are the nine Lombardy technology clusters?",
        "Is the cosmetics cluster recognised?",
        "When did the 2025 call for the clusters close?",
        "What does the Intelligent Factory cluster deal with?",
    ),
}


def examples(lang: str) -> list[str]:
    """Questions that the shipped corpus answers, in the reader's language."""
    return list(_EXAMPLES.get(lang, _EXAMPLES["it"]))
