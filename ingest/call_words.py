"""The words by which texts speak of calls – applying, opening, paying – in plain letters."""

import re

HINT = re.compile(
    r"\b(?:band[oi]\b|avvis[oi]\b|calls?\b|misura\b|sportell|manifestazion|domand|candidatur"
    r"|invito\b"
    r"|iniziativa\b|istanz|beneficiari|dotazione|scaden|applications?\b|deadline)"
)
"""Any word that speaks of calls; a document without one says nothing of them."""
TALK = re.compile(
    r"\b(?:band[oi]\b|avvis[oi]\b|calls?\b|misura\b|sportell|manifestazion|domand|candidatur"
    r"|invito\b"
    r"|iniziativa\b|istanz|benefic|dotazion|risors|budget|contribut|agevolaz|intensit|scad"
    r"|termin[ei]\b"
    r"|apert|apr[aei]|chius|chiud|prorog|riap|sospe|partecip|adesion|finanzia|codice|stanzia|posson"
    r"|rivol|riservat|destinat|approv|annunc|edizion|regione|cluster|settor|ambit|posticip|differi"
    r"|slitt|riattiv|ripres|appl[iy]|deadline|open|clos|exten|suspen|eligib|grant|fund|code\b"
    r"|launch"
    r"|publish|issuer|ente\b|stato\b|status)"
)
"""What a statement must hold to say anything of a call that is known from elsewhere."""

APPLY = re.compile(
    r"domand|candidatur|istanz|present[aeio]|adesion|sportell|partecip|manifestazion|trasmess"
    r"|trasmett|trasmission|\binvi[aoi]|inoltr|\bband[oi]\b|\bavvis[oi]\b|\bcall\b|\bmisura\b|apert"
    r"|\bapr[ei]|apertur|chiusur|chiud|\bchius|scad|\bappl(?:y|ication)|proposal|submi|\bopen"
    r"|deadline"
    r"|progettual|compila|piattaforma|richiest[ae]|\bclos|\battiv[oa]\b"
    r"|termin[ei] (?:ultimo )?(?:di|per)"
    r"|finestra"
)
FORBID = re.compile(
    r"\bspes[ae]\b|sostenut|rendicont|realizz|conclus|conclud|istrutt|istruit|valutat|valutazion"
    r"|graduator|erogaz|erogat|chiariment|quesit|\bfaq\b|event[oi]\b|webinar|incontr|seminari"
    r"|conferenz|costituit|pubblic(?:at|azion)|\bburl?\b|bollettino|integrazion|rimbors|\bsaldo\b"
    r"|liquidaz|\blavori\b|fattur|iscritt|convenzion|sottoscr|\bfirma|in vigore|bilanci|esercizi"
    r"|possess|requisit|residen|investiment|concess|attivit|published|expenditure|\bcosts?\b|eligib"
    r"|complet|incorporat|assunt|approvat|riconosciut|delib|assegnat|nominat|aggiorna|modificat"
    r"|annunciat|dal bando|graduation|avviat|colloqui|\bprova\b|evaluat|\baiuto\b|insediat"
    r"|\bnat[oi]\b"
)
"""What happens on a day that neither opens nor closes a call."""
OPENS = re.compile(
    r"\b(?:apr(?:e|ono|irà|iranno|iva)|apertur[ae]|apert[oaie]|avvio|via (?:al|alle|ai|libera)"
    r"|opens?|opened|opening|launch(?:es|ed)?|inizi[oa]|partenza|parte|partono|partirà|partiranno"
    r"|starts?|attiv[oa] dal|aprirsi)\b"
)
CLOSES = re.compile(
    r"\b(?:scad(?:e|ono|rà|ranno|eva|evano|ut[oaie]|enz[ae])|chiu(?:de|dono|derà|deranno|deva|sura"
    r"|s[oaie])|termin[ei]|deadline|clos(?:e|es|ed|ing)|ends?|ended|ultimo giorno|last day|fine)\b"
)
CLOSED_FROM = re.compile(r"\bchius[oaie] \Z|\bclosed \Z")
AT_STATE = re.compile(r"\b(?:chius[oaie]|scadut[oaie]|sospes[oaie]|closed)(?: \w+mente)? \Z")
VERB_AFTER = re.compile(
    r"[,»\"” ]{0,3}(?:(?:si|è|sarà|the|il|la|lo) )?(?:(?P<opens>apr(?:e|ono|irà|iranno)|apertura"
    r"|opens?|opening|via (?:al|alle))|(?P<closes>scad(?:e|ono|rà|ranno|enza)"
    r"|chiud(?:e|ono|erà|eranno)|chiusura|closes?|closing|deadline))\b"
)

