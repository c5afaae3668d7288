"""The words of doing in all their forms, and the words that put a doing off or deny it."""

import re
from enum import StrEnum

from corpus.words import split_words


class Deed(StrEnum):
    """What is done."""

    AMEND = "amend"
    INSERT = "insert"
    REPLACE = "replace"
    REVOKE = "revoke"
    EXTEND = "extend"
    RECTIFY = "rectify"
    APPROVE = "approve"
    IMPLEMENT = "implement"
    RECOGNISE = "recognise"
    CONFIRM = "confirm"
    EXPIRE = "expire"


class Form(StrEnum):
    """The grammatical form, from "modifica", "ha modificato", "è modificato" to "modifica del"."""

    FINITE = "finite"
    ACTIVE = "active"
    PASSIVE = "passive"
    PARTICIPLE = "participle"
    INFINITIVE = "infinitive"
    NOUN = "noun"


# deed → (infinitives, finite forms, participle stem, nouns); participles end in o, a, i, e
_FORMS: tuple[tuple[Deed, str, str, str, str], ...] = (
    (
        Deed.AMEND,
        "modificare|integrare|aggiornare|emendare|variare|incrementare|rimodulare|rideterminare"
        "|to (?:amend|update|modify)",
        "modificano|modificava|modific[oò]|integra|integrano|integr[oò]|aggiorna|aggiornano"
        "|aggiorn[oò]|emenda|incrementa|ridetermina|amends|updates|modifies|amending|updating|modificando|integrando|aggiornando",
        "modificat|integrat|aggiornat|emendat|novellat|incrementat|rimodulat|rideterminat",
        "modific(?:a|he|azione|azioni)|integrazion[ei]|aggiornament[oi]|variazion[ei]"
        "|increment[oi]|rimodulazion[ei]|rideterminazion[ei]|amendments?|updates?|modification"
        "|disposizioni (?:integrative|correttive|modificative)(?: e (?:correttive|integrative))?",
    ),
    (
        Deed.INSERT,
        "inserire|aggiungere|sopprimere",
        "inserisce|aggiunge|sopprime|inserts|deletes",
        "inserit|aggiunt|soppress",
        "",
    ),
    (
        Deed.REPLACE,
        "sostituire|to (?:replace|supersede)",
        "sostituisce|sostituiscono|sostitu[iì]|replaces|supersedes|replacing|superseding|sostituendo",
        "sostituit|superat",
        "sostituzione|replacement",
    ),
    (
        Deed.REVOKE,
        "revocare|abrogare|annullare|ritirare|to (?:revoke|repeal|withdraw|annul)",
        "revocano|revoc[oò]|abroga|abrogano|abrog[oò]|annulla|annullano|ritira|revokes|repeals"
        "|annuls|withdraws|withdrew|revoking|repealing|revocando|abrogando",
        "revocat|abrogat|annullat|ritirat",
        "revoca|revoche|abrogazione|annullamento|ritiro|decadenza|revocation|repeal|withdrawal",
    ),
    (
        Deed.EXTEND,
        "prorogare|differire|posticipare|riaprire|rinnovare|estendere|prolungare"
        "|to (?:extend|reopen|renew|prolong|postpone)",
        "prorogano|prorog[oò]|differisce|posticipa|riapre|riaprono|rinnova|rinnovano|prolunga"
        "|extends|reopens|renews|prolongs|postpones|extending|reopening(?= the)|prorogando",
        "prorogat|differit|posticipat|riapert|rinnovat|prolungat",
        "proroga|proroghe|differimento|riapertura|rinnovo|posticipo|extension|reopening|renewal",
    ),
    (
        Deed.RECTIFY,
        "rettificare|correggere|to (?:rectify|correct)",
        "rettificano|rettific[oò]|corregge|correggono|rectifies|corrects|correcting|rettificando",
        "rettificat|corrett",
        "rettifica|rettifiche|errata(?:-| )corrige|correzion[ei]|corrigendum|correction",
    ),
    (
        Deed.APPROVE,
        "approvare|adottare|ratificare|to (?:approve|adopt)",
        "approva|approvano|approv[oò]|adotta|adott[oò]|ratifica|approves|adopts",
        "approvat|adottat|ratificat",
        "approvazione|ratifica|approval",
    ),
    (
        Deed.IMPLEMENT,
        "attuare|recepire|to (?:implement|transpose)",
        "attua|attuano|recepisce|recepiscono|implements|transposes|implementing",
        "attuat|recepit",
        "attuazione|esecuzione|recepimento|implementation|transposition",
    ),
    (
        Deed.RECOGNISE,
        "riconoscere|riconoscer(?=l[aoei]\\b)|accogliere(?=[^;]{0,70}riconosc)|to recogni[sz]e",
        "riconosce|riconoscono|riconobbe|recogni[sz]es",
        "riconosciut",
        "riconosciment[oi]|recognitions?"
        "|(?:qualifica|titolo|status)"
        "(?= (?:di|quale|come|of|as) (?:\\w+ )?(?:cluster|ctl|tech|lomb))",
    ),
    (
        Deed.CONFIRM,
        "confermare|to confirm",
        "conferma|confermano|conferm[oò]|confirms",
        "confermat",
        "conferma(?= del)",
    ),
    (
        Deed.EXPIRE,
        "",
        "scade|scadono|cessa|cessano|decade|expires",
        "scadut|cessat|decadut",
        "scadenza(?= del riconosc)",
    ),
)
ENGLISH = {
    "amended": Deed.AMEND,
    "updated": Deed.AMEND,
    "modified": Deed.AMEND,
    "inserted": Deed.INSERT,
    "replaced": Deed.REPLACE,
    "superseded": Deed.REPLACE,
    "revoked": Deed.REVOKE,
    "repealed": Deed.REVOKE,
    "annulled": Deed.REVOKE,
    "withdrawn": Deed.REVOKE,
    "extended": Deed.EXTEND,
    "reopened": Deed.EXTEND,
    "renewed": Deed.EXTEND,
    "postponed": Deed.EXTEND,
    "rectified": Deed.RECTIFY,
    "corrected": Deed.RECTIFY,
    "approved": Deed.APPROVE,
    "implemented": Deed.IMPLEMENT,
    "transposed": Deed.IMPLEMENT,
    "recognised": Deed.RECOGNISE,
    "recognized": Deed.RECOGNISE,
    "confirmed": Deed.CONFIRM,
    "expired": Deed.EXPIRE,
}
BOTH = split_words("modifica revoca proroga rettifica conferma integra ratifica")
"""Nouns that are also third persons: "il decreto revoca …", "Revoca del decreto …"."""


