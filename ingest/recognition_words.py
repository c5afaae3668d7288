"""The words that tell how a cluster stands: recognised, awaited, denied, uncertain, how long."""

import re

from corpus.dates import MONTHS
from corpus.words import split_words

_YES = r"(?:riconosciut|recogni[sz]ed)"
_RECOGNITION = r"(?:riconosc|recogni)"

HINT = re.compile(
    r"riconosc|riconobb|recogni[sz]|recognition|presa d'atto"
    r"|(?:preso|prend\w+) (?:solo |soltanto )?atto (?:della costituz|che)"
    r"|(?:took|taken|takes) note of the (?:formation|establish)|was taken note"
    r"|(?:qualifica|titolo|status) (?:di|quale|come|of|as) (?:\w+ )?(?:cluster|ctl|tech|lomb)"
)
ASKED = re.compile(
    r"\b(?:domand[ae]|istanz[ae]|candidatur[ae]|application)\b[^;]{0,200}(?:istruttoria|esame"
    r"|valutazione|\bdepositat|\bpresentat|\bpervenut|\brinvi|under examination|submitted"
    r"|\brespint|\brigettat|\bnon (?:è stata )?accol|\brejected|\brefused|\bturned down)"
    r"|(?:rinvi|depositat|presentat|pervenut|tuttora|respint|rigettat|all'esame)[^;]{0,200}"
    r"\b(?:domand[ae]|istanz[ae]|candidatur[ae])\b"
)
OF_CALL = re.compile(
    r"\bband[oi]\b|contribut|finanziament|agevolazion|\bcall\b|graduatori|progett[oi]\b|adesion"
    r"|iscrizion|\bgrants?\b|funding|membership|rimbors|voucher|\bposti?\b|assunzion|patrocini"
)
ASSERTED = re.compile(
    r"\b(?:è|e'|sono|viene|vengono|resta|rimane|is|are|was|were)(?: (?:stat[oaie]|pertanto|quindi"
    r"|perciò|dunque|così|hereby|therefore|been|also|anche|oggi|già|ufficialmente|formalmente"
    r"|officially|formally)){0,3}"
    rf" {_YES}"
)
SUBJECT = re.compile(r"\b(?:il|al|del|dal|questo|tale|the|this) cluster\b")
OTHER_MEANING = re.compile(
    r"personalit[aà] giuridic|legal personality|persone giuridiche|riconosciment\w+ giuridic"
    r"|association\w+,? riconosciut|associazion\w+,? riconosciut|fondazion\w+,? riconosciut"
    r"|recogni[sz]ed (?:association|foundation|legal entit)|\bente riconosciut|terzo settore"
    r"|\blabel\b|\bfilier|supply chain|ecosistem\w+ (?:industrial|produttiv)"
    r"|modelli innovativi|etichett|marchio|certificazion|accreditat"
)
OTHER_BODY = re.compile(
    r"(?:\b(?:da|dal|dalla|dall'|del|della|il|la|l'|by|by the|the)\b ?)(?:miur\b|mur\b|mise\b"
    r"|mimit\b|minister\w+|commissione europea|unione europea|european\w*|europa\b|governo|stato\b"
    r"|ministry|prefett|tribunale|camer[ae] di commercio|eit\b|servizio sanitario|comune\b)"
)
"""Other bodies than the region; what they recognise is no recognition as a regional cluster."""
OTHER_REGION = re.compile(
    r"\b(?:regione|region of|giunta regionale d[ei]l?l?a?) ?(?:l')?(?:abruzzo|basilicata|calabria"
    r"|campania|emilia|friuli|lazio|liguria|marche|molise|piemonte|puglia|sardegna|sicili|toscana"
    r"|trentino|umbria|valle d'aosta|veneto|apulia|tuscany|piedmont|sicily|sardinia)"
    r"|\b(?:giunta|regione) (?:pugliese|veneta|piemontese|toscana|emilian\w+|campana|laziale"
    r"|ligure)"
)
OTHER_OBJECT = re.compile(
    rf"{_RECOGNITION}\w*(?: \w+){{0,5}}? (?:(?:un|una|il|lo|la|le|i|gli|the|a) )?"
    r"(?:contribut\w*|spes[ae]|cost[io]|premi|premio|premialit\w*|punteggi\w*|titol[oi]|merit[oi]"
    r"|valor[ei]|ruolo|importanza|eccellenz\w*|credit[oi]|agevolazion\w*|somm[ae]|rimbors\w*"
    r"|voucher|debit[oi]|laure\w*|carriera|qualità|aiuti|excellence|contribution|merits?|value"
    r"|role)\b"
    rf"|\b(?:spese|costi|aiuti|contributi|titoli|crediti)\b[^.;]{{0,60}}{_YES}"
    rf"|{_YES}\w? (?:le|i|gli|un|the) (?:\w+ )?(?:spese|costi|aiuti|contribut\w+|titol\w+)"
    rf"|{_YES}\w?(?: \w+){{0,2}} (?:a livello|worldwide|internationally|nel mondo|in tutto"
    r"|compatibil|dal settore|dagli operatori)"
    r"|riconosciment\w+ (?:silver|gold|bronze|internazional|europe|per |della stampa|alla carriera)"
    r"|(?:premi[oa]|\baward|\bprize)\b"
)
AS_OTHER = re.compile(
    rf"{_RECOGNITION}\w*[^.;,:]{{0,40}}?\b(?:come|quale|quali|as|as an?|as the)\b"
    r"(?! ?[^.;,:]{0,45}(?:cluster|\bctl\b|aggregazion))"
)
"""Recognised as something, and not as a cluster."""
AS_CLUSTER = re.compile(
    r"(?:quale|quali|come|qualifica di|status di|as an?|as|di|titolo di) (?:nuov\w |\w+ )?"
    r"(?:cluster|ctl\b|lombardy technology|technology cl|regional cl)"
)
BY_REGION = re.compile(
    r"(?:da(?:lla)?|by(?: the)?|di|della) (?:regione|giunta|region\b|lombardy|regional gov)"
    r"|\bregione\b[^.;]{0,60}(?:riconosc|riconobb|revoc|prorog|rinnov|confermat|smenti)"
    r"|\bgiunta\b[^.;]{0,40}(?:riconosc|riconobb|revoc|prorog)"
    r"|\bregion\w*(?: \w+){0,3} (?:recogni[sz]ed|recognises|revoked|extended|renewed)"
    r"|riconosciment\w+ (?:regionale|da parte d)|regional recognition|decision of the region"
    r"|(?:di|da|con|by|with) (?:un |a )?(?:decret|deliber|decree|resolution)"
)
ONE_OF = re.compile(
    r"\b(?:un[oa] de(?:i|gli|lle)|fa parte de(?:i|gli|lle)|rientra\w* (?:tra|fra)|tra i|fra i"
    r"|one of the|among the|part of the|fra cui|tra cui|including|such as)\b"
)
OBLIQUE = re.compile(
    r"(?:\b(?:da|dal|dalla|di|del|della|con|per|by|of|with|to|al|alla|ad|a|from|nel|nella|presso)"
    r"|\b(?:dell|all|dall|nell)') ?(?:\w+ )?\Z"
)
GROUP_AS = re.compile(
    r"\b(?P<count>due|tre|quattro|cinque|sei|sette|otto|nove|dieci|\d{1,2}|two|three|four|five|six"
    r"|seven|eight|nine|ten) (?:le |i |gli |nuov\w |the )?(?:aggregazion\w+|soggett\w+"
    r"|associazion\w+|ret[ie]|poli|raggruppament\w+|realtà|organismi|groupings|networks|bodies"
    r"|associations)\b"
)
GROUP_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            *("due two", "tre three", "quattro four", "cinque five", "sei six", "sette seven"),
            *("otto eight", "nove nine", "dieci ten"),
        ),
        2,
    )
    for word in words.split()
}