# --- changes ------------------------------------------------------------------------------------

EXTENSION = re.compile(
    r"\b(?:prorog\w*|differi\w+|posticip\w+|slitt\w+|spost(?:at[oaie]|a|ano|are|amento)\b"
    r"|rinviat\w+"
    r"|extend(?:s|ed)?\b|extension\b|postpon\w+|deferred\b)"
)
SUPPOSED_EXTENSION = re.compile(
    r"\b(?:salv[oaei]|eventual\w+|senza|in caso d[i']|fatt[ae] salv[ae]|possibil\w+|without|any"
    r"|barring)"
    r"(?: (?:\w+|l')){0,2}? ?(?:prorog\w+|differiment\w+|riapertur\w+|sospension\w+|extensions?"
    r"|chiusur\w+|esauriment\w+)"
)
REOPENING = re.compile(
    r"\b(?:(?P<noun>riapertur[ae]|nuov[oa] (?:sportello|finestra)|reopening|re-opening)"
    r"|riapert[oaie]|riapr\w+|reopen(?:s|ed)?|re-open(?:s|ed)?)\b"
)
SUSPENSION = re.compile(
    r"\b(?:(?P<noun>sospension[ei]|suspension)|sospes[oaie]|sospend\w+|suspend(?:s|ed)?)\b"
)
RESUMING = re.compile(
    r"\b(?:(?P<noun>ripresa|riattivazione|riavvio|resumption|revoca della sospensione)"
    r"|riattiv\w+|riavvi\w+|ripart(?:e|ono|irà|iranno|it[oaie])|ripren\w+|resum(?:e|es|ed))\b"
)
OF_CALL = re.compile(
    r"sportell|\bband[oi]\b|termin[ei]\b|presentazion|domand|misura|\bcall\b|avvis[oi]|candidatur"
    r"|istanz|adesion|manifestazion|scadenz|applica|submission|deadline|iniziativa|edizione|notice"
)
APPLYING = re.compile(
    r"domand|candidatur|istanz|sportell|adesion|application|proposal|submi|manifestazion"
    r"|presentazion[ei] (?!(?:del(?:la|le|l')?|dei)? ?(?:rendicont|fattur|relazion))"
)
OF_PROJECT = re.compile(
    r"realizz|conclus|conclud|\bdurata|rendicont|\bprogett[oi]\b|convenzion|\blavori\b"
    r"|contratt[oi]\b"
    r"|incaric|esecuzion|\bspes[ae]\b|riconosciment|validità|efficacia|saldo|project\b|completion"
)
UNSURE = re.compile(
    r"\bnon\b|\bnessun|\bné\b|\bmai\b|\bsenza\b|\bqualora\b|\bse\b|\bnel caso\b|\bin caso\b"
    r"|\beventual"
    r"|\bpotr|\bpu[oò]'?(?!\w)|\bpossono (?:essere )?(?=prorog|sosp|riap|differ)|\bpossa\b"
    r"|\bsalv[oa]\b"
    r"|\bipot[ei]|\bforse\b|\bprobabil|\bchie(?:d|st|s)|\brichie(?:d|st)|\bin attesa\b|\bauspic"
    r"|\bpossibil|\bsi riserva|\bfacolt|\bwould\b|\bcould\b|\bmay\b|\bmight\b|\bif\b|\bunless\b"
    r"|\bnot\b|\brequest|\bask(?:s|ed|ing)?\b|\bpropos|\britenut|\bsarebbe|\bdovrebbe|\bpotrebbe"
    r"|\bsmentit|\bfals[ao]\b|\bno\b(?! later|\.)|\bvoci\b|\bstudia|\bin esame\b|\bspera"
)
DENIED = re.compile(
    r"\bnon\b(?! oltre| solo)|\bnessun|\bné\b|\bsarebbe|\bdovrebbe|\bpotrebbe|\bipot[ei]|\bprobabil"
    r"|\bpresumibil|\bindicativ|\bforse\b|\bnot\b(?! later)|\bmight\b|\bcould\b|\bwould\b"
    r"|\bqualora\b"
    r"|\bse\b|\bif\b|\bunless\b|\bneither\b|\bno (?:call|source)\b|\bsmentit|\bpermett"
)
OLD = re.compile(
    r"(?:\bgià\b|original|inizial|preceden|previst|fissat|stabilit|in scadenza|scadenza del"
    r"|termine del|currently|previously|scheduled)[^;]{0,24}\Z"
)
OF_OPENING = re.compile(r"\bapertur|\bopening\b")