def _compile() -> tuple[re.Pattern[str], dict[str, tuple[Deed, Form]]]:
    parts, meaning = [], {}
    for number, (deed, infinitive, finite, participle, noun) in enumerate(_FORMS):
        written = {
            Form.INFINITIVE: infinitive,
            Form.FINITE: finite,
            Form.PARTICIPLE: f"(?:{participle})[oaie]",
            Form.NOUN: noun,
        }
        for form, words in written.items():
            if words:
                name = f"{form.value[0]}{number}"
                meaning[name] = (deed, form)
                parts.append(f"(?P<{name}>{words})")
    parts.append(rf"(?P<english>{'|'.join(ENGLISH)})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])"), meaning


CUE, MEANING = _compile()
STEM = re.compile(
    r"modific|integra|aggiorn|emend|varia|increment|rimodul|ridetermin|novell|inseri|aggiun|soppr"
    r"|sostitu|supera|revoc|abrog|annull|ritir|decad|prorog|differi|posticip|riap|rinnov|este[ns]"
    r"|prolung|rettific|corre|errata|approv|adott|ratific|attua|recep|esecuz|ricono|conferm|scad"
    r"|cess|apporta|introd|amend|updat|modif|insert|delet|replac|supersed|revok|repeal|withdr|exten"
    r"|reopen|renew|postpon|rectif|adopt|implement|transpos|recogn|confirm|expir|annul"
)
"""Every cue has one of these; cheap to look for."""

