"""The words by which texts tell a cluster's data: joints, dates, counts, roles, and their guards.

Patterns read the masked plain text of `fact_views`: a cluster is `NAMED` and an expression that
stands for one ("l'associazione") is `MEANT`, each followed by `FILLER` up to its length.
"""

import re

from corpus.dates import MONTH
from corpus.words import split_words

NAMED, FILLER, MEANT = "\x01", "\x02", "\x03"


def compile_words(pattern: str) -> re.Pattern[str]:
    """A regex in which a space stands for one to four of them, " ?" for none to four."""
    spaced = re.sub(r" (\?)?", lambda m: " {0,4}" if m[1] else " {1,4}", pattern)
    return re.compile(spaced)


OWNER = r"[\x01\x03]\x02{0,300}"
"""A cluster, named or meant."""
X = rf"(?P<own>{OWNER})"
OF = (
    r"(?:dell'|dello|della|del|di|d'|of the|of|for the|for|per il|per la|per|at the) ?"
    rf"(?:(?:neonat[oa]|neocostituit[oa]|nuov[oa]|new) )?{X}"
)
TO = r"(?:all'|allo|alla|al|ad|a|to the|to)"
ARTICLE = r"(?:(?:il|lo|la|i|gli|le|uno|una|un|the|an|a)(?![\w'])|l'|un')"
DATE = (
    rf"(?:\d{{1,2}}°? (?:{MONTH}) (?:del )?(?:1[89]|20)\d\d|(?:{MONTH}) \d{{1,2}},? (?:19|20)\d\d"
    rf"|(?:{MONTH}) (?:del )?(?:1[89]|20)\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d"
    r"|(?:1[89]|20)\d\d)(?![\w/]|[-.]\d)"
)
TIME = (
    r"(?:nell'anno|nel corso del|nel|in|dall'|dal|al|a|since|from|on|as of|il|per il triennio"
    rf"|per il periodo|for|a partire dal) (?:{DATE}|(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d)"
)
ADVERB = (
    r"(?:oggi|attualmente|ora|ad oggi|adesso|tuttora|inoltre|infatti|anche|ufficialmente"
    r"|formalmente|complessivamente|now|today|currently|presently|already|also|officially|formally"
    rf"|{TIME}|(?:secondo|according to) (?:(?!secondo |according )[^,;:]){{1,60}}?"
    rf"|\([^()]{{1,80}}\))"
)
ADVERBS = rf"(?:,? ?{ADVERB},? ?){{0,3}}"
BE = r"(?:è|e'|sono|is|are|was)"
BEING = (
    rf"(?: ?(?:è|e'|is) {ARTICLE} ?(?:[\w-]{{3,20}} ){{0,2}}"
    r"(?:associazione|fondazione|consorzio|rete|cluster|association|foundation|network)"
    r"[^,;:.\x01\x03]{0,40}?,?(?: che)?(?: \w{4,20} e)? )?"
)
"""What a cluster is said to be, before what it does: "è un'associazione che …"."""
GAP = r"[^,;:.()\x01\x03]{0,60}?"

# --- numbers --------------------------------------------------------------------------------------

_UNIT = r"(?:due|tr[eé]|quattro|cinque|sei|sette|otto|nove)"
_REST = (
    rf"(?:(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)(?:[aio](?:un|{_UNIT})?"
    rf"|uno|otto)|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto"
    rf"|diciannove|{_UNIT})"
)
_ENGLISH = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|two|three|four|five|six|seven|eight"
    r"|nine|(?:one|two|three|a) hundred)"
)
NUMBER = (
    rf"(?<![\w.,/-])(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}}|{_UNIT}?cento{_REST}?|{_REST}|{_ENGLISH})"
    r"(?![\w/%]|[.,-]\d)"
)
COUNT = (
    r"(?:(?:oltre|circa|più di|piu' di|quasi|almeno|ben|over|more than|about|around|some|nearly"
    rf"|almost|at least|approximately|up to) )?{NUMBER}"
)
"""A number of members, with what says how exact it is."""

# --- roles ----------------------------------------------------------------------------------------