# --- states --------------------------------------------------------------------------------------

STATES = re.compile(
    r"\b(?:è|e'|sono|risulta(?:no)?|resta(?:no)?|rimane|rimangono|is|are|remains?|stat[oaie]|ormai"
    r"|già"
    r"|now|already|was|were|been|era|erano)(?: (?:ora|ormai|già|stat[oaie]|ancora|now|already|been"
    r"|definitivamente|anticipatamente|attualmente|currently"
    r"|still)){0,2} (?:(?P<closed>chius[oaie]|closed"
    r"|scadut[oaie](?! il| a)|terminat[oaie]|expired)|(?P<open>apert[oaie]|attiv[oaie]|open)"
    r"|(?P<announced>(?:pre)?annunciat[oaie]|announced))\b"
)
ANNOUNCED = re.compile(
    r"\b(?:(?:di|in) prossima (?:apertura|pubblicazione|uscita)|in fase di apertura|coming soon"
    r"|(?:sarà|saranno|verrà|verranno|will be)(?: \w+)? (?:pubblicat[oaie]|lanciat[oaie]"
    r"|emanat[oaie]"
    r"|attivat[oaie]|published|launched)|forthcoming|upcoming|prossima (?:apertura"
    r"|pubblicazione))\b"
)
ANAPHOR = re.compile(
    r"\b(?:il|del|al|nel|dal|sul|questo|tale|presente|suddetto|la|della|alla|nella|questa|lo|dello"
    r"|allo"
    r"|stess[oa]|the|this) (?:nuov[oa] |regionale )?(?:bando|avviso|misura|call|manifestazione"
    r"|iniziativa"
    r"|sportello|invito|notice)\b|\b(?:l|dell|all|nell|sull)'(?:avviso|iniziativa|invito)\b"
    r"|\bdomand[ae]"
    r"|candidatur|istanz|\btermin[ei]\b|scadenz|\bapplications?\b|deadline|proposals|sportello"
)
"""What unnamed words must hold to speak of the call that was named last."""
OPENING_LATER = re.compile(r"\b(?:apr(?:e|ono|irà|iranno)|opens?|aprirà)\b")
FROM_THEN = re.compile(r" (?:dal|dall'|da|dalle|a partire|from|il|on)\b|,? dall'")
TO_WHOM = re.compile(r" (?:a|al|alla|allo|ai|agli|alle|anche|solo|to|for)\b| all'")
AS_OF = re.compile(r"\b(?:al|alla data del|on|as of|at)(?: giorno)? \Z|\ball'\Z")
AS_OF_BEHIND = re.compile(
    r"\b(?:chius|scadut|closed)\w*(?: \w+mente)?,? (?:al|alla data del|as of) \Z"
)
STATE_NAMES = {
    "aperto": "open",
    "aperta": "open",
    "attivo": "open",
    "attiva": "open",
    "open": "open",
    "chiuso": "closed",
    "chiusa": "closed",
    "closed": "closed",
    "scaduto": "closed",
    "scaduta": "closed",
    "concluso": "closed",
    "conclusa": "closed",
    "sospeso": "suspended",
    "sospesa": "suspended",
    "suspended": "suspended",
    "in apertura": "announced",
    "in arrivo": "announced",
    "annunciato": "announced",
    "annunciata": "announced",
    "di prossima apertura": "announced",
    "upcoming": "announced",
    "forthcoming": "announced",
}

# --- money ---------------------------------------------------------------------------------------