IGNORANCE = re.compile(
    r"\b(?:nessun\w* (?:delle |dei )?(?:font[ei]|document\w*|att[oi]|pagin[ae])|le fonti"
    r"|non (?:è|viene|risulta)(?: \w+)? (?:detto|noto|chiaro|scritto|indicat|precisat|specificat)"
    r"|non (?:dic|chiari|precis|indic|si sa|specific)|no source|do(?:es)? not (?:say|tell|state)"
    r"|not (?:known|stated|clear)|non risulta|non l[oa] dic)"
)
WHICH = re.compile(
    r"\b(?:qual[ei]|se (?:il|lo|la|l'|i|sia|siano|\w+ sia)|in quale|which|whether|quali"
    r"|se \w+ sia)\b|\bse il|\bse l'"
)
DISPUTED = re.compile(
    r"\b(?:discord|controvers|non concord|in disaccordo|contraddi|disagree|disputed|contradict)"
)
DENIAL = re.compile(
    rf"\b(?:non (?:(?:è|e'|sono|era|erano|risulta\w*)(?: \w+){{0,3}} {_YES}"
    rf"|(?:ha|hanno|aveva)(?: \w+){{0,2}} {_YES}|fa parte|fanno parte"
    r"|rientra\w*|figura\w*|compare|ha(?:nno)? (?:\w+ ){0,2}(?:ottenuto|ricevuto"
    r"|conseguito) il riconosc|gode)|(?:is|are|was|were|has|have) (?:not|never"
    r"|not yet) (?:\w+ ){0,3}recogni|did not recogni|has not (?:\w+ ){0,2}recogni|is not (?:one"
    r"|part|among) of?|non (?:è|e') (?:affatto )?ver[oa] che|non (?:risponde|corrisponde) al vero"
    r"|(?:è|e') fals[oa]|è una bufala|is (?:not true|false|untrue)|priv[oa] di fondamento"
    r"|unfounded)"
)
RUMOUR = re.compile(
    r"\b(?:(?:è|e') fals[oa]|fals[oa] (?:la|il|è|che))|smentit|unfounded|priv[oa] di fondamento"
    r"|is (?:false|untrue)"
)
NO_CLAIM = re.compile(r"\bnon\b|\bnessun|\bnot\b|\bneither\b|\bné\b")
UNSURE = re.compile(
    r"non (?:è|e'|sono|risulta) (?:ancora )?(?:verificat|confermat)|da verificare|unverified"
    r"|not verified|not confirmed|unconfirmed|riferit[oa] da una sola"
    r"|\bun(?:'unica|a sola|ica) (?:fonte|pagina|testata|notizia)"
    rf"|\w{{2}}rebbero? (?:stat[oaie] |già stat[oaie] )?{_YES}|riconoscerebbe|\w{{2}}rebbe ottenuto"
    r"|secondo indiscrezioni|pare che|sembra che|si dice che|corre voce|stando a indiscrezioni"
    r"|reportedly|allegedly|reported by one|annunciat\w+ (?:ufficialmente )?d|is said to have"
)
REFUSAL = re.compile(
    r"\bnon riconoscere\b|\b(?:non accogli|respin|rigett|diniego|negat[oa] il ricon|negare il ricon"
    r"|non ammett|inammissibil|esito negativo|recognition[^.;]{0,60} (?:was|has been) denied|reject"
    r"|refus|declin|turned down)"
    r"|domanda[^;]{0,60} non (?:è stata )?accolt"
)
COMING = re.compile(
    r"\b(?:verr(?:à|anno)|sar(?:à|anno)|will be|to be)(?: \w+){0,2} (?:riconosciut|recogni)"
    r"|riconoscer(?:à|anno)|will (?:\w+ )?recogni|in attesa (?:d[ei]l?|del"
    r"|che) ?(?:\w+ ){0,3}riconosc|attend\w+ (?:\w+ ){0,3}riconosc|await\w+ (?:\w+ ){0,3}recogni"
    r"|pending recogni|waiting (?:for|to be) (?:\w+ ){0,2}recogni|\bslitt\w+|\biter\b|\bpropedeutic"
    r"|in corso d[ie]l? riconosc|(?:percorso|procedura|procedimento|pratica|richiesta|domanda"
    r"|istanza) (?:di|per il|per|volta al|volta a ottenere il) riconosc|(?:chie\w+|richie\w+"
    r"|propost\w+|domand\w+|istanz\w+|candidat\w+|appl\w+ for|request\w*|aspira|punta"
    r"|porterà)[^.;]{0,80}(?:riconosc|recogni)|riconosciment\w+ (?:\w+ ){0,3}(?:arriver|è atteso"
    r"|è previsto|sarà)|recognition (?:\w+ ){0,4}(?:is expected|will)|volont[aà] di|intend\w+"
    r"|ha avviato|avvi\w+ (?:l'|il )|(?:preso|prend\w+) (?:solo |soltanto )?atto (?:della costituz"
    r"|che[^;]{0,60}costitui)|presa d'atto[^;]{0,80}(?:costituz|riconosc)|(?:took|taken) note"
    r"|riconosc\w+[^;]{0,60} spetta|rinvi\w+[^.;]{0,60} riconosc|candidatur\w+"
)
WAITING = re.compile(
    r"\b(?:in attesa|attende|in istruttoria|all'esame|in corso di (?:esame|istruttoria)|waiting"
    r"|pending|under examination)"
)
CANDIDATE = re.compile(r"candidat|istanz|domand|applicat|applied")
ENDED = re.compile(
    r"non (?:è|sono) più riconosciut|(?:perd\w+|pers[oa]) il riconosc|no longer recogni[sz]ed"
    r"|\b(?:cess\w*|decadu\w*|decade\b|scad\w*)[^.;]{0,40}riconosc|\b(?:expir"
    r"|lapsed)\w*[^.;]{0,40}recogni"
    r"|riconosc\w+[^.;]{0,90}(?:(?:è|sono) |, |\()(?:cessat|scadut|decadut)"
    r"|riconosc\w+[^.;]{0,90}non (?:è|sono) stat[oi] (?:rinnovat|prorogat)"
    r"|recogni\w+[^.;]{0,90}(?:expired|lapsed|ran out)"
)
PURPOSE = re.compile(
    r"(?:criter|modalit|procedur|avvis|band|domand|istanz|requisit|disciplin|regol|richiest"
    r"|candidatur|procediment|percors|attivit|compet|request|application|procedure|criteria|notice"
    r"|call)\w*(?: \w+){0,3}? (?:per|di|del|al|for|of)(?: (?:il|l'|ottenere il|the))? ?\Z|\b(?:per"
    r"|al fine d[ei]l?|ai fini d[ei]l?|in vista d[ei]l?|for) (?:il |l'|the |ottenere il )?\Z"
)
"""Before "riconoscimento": words by which it is only what something else is for."""
GRANTED = re.compile(
    r"\baccogliere\b[^;]{0,200}\briconosc|\baccolt[aeoi]\b[^;]{0,30}\b(?:domand|istanz|richiest)"
    r"|\b(?:domand|istanz|richiest)\w+[^;]{0,90}\b(?:è|sono) stat[ae] accolt"
    r"|\bapplication[^;]{0,90}\b(?:was|has been|is) (?:accepted|granted|approved)"
)
"""That what was asked for is given."""
OBTAINED = re.compile(
    r"\b(?:ottenut|ricevut|ottiene|riceve|ebbe|conseguit|concess|dispost|attribuit|avvenut"
    r"|rilasciat|conferit|accordat|dat[oa] il|arriva(?:to)? il|deliberat|obtained|received|granted"
    r"|gained|awarded"
    r"|got)"
)
CLAUSES = re.compile(
    r";|, (?:ma|mentre|bensì|but|while|whereas|invece)\b|\bmentre (?=secondo|il|la)|\b(?=ma non\b)"
    r"|\b(?=but not\b)"
)
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            *("un uno una one", "due two", "tre three", "quattro four", "cinque five", "sei six"),
            *("sette seven", "otto eight", "nove nine", "dieci ten", "undici", "dodici twelve"),
        ),
        1,
    )
    for word in words.split()
} | {"diciotto": 18, "ventiquattro": 24, "trentasei": 36, "quarantotto": 48, "sessanta": 60}
TERM = re.compile(
    r"\b(?:per|di|durata|for|of)(?: (?:un periodo|la durata|una durata|ulteriori|altri|altre"
    r"|complessiv\w+|pari|massim\w+|a period|a term|another|further))*(?: (?:di|a|of))?"
    rf" (?P<n>\d{{1,3}}|{'|'.join(NUMBERS)})"
    r"(?: \([^)]{1,15}\))? (?P<unit>ann[oi]|mes[ei]|years?|months?)\b"
    r"|\b(?:durata |validità )?(?P<word>annuale|biennale|triennale|quadriennale|quinquennale)\b"
    r"|\bper (?:un|il) (?:ulteriore |altro |nuovo |successivo |prossimo )?"
    r"(?P<span>biennio|triennio|quadriennio|quinquennio)\b"
)
SPANS = {"annua": 12, "bienn": 24, "trien": 36, "quadr": 48, "quinq": 60}
YEAR = re.compile(r"\b(?:nel|dal|in|since|anno|del) ((?:19|20)\d\d)\b")
IN_MONTH = re.compile(
    rf"\b(?:nel(?: mese di)?|a|in|dal) (?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
    r"(?: (?:del |of )?(?P<year>(?:19|20)\d\d)| (?P<same>dello stesso anno|of the same year))"
)
TERM_OF = re.compile(
    r"riconosciment[oi] di cui al|i riconosciment|il riconoscimento|the recognition"
)
LISTING = re.compile(
    r"(?:\W|\d{1,2}[.)]|\b[a-z][.)])*(?:(?:il|la|i|gli|\d+°|primo|secondo|the|first|second) )?"
    r"(?:elenco|lista|list|prospetto|quadro|registro|cluster|ctl|lombardy technology clusters)\b"
    rf"[^.;:?]{{0,100}}\b{_YES}\w?[^;:?]{{0,120}}\Z"
)
"""The heading of a list of clusters that are recognised."""
OF_US = split_words("cluster ctl clusters")