_CHAIR = r"(?:president(?:essa|e)?|chair(?:man|woman|person)?)"
_NOT_NOW = "".join(
    rf"(?<!{word}\s)(?<!{word}-)"
    for word in (
        "vice",
        "deputy",
        "ex",
        "past",
        "già",
        "former",
        "outgoing",
        "precedente",
        "previous",
    )
)
CHAIR = rf"{_NOT_NOW}(?<![\w-]){_CHAIR}(?![\w-])(?! onorari| emerit| d'onore| uscente)"
PAST_CHAIR = (
    rf"(?<!\w)(?:ex[ -]|past[ -]|già |former |outgoing |precedente |previous ){_CHAIR}(?!\w)"
    rf"|(?<![\w-]){_CHAIR} (?:uscente|emerit[oa])"
)
MANAGER = (
    rf"{_NOT_NOW}(?<![\w-])(?:cluster manager"
    r"|dirett(?:ore|rice)(?: generale| esecutiv[oa]| operativ[oa])?"
    r"(?! scientific| tecnic| sanitari| editorial| respons| artistic| amminis| del dip| d'orch)"
    r"|segretari[oa] generale|secretary[ -]general|general secretary|general manager"
    r"|managing director|executive director|coordinat(?:ore|rice) operativ[oa])(?![\w-])"
)
KEEPER = (
    r"(?<![\w-])(?:soggett[oi] gestor[ei]|ente gestore|gestore|soggetto proponente|proponente"
    r"|managing (?:body|entity|organi[sz]ation)|management (?:body|entity)|proposer)(?!\w)"
)
BODY = (
    r"(?: (?:del|of the|of) (?:consiglio direttivo|consiglio di amministrazione|cda|direttivo"
    r"|comitato direttivo|board of directors|board|steering committee|executive board))?"
    r"(?: (?:noto|nota|in carica|pro tempore|pro-tempore|attuale))?"
)
FRESH = (
    r"(?:(?<!\w)(?:il|la|l'|the|its|suo|sua|loro|proprio|propria|come|quale|as|a|nuov[oa]|new"
    r"|current"
    r"|attuale|neo|neo-|primo|prima|first|alla carica di|to the post of) ?){0,3}"
)

# --- guards ---------------------------------------------------------------------------------------

DENIED = re.compile(
    r"(?<!\w)(?:non(?! solo| profit|-profit| riconosciut| soltanto)|nessun[oa']?|né|manca(?:no|ta)?"
    r"|mai|not(?! only| for|-for)|cannot|no(?! profit|-profit|\.)|none|never|neither|nor|without"
    r"|unknown|ignot[oa]|sconosciut[oa]|nemmeno|neppure|privo|priva)(?!\w)|n't(?!\w)"
    r"|senza (?!scopo|fin[ei] di|data)|smentisc|smentit|\?"
)
SUPPOSED = re.compile(
    r"(?<!\w)(?:(?:po|sa|av|do|ver|fa|sta)\w{0,4}rebber?[oei]?|potrebbe|potrebbero|\w{2,20}erebbe"
    r"|forse|probabil\w*|ipotesi|ipotizz\w*|eventual\w*|presunt[oa]|candidat[oaie]"
    r"|candidatur[ae]|qualora|could|might|may (?:be|have|become|also)|would|should|perhaps"
    r"|possibl[ey]|probably|allegedly|rumou?r\w*|propost[oa] (?:come|quale|per))(?!\w)"
)
FUTURE = re.compile(
    r"(?<!\w)(?:\w{2,24}r(?:à|anno|a')(?![\w])(?<!oltrà)|will|shall|intend[eos]\w*|mira(?:no)? a"
    r"|punta(?:no)? a|aspira(?:no)? a|in corsa per|dovrà|going to|aims?|plans? to|prossim[oa]"
    r"|(?:è|era) (?:previst[oa]|attes[oa])|in attesa d[ie]|candida a|entro (?:il|la|l'|fine)"
    r"|upcoming|next (?:chair|president))(?!\w)"
)
BREAK = re.compile(
    r";|[.!?](?:(?<=[a-zà-ÿ]{5}[.!?])|(?<=[)\x02][.!?])) "
    r"| (?:ma|mentre|però|tuttavia|but|while|whereas|however|sebbene|although)(?= )"
    r"| (?=(?:e|ed|and) (?:non|not)(?!\w))"
)
"""Where a sentence passes to another statement."""