_DIGITS = r"\d{1,3}(?:[.,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = r"(?:milion[ei]|miliard[oi]|mila|mln|mld|millions?|billions?|thousand)\b\.?"
_COUNT = (
    r"(?:un|uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|trenta|cinquanta|cento|one"
    r"|two"
    r"|three|four|five|six|seven|eight|nine|ten)"
)
AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?:€|euro|eur) ?(?:{_DIGITS})(?: ?{_SCALE})?(?:,00|,-)?"
    rf"|(?:(?:{_DIGITS})(?: ?{_SCALE})?|{_COUNT} {_SCALE})(?: di| of)? ?(?:euro\b|eur\b|€)"
    rf"|(?:{_DIGITS}) ?(?:m€|mln€|meuro\b))"
)
PERCENT = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d+)? ?(?:%|per ?cento\b|per ?cent\b)")
BUDGET = re.compile(
    r"\b(?:dotazione(?: (?:finanziaria|complessiva|iniziale|economica|totale)){0,2}"
    r"|risorse(?: \w+)? (?:disponibili|stanziate|complessive|messe a disposizione|a disposizione"
    r"|assegnate|destinate)|risorse (?:finanziarie )?ammont\w+|budget|plafond|stanziament[oi]"
    r"|stanzia(?:t[oaie]|ti)?|mett\w+ a disposizione|destin(?:a|ava|are|erà)"
    r"|disponibilità finanziaria"
    r"|importo complessivo|somma|endowment|available (?:funding|resources)|total funding|worth"
    r"|vale|finanziat[oa] con|fondi disponibili|a disposizione(?: ci sono| vi sono)?)\b"
)
NOT_BUDGET = re.compile(
    r"massim|minim|ciascun|\bogni\b|singol|per (?:progetto|impresa|domanda|beneficiario)|\bfino a"
    r"|contribut[oi] (?:di|pari)|increment\w+ (?:di|della dotazione di)|incremento di|ulterior"
    r"|aggiun"
    r"|up to|\bspes[ae]\b|investiment|\btass|premio|di cui|riservat|quota|per each|increase of"
    r"|per year"
)
BUDGET_AFTER = re.compile(
    r"[ ,(]{1,2}(?:(?:è|sono|di|in|the|la|le|il) ){0,2}(?:dotazione|risorse|a disposizione"
    r"|stanziat[ie]"
    r"|di dotazione|di budget|available|total budget|complessivi)\b"
)
GRANT = re.compile(
    r"\b(?:contribut[oi]|agevolazion[ei]|intensità|sovvenzion[ei]|fondo perduto|finanziament[oi]"
    r"|copr(?:e|irà|iva)|voucher|grants?|aid intensity|funding rate|aiut[oi])\b"
)
NOT_GRANT = re.compile(
    r"generali|forfett|punteggi|soglia|almeno|anticip|acconto|\bsaldo\b|cofinanzia|riserv"
    r"|\btass[oi]\b"
    r"|partecipazion|\bgià\b|premialit|capitale|quote?\b(?= di part)|nel limite|\biva\b|fidejuss"
    r"|fideiuss"
)
GRANT_LEAD = re.compile(
    r"(?:\b(?:fino (?:a|al|all')|pari (?:a|al|all')|nella misura (?:massima )?(?:del|dell'|di)"
    r"|un massimo (?:del|di)|massimo (?:del|di|dell')|del|dell'|di|al|all'|a|up to|of|at)|['(]) ?\Z"
)

# --- who ------------------------------------------------------------------------------------------