_ADVERBS = (
    r"così|pertanto|quindi|perciò|dunque|altresì|inoltre|anche|già|poi|infine|conseguenza|di|e|più"
    r"|volte|in|parte|da|ultimo|a|sua|volta|turn|\w{2,20}mente|hereby|also|later|then|first"
    r"|therefore|further|been|\w{2,20}ly|stat[oaie]|intendersi|both"
)
BEING = re.compile(
    r"\b(?P<aux>è|e'|sono|era|erano|sia|siano|fu|furono|viene|vengono|venne|vennero|risulta"
    r"|risultano|resta|restano|rimane|rimangono|s'intende|si intende|si intendono|essere|essendo|is"
    r"|are|was|were|be|been|being)"
    rf"(?P<rest>(?: (?:{_ADVERBS})){{0,5}}),? [«\"“]?\Z"
)
HAVING = re.compile(
    r"\b(?:ha|hanno|aveva|avevano|avendo|abbia|abbiano|ebbe|has|have|had|having)"
    rf"(?: (?:{_ADVERBS}))"
    r"{0,4} \Z"
)
PAST = re.compile(r"stat[oaie]|been")
PAST_WORDS = split_words("era erano fu furono venne vennero essendo was were been")
LIGHT = re.compile(
    r"\b(?P<verb>dare|disporre|procedere|provvedere|effettuare|operare|deliberare|approvare"
    r"|dichiarare|attribuire|conferire|concedere|rilasciare|assegnare|dà|dando|dato|data|dispone"
    r"|(?:ha|hanno) (?:dispost|deliberat|decis|dat|approvat|concess)o"
    r"|(?:è|sono|viene|vengono) (?:dispost|approvat|attribuit|conferit|concess|rilasciat|assegnat"
    r"|dichiarat)[oaie])(?: \w+){0,2}? ?(?:al|alla|all'|alle|ai|la|le|l'|il|i|una|un|piena"
    r"|concreta)? ?\Z"
)
"""Verbs that only carry a noun: "disporre la revoca", "dare attuazione"."""
GRANTING = re.compile(
    r"\b(?P<verb>(?:attribu|confer)ire|concedere|rilasciare|assegnare|attribuisce|conferisce"
    r"|concede"
    r"|rilascia|assegna|(?:ha|hanno) (?:attribuito|conferito|concesso|rilasciato|assegnato|dato)"
    r"|(?:è|sono|viene|vengono) (?:attribuit|conferit|concess|rilasciat|assegnat)[oaie])"
    r"\b(?:[^,;:.]|\.(?=\w)){0,70}\Z"
)
"""Verbs by which the recognition, or the title, is given: "conferisce al cluster … il titolo"."""
BRINGING = re.compile(
    r"(?<![\w-])(?:(?P<infinitive>apportare|introdurre)|(?P<participle>apportat[oaie]"
    r"|introdott[oaie])|(?P<finite>apporta|apportano|introduce))(?![\w-])"
)
"""Verbs that bring changes to an act: "sono apportate le seguenti modifiche"."""
CHANGES = re.compile(r"\b(?:modific|integrazion|correzion|variazion|aggiunt|rettific)")

UNSTATED = re.compile(
    r"\b(?:non\b(?! solo)|nessun|né\b|mai\b(?! più)|never\b|qualora\b|laddove\b|se del caso\b"
    r"|nel caso\b|in caso\b|potr|pu[oò]\b(?! fregiarsi)|possono\b|possa\b|dovr|sar(?:à|anno)\b"
    r"|verr(?:à|anno)\b|propon|possibilit|eventual|ipotesi\b|volont|intend(?!ersi)|in attesa\b"
    r"|finalizzat|propedeutic|iter\b|ai fini d|al fine d|volt[oaie] a|successiv[oe] (?:iter|atto"
    r"|provvediment)|avviso per\b|foss\w+\b|veniss|se (?=il|lo|la|l'|i|gli|le)|nelle more\b|smenti"
    r"|(?:(?<!su )(?:propost|richiest)|richied|chied|chiest|domand|istanz|candidat"
    r"|applicat)\w*[^,;]{0,45}\Z|not\b|nothing\b|may (?!\d)|might\b|could\b|will\b|would\b"
    r"|propos(?:e[ds]?|als?|ing)\b"
    r"|unless\b|no source\b|await|pending\b|if (?=the|it|a)|\w{2,12}rebber?o?\b)"
)