# --- who else -------------------------------------------------------------------------------------

OTHER_REGION = (
    r"(?:pugli[ae]s?e?|piemont\w{0,4}|venet[oa]|emilian[oa]|emilia[ -]?romagna\w*|romagnol[oa]"
    r"|toscan[oa]|campan[oia]\w?|sicilian?[oa]?|sard[oa]|sardegna|ligur\w{1,2}|lazi\w{1,4}"
    r"|umbr\w{1,3}"
    r"|march\w{1,8}|abruzz\w{1,4}|molis\w{1,4}|friul\w{1,8}|trentin[oa]|basilicata|lucan[oa]"
    r"|calabr\w{1,4}|valle d'aosta|alto adige|frances[ei]|francia|france|french|tedesc[oh]\w?"
    r"|germania|germany|german|spagnol[oa]|spain|spanish|bavares[ei]|bavarian?|baviera|catalan\w*"
    r"|svizzer[oa]|swiss|austriac[oa]|austrian?|european?|europe[oa]|italian[oa]?|nazionale"
    r"|national"
    r"|international|internazionale|puglia|apulian?|tuscany|piedmont(?:ese)?)"
)
OTHERS_AFTER = re.compile(
    rf" (?:(?:dell'|della|del|di|in|of|e) ?)?{OTHER_REGION}(?!\w)| (?:italia|italy)(?!\w)"
)
OTHERS_BEFORE = re.compile(rf"(?<!\w){OTHER_REGION} (?:(?:technology|tecnologico) )?$")
OTHER_CLUSTER = re.compile(
    rf"(?<!\w)(?:cluster(?: tecnologic[oi])? {OTHER_REGION}|{OTHER_REGION} (?:technology )?cluster"
    r"|ctn|cluster(?: tecnologic[oi])? nazionali|clust-er|altr[oi] cluster|other clusters?)(?!\w)"
)
OTHER_BODY = re.compile(
    r"(?<!\w)(?:(?:Confindustria|Assolombarda|Unioncamere|Confartigianato|Confapi|Federchimica"
    r"|Finlombarda|Regione|Giunta|Assessor\w+|assessor\w+|Politecnico|Ministero|Ministro|Ministra"
    r"|Comune|Provincia|Camera|Commissione|Parlamento|Governo|Governatore|Senato|Sindac[oa]"
    r"|Rettore|Rettrice|University|Chamber|Ministry|Minister|Commission|Region|Regional"
    r"|Government|Bank|Banca|Consorzio|Istituto|Institute)(?!\w)"
    r"|Universit[àa]'?\s(?:degli|di|della|del|dell|Statale|Cattolica|Bocconi)"
    r"|(?:Associazione|Fondazione|Gruppo|Association|Foundation|Group)\s[A-ZÀ-Ý]"
    r"|S\.?[pP]\.?A(?!\w)|S\.?[rR]\.?[lL](?!\w)|Ltd|GmbH"
    r"|(?:società|azienda|impresa|startup|start-up|company|firm|gruppo)(?!\w))"
)
"""Words by which another body enters a sentence; what follows may be about that body."""