_WHO = (
    r"(?:imprese|pmi\b|mpmi\b|micro\b|micro,|piccole|medie|cluster|ctl\b|comuni\b|enti\b|soggetti"
    r"|organismi"
    r"|partenariati|start|aggregazioni|aziende|società|reti\b|universit|small\b|medium|research\b"
    r"|associazioni|fondazioni"
    r"|liberi"
    r"|professionisti|cittadini|singol|tutt[ei]|almeno|grandi|consorzi|cooperative|ricercator"
    r"|capofila"
    r"|companies|smes?\b|clusters|enterprises|partnerships|consortia|organi[sz]ations|applicants"
    r"|all\b)"
)
_APPLYING = (
    r"(?:partecipare|presentare (?:la |una |le )?(?:domand[ae]|candidatur[ae]|propost[ae]"
    r"|istanz[ae])"
    r"|fare domanda|accedere|candidarsi|aderire|beneficiare|chiedere (?:il|i|un) contribut[oi]"
    r"|richiedere)"
)
BENEFICIARIES = re.compile(
    r"\b(?:beneficiari|destinatari)\b[^.;:]{0,170}? (?:sono|erano|saranno|possono essere) "
    r"|\b(?:beneficiaries|eligible applicants)\b[^.;:]{0,120}? (?:are|were) "
    rf"|\b(?:possono|potranno|possano) {_APPLYING}"
    r"(?:[, ](?!dal|entro|a partire|le\b|i\b|gli\b|esclus"
    r"|solo)[^,.;:]{0,70}?)??,? (?:esclusivamente |solo"
    rf" |soltanto |anche )?(?=(?:le |i |gli |l'|la )?{_WHO})"
    r"|\b(?:rivolt[oa]|destinat[oa]|riservat[oa]|dedicat[oa]|indirizzat[oa]|apert[oa]"
    r"|si rivolge(?:va)?"
    r"|open|addressed|reserved|aimed|dedicated)"
    r"(?: esclusivamente| solo| in particolare| exclusively)? (?:a(?:l|llo|lla|i|gli|lle)? |all'"
    r"|to |at )"
    rf"(?=(?:the |le |i |gli )?{_WHO})"
)
APPLICANTS = re.compile(
    rf"(?:\A|[:;] )(?:(?:\d+|[a-z])[.)] )?(?P<who>(?:(?:le|i|gli|l') ?)?{_WHO}[^.;:]{{0,110}}?)"
    rf" (?:possono|potranno) {_APPLYING}"
)
NOT_WHO = re.compile(
    r"\b(?:non|esclus\w+|risorse|somma|quota|fondi|dotazione|contributi?) (?:\w+ )?\Z"
)
NO_CALL = re.compile(r"\bnessun[oa'’]? ?|\bno call\b|\bnon c'è\b")
WHO_END = re.compile(
    r"[,(]? ?(?:\bentro (?:e non|il|le|l'|la)|\ba partire d|\ba decorrere|\bdal(?:le ore)? \d"
    r"|\bfino al"
    r"|\bdalle ore|\besclusivamente (?:online|in via|on line|per via)|\btramite\b|\bon line\b"
    r"|\bonline\b"
    r"|\bcon una dotazione|\bmentre\b|\bfrom \d|\buntil\b|\bby \d)|[;»]|,? purch[eé]|, (?:è|con|per"
    r"|contenut|allegat|di cui all'|parte integrante|approvat)"
)

# --- rows and labels -----------------------------------------------------------------------------