NEXT_TO_MEANT = split_words(
    """
    arriva sale va torna passa entra cambia elegge nomina presenta riceve riceveva lancia cresce
    festeggia chiude apre avvia sceglie conferma accoglie offre mette punta vuole nato nata fondato
    fondata costituito costituita presieduto presieduta guidato guidata gestito gestita creato
    creata istituito istituita diventa rinnova compie supera possiede vanta detiene sono erano
    elects appoints holds gained won received offers founded chaired led managed based
    è e' era fu sono ha aveva ebbe conta contava rappresenta riunisce raggruppa aggrega associa
    comprende copre sviluppa opera nasce nacque ottiene ottenne promuove si oggi attualmente ora
    che e ed per con nel nella nell in a al alla ad dal dalla da tra fra come presso su il la lo un
    una viene venne annovera guida coordina partecipa aderisce lavora risulta ha può hanno resta
    is was has had counts brings covers includes now currently today and with at for to as by on
    represents gathers comprises consists deals focuses works which that since from who
    """
)
"""Words that may follow "il cluster" where it stands for the cluster spoken of."""
MEANT_NOUN = re.compile(
    r"(?<!\w)(?:il|la|l'|del|della|dell'|al|alla|all'|dal|dalla|dall'|nel|nella|nell'|sul|sulla"
    r"|sull'|the|this|questo|questa|quest'|nostro|nostra|our|suddetto|predetto) {0,2}"
    r"(?P<noun>(?P<kind>cluster|associazione|fondazione|consorzio|association|foundation)"
    r"(?: (?:tecnologico lombardo|lombardo|lombarda|regionale))?)(?!\w)"
)
BEFORE_MENTION = re.compile(
    r"(?<![\w-])(?:cluster|associazione|fondazione|consorzio|association|foundation|ctl)"
    r"(?: (?:tecnologico lombardo|lombardo|lombarda|regionale|tecnologico))? {1,2}$"
)
BETWEEN_NAMES = re.compile(
    r"[ ,(:-]{0,4}(?:il |la |l'|the )?(?:(?:in sigla|in inglese|in short|acronimo|sigla|detto|or"
    r"|known as) )?\(?"
)
ENTRY = re.compile(r"\s{0,3}(?:[-•–*▪]\s)?[a-zà-ÿ][^:|.]{1,40}(?::|\s\|)\s")
"""How a line of plain text begins that is an entry: "sede: …"."""
AFTER_MENTION = re.compile(
    r" {1,2}(?:lombardo|lombarda|regionale|di regione lombardia|della regione lombardia"
    r"|della lombardia|in lombardia|of lombardy|in lombardy)(?!\w)"
)
GOVERNING = re.compile(
    r"(?<!\w)(?:vertic[ei]|guida|assemblea(?: dei soci)?|consiglio direttivo|direttivo|presidenza"
    r"|governance|board|assembly|members|cda|consiglio di amministrazione|organi|soci|imprese socie"
    r"|sito|pagina"
    r"|scheda|portale|website|page)"
    r" (?:dell'|della|dello|del|di|of the|of) {0,2}(?:il |la )?$"
)
"""What before a cluster's name tells that its own bodies act."""
SPOKEN_OF = compile_words(
    rf"(?:{_CHAIR}|dirett(?:ore|rice)(?: generale)?|director|manager|segretari[oa] generale"
    r"|proponente|gestore|sede(?: \w{5,12})?|sito(?: web)?|seat|office|website|numero dei soci"
    r"|forma giuridica|statuto|statute)(?: in carica)? (?:dell'|della|dello|del|di|of the|of) ?\Z"
)
"""What before a cluster's name tells that one of its data is spoken of."""
OTHER_ASSOCIATION = re.compile(
    r"(?<!\w)(?:(?:Associazione|Fondazione|Consorzio|Association|Foundation)\s[A-ZÀ-Ý]"
    r"|Confindustria|Assolombarda|Unioncamere|Confartigianato|Confapi|Federchimica)"
)
OBLIQUE = re.compile(
    r"(?<!\w)(?:d(?:i|a|el|al|ello|ella|ell'|alla|all'|')|a(?:l|lla|ll'|d)?|con|per(?: il| la| l')?"
    r"|in|nel|nella|nell'|su|sul|sulla|sull'|come|tra|fra|e|ed|o|and|or|of|of the|with|with the|by"
    r"|by the|for|for the|to|to the|from|from the|at|at the|as|in the|tra cui|fra cui|presso)"
    r" {0,2}(?:(?:il|la|l'|lo|the) {0,2})?$"
)
"""What before a name tells that it is not the subject."""
RELATIVE_NEXT = re.compile(r" {0,2},? {0,2}(?:che|which|who|that) ")
"""A relative clause of the very word before it."""
RELATIVE = re.compile(
    r"(?<!\w)(?:che|cui|qual[ei]|dove|which|who|whose|that|where|il cui|la cui)(?!\w)"
)