_OF_TERM = (
    r"(?: (?:del(?:la|lo|l'|le)?|dei|di|per|per la|per le)? ?(?:bando|avviso|call|misura|sportello"
    r"|domand[ae]|terminin?i?|termini|presentazione|candidature|adesioni|istanze|iscrizioni"
    r"|applications|submission))"
)
LABELS: tuple[tuple[str, str], ...] = (
    ("opens", rf"(?:data|giorno)?(?: di| d')? ?(?:apertura|inizio|avvio){_OF_TERM}{{0,3}}"),
    ("opens", r"aperto dal|aperta dal|apre il|apre|si apre il|domande dal|attivo dal|attiva dal"),
    ("opens", r"opening(?: date| of applications)?|opens(?: on)?|start(?: date)?|open from"),
    (
        "closes",
        rf"(?:data|giorno)?(?: di| d')? ?(?:chiusura|scadenza|termine(?: ultimo)?"
        rf"|fine){_OF_TERM}{{0,3}}",
    ),
    ("closes", r"scade(?: il)?|scaduto(?: il)?|scadrà(?: il)?|chiude(?: il)?|chiuso il|scadenze"),
    (
        "closes",
        r"domande entro(?: il)?|presentazione(?: delle)? domande entro(?: il)?|entro(?: il)?",
    ),
    (
        "closes",
        r"fino al|valido fino al|deadline(?: for applications)?|closing(?: date)?|closes(?: on)?",
    ),
    (
        "window",
        r"periodo(?: di apertura| di presentazione| utile)?|presentazione(?: delle)? domande|quando"
        r"|termini(?: di presentazione| per la presentazione)?(?: delle domande)?|finestra"
        r"|sportello"
        r"|application period|submission period|when|tempistiche",
    ),
    (
        "budget",
        r"dotazione(?: finanziaria| complessiva| economica)*(?: del bando| della misura)?|risorse"
        r"(?: finanziarie| disponibili| stanziate| complessive| a disposizione)*"
        r"|budget(?: complessivo)?"
        r"|plafond|stanziamento|fondi(?: disponibili)?|importo complessivo|total budget|funding",
    ),
    (
        "beneficiaries",
        r"(?:soggetti )?(?:beneficiari|destinatari)(?: ammissibili)?|chi può (?:partecipare"
        r"|presentare"
        r" domanda|accedere)|a chi (?:si rivolge|è rivolto|è rivolta)|soggetti ammissibili"
        r"|rivolto a"
        r"|soggetti ammessi|who can apply|eligible applicants|beneficiaries|chi può fare domanda"
        r"|requisiti dei beneficiari",
    ),
    (
        "intensity",
        r"intensità(?: di aiuto| dell'aiuto| d'aiuto| del contributo)?|agevolazion[ei]|contributo"
        r"|entità del contributo|caratteristiche dell'agevolazione|misura del(?:l'agevolazione"
        r"|l'aiuto| contributo)|tipo di agevolazione|funding rate|aid intensity|grant",
    ),
    (
        "issuer",
        r"ente(?: erogatore| promotore| banditore| emanante)?|promotore|promosso da|emanato da"
        r"|soggetto promotore|issued by|issuer|amministrazione(?: responsabile)?|chi lo promuove",
    ),
    ("code", r"codice(?: bando| misura| identificativo| del bando)?|code|id bando"),
    ("state", r"stato(?: del bando| della misura)?|status"),
    (
        "title",
        r"bando|misura|avviso|call|iniziativa|titolo(?: del bando)?|nome(?: del bando)?"
        r"|denominazione"
        r"|title|name|bando/avviso|misura/bando|manifestazione di interesse",
    ),
    ("other", r"note|fonte|link|stato fonti|tipo|area|tema|ambito|provvedimento|atto|n\.|anno"),
)
"""What columns and labels are called, by the field that they fill."""
NUMBERING = re.compile(
    r"(?:(?:art(?:icolo|\.)?|punto|sezione|§) ?)?(?:[a-z]\.)?\d{0,2}(?:\.\d{1,2}){0,2}[.)]?(?:bis)?"
    r" ?[-:.)]? {0,2}"
)
UNKNOWN_CELL = re.compile(
    r"(?:non (?:indicat|trovat|not|dispon|previst|specificat|comunicat|dichiarat|conosciut|applicab"
    r"|pervenut|definit)\w*|da (?:defin|stabil|confer|comunic)\w+|n\. ?[da]\.|n/a|nd\b|in attesa"
    r"|tbd\b"
    r"|tba\b|to be \w+|not (?:stated|found|known|available|given|set)|unknown|[-–—]+(?= |\Z))"
)
CELL_YEAR = re.compile(r"(?:19|20)\d\d(?![\w/.-]\d|\w)")
CELL_MONEY = re.compile(
    rf"(?:(?:€|euro) ?)?(?:{_DIGITS})(?:,? (?:poi|then|e poi) (?:{_DIGITS}))?(?: ?{_SCALE})?(?: di"
    rf"| of)?"
    r" ?(?:euro\b|eur\b|€)?(?: complessiv[ie]| totali)?"
)
CELL_NOTE = re.compile(r" ?\(([^()]{1,70})\)")

# --- codes ----------------------------------------------------------------------------------------

CODE = re.compile(
    r"\b(?:codice|code|cod\.)(?: (?:del |of )?(?:bando|misura|identificativo|call"
    r"|avviso))?(?: n\.)?"
    r" ?:? {0,2}(?P<code>(?=[a-z/.-]{0,24}\d)(?=[\d/.-]{0,24}[a-z])[a-z0-9](?:[a-z0-9]"
    r"|[/.-](?=\w)){5,24})"
    r"(?!\w)"
)
"""A call's own code behind the word "codice"; a project's or a tax code does not look like it."""
