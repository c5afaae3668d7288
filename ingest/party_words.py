"""The words between a verb and the acts: which lead from one to the other, and which do not."""

import re

TURN = re.compile(
    r";|,? (?:mentre|invece|whereas|while)\b|, (?:ma|bensì|but)\b(?! (?:non|not) \w{3,20},)"
)
"""Where a sentence turns to something else."""
BREAK = re.compile(
    r";|\?|\b(?:ai sensi|a norma|secondo|in base|in conformit|nel rispetto|in derog|in coerenza"
    r"|vist[oaie]\b|considerat|richiamat|ferm[oaie] rest|fatt[oaie] salv|salv[oaie]\b|previ[oa]\b"
    r"|come (?:previst|stabilit|indicat)|in attuazione|in esecuzione|in applicazione|ricorso\b"
    r"|contro\b|per effetto|per gli effetti|(?:in|a) favore|entro\b|under\b|pursuant|according"
    r"|in accordance|su proposta|tenuto conto|preso atto)"
)
"""Words behind which an act is not what a verb before them touches."""
REFERENCE = re.compile(
    r"\b(?:ai sensi(?: e per gli effetti)?|a norma|secondo|in base|in conformità|nel rispetto"
    r"|in deroga|in coerenza|in attuazione|in esecuzione|in applicazione|in ottemperanza"
    r"|vist[oaie](?! che)|richiamat[oaie](?! che)|considerat[oaie](?! che)|a seguito"
    r"|fatt[oa] salv[oaie]|ferm[oa] restando|pursuant to|under|having regard to|in accordance with"
    r"|nelle more|contro)(?: [\w']+){0,8} ?\Z"
)
"""Before an act: words by which it is only referred to."""
GRANT = re.compile(
    r"(?:parzial\w+|total\w+|[, ]|(?:del|dell'|della|dei|delle|degli|il|lo|la|i|gli|le|l'|un|una"
    r"|propri[oa]|precedente|suddett[oa]|di|ed?|con \w+ \w+)\b){0,12}"
    r"(?:contribut|finanziament|agevolazion|benefici|incaric|nomin|concession[ei]\b|autorizzazion"
    r"|licenz|assegnazion|sedut|convocazion|gara\b|aggiudicazion|procedur|impegn|mandat|delega"
    r"|patrocini|somm[ae]\b|quot|progett|contratt|comand|rapport)"
)
"""What acts give: who takes it back hardly touches the act that gave it."""
BUDGET = re.compile(
    r"[^;:]{0,30}\b(?:bilanci[oa]?\b|peg\b|dup\b|stanziament|cronoprogramm|contratt|orari|incaric"
    r"|progett|organic[oa]\b|capitol[oi] di)"
)
"""What is changed by acts and is none itself."""
BY_NAME = re.compile(
    r"\b(?:band[oi]|avvis[oi]|criteri|regolament[oi]|deliber\w+|decret[oi]|legg[ei]|disciplina|guida"
    r"|graduatori[ae]|provvediment[oi]|att[oi]|call|notice|misura|sportello|disposizioni|»|”|\")"
    r" ?\(\W{0,3}\Z"
)
"""Before an act in brackets: the name of the text that it is."""
PREPOSITION = re.compile(
    r"(?:,? (?:parzial\w+|integral\w+|total\w+|ulterior\w+|successiv\w+|e integrazion[ei]"
    r"|in autotutela|d'ufficio|ed? \w+zion[ei]))?"
    r" (?:d[ei]|del|dei|della|delle|degli|dello|al|allo|alla|ai|alle|agli|nel|nella|of|to|in)\b"
    r"| (?:dell'|all'|nell'|d')"
)
NAMED_AS = re.compile(
    r"(?:[ («\"“:,.-]|\b(?:di|recante|recanti|avente|ad|per|oggetto|concernente|relativ[oa]|a|con"
    r"|contenente|intitolat[oa]|la|le|l'|il|una?|ha|parzial[ei]|disposizioni|ulteriori|integrative"
    r"|prim[ae]|of|on|titled)){0,30}\Z"
)
"""Between an act and what it is for: "il decreto … recante", "il decreto … avente ad oggetto"."""
THIS = re.compile(
    r"\b(?:(?:il|la|lo|del|della|con il|con la|col) presente|questa?|this|the present) ?"
    r"(?:provvediment\w+|decret\w+|att\w|deliberazion\w+|delibera|determinazion\w+|determina|legge"
    r"|regolament\w+|ordinanz\w+|avviso|decree|resolution|regulation|directive|law|act)\b"
)
ITSELF = re.compile(r"(?:\A|[.;:] ?)(?:\W{0,6}|\W{0,6}\w{1,3}[.)] ?)\Z")
MARK = r"(?:\d{1,2}[.)]|\(?[a-z]{1,2}\)|[-–•*·])"
PERFORMS = re.compile(
    rf"(?:\A|[;:.,]|\be|\bed|\bnonché|\band)\s{{0,3}}(?:{MARK}\s{{0,3}})?"
    r"(?:(?:altresì|inoltre|pertanto|conseguentemente|quindi|di conseguenza),? )?"
    r"(?:di|d'|to)?(?: (?:altresì|conseguentemente|pertanto|inoltre|quindi))?\s{0,3}\Z"
    r"|\b(?:provved|proced)\w+(?: \w+){0,2} ad?\s{0,3}\Z"
)
"""Before an infinitive: words by which a point of an act does it."""
DECIDES = re.compile(
    r"\b(?:delibera|decreta|determina|dispone|stabilisce|ordina|decide|deciso|deliberato|decretato"
    r"|disposto|stabilito|determinato|provveduto|proceduto|decided|resolved)"
    r"(?: \w+){0,1} (?:di|ad?|d'|to)?\s{0,3}\Z"
)
GIVEN = (
    r"(?:(?:approvat|dispost|fissat|stabilit|previst|concess|adottat|emanat|pubblicat|rilasciat"
    r"|definit|individuat|assegnat|indett|istituit|costituit|conferit|disciplinat|regolat"
    r"|determinat|deliberat|nominat|avviat|introdott|contenut|allegat|ammess|assunt|attribuit)"
    r"[oaie]|approved|issued|adopted|set|set out|established|laid down|granted|published)"
)
QUALIFIED = re.compile(
    rf"\b{GIVEN}(?: \w+mente| già| successivamente)?(?: \([^()]{{0,20}}\))? \(?"
    r"(?:con|mediante|tramite|dal|dalla|dai|dalle|dall'|by|with|in|under)\b[^,;]{0,60}\Z"
)
"""Before an act: words by which it only tells which thing is meant, "disposto con"."""
ALSO_BY = re.compile(
    r"[ ,]{0,3}(?:e|ed|and|nonché)?[ ,]{0,3}(?:da ultimo|successivamente|poi|infine|anche|inoltre"
    r"|prima|lastly|most recently|then)?[ ,]{0,3}(?:con|dal|dalla|dai|dalle|dall'|da|by|with)\b"
)
AFTER_ACT = re.compile(
    r"[)»”\" ]{0,3},? ?[«“\"]?(?:(?:poi|e poi|già|da ultimo|in seguito|come|così come|anche|as"
    r"|later|(?:con )?le modifiche|\w+mente|\w+ly) ?){0,3}"
)
"""Between an act and a participle that is said of it, though the act itself did something."""
IN_TURN = re.compile(r"a sua volta|quest'ultim|in turn")
RELATIVE = re.compile(r"\bcon (?:cui|il quale|la quale|i quali|le quali)\b|\bby which\b")
WHO = re.compile(r"[ ,]{0,3}(?:che|il quale|la quale|which|that)\b")
OTHER_SUBJECT = re.compile(
    r", (?:il|lo|la|l'|i|gli|le|un|una|the) ?\w|\b(?:ritenut|dato atto|si |occorre|intend)"
)
ASIDE = re.compile(r"«[^«»]{0,400}»|“[^“”]{0,400}”|\"[^\"]{0,400}\"|\([^()]{0,200}\)")
CLITIC = re.compile(r"\b(?:ne|lo|la|li|le|it|them)(?: (?:ha|hanno|aveva))? \Z|\bl'(?:ha|aveva) \Z")
DONE = re.compile(r"\b(?:dispost|deliberat|decis|approvat|avvenut|intervenut|stabilit)\w{1,2}\b")
WHO_DID = re.compile(
    r"[ ,]{0,3}(?:è |è stat[oa] |sono state )?(?:\w{3,15}[oaie] )?"
    r"(?:con|dal|dalla|dall'|mediante|by|with)\b"
)
PIECE = re.compile(
    r"\b(?:artt?\.|articol\w+|comm[ai]\b|punt[oi]\b|letter[ae]\b|paragraf\w+|allegat\w+|capitol\w+"
    r"|titol[oi]\b|par\.|annex|articles?\b|points?\b|paragraphs?\b)"
)
PIECE_LED = re.compile(PIECE.pattern + r"[^;:]{0,70}\Z")
AND = re.compile(r",? ?(?:e|ed|e/o|and|o|,) ?(?:(?:è|sono) )?(?:\w+mente |le |la |l'|di |con )?\Z")
AND_ALSO = re.compile(r"(?:,|\be|\bed|\bnonché|\band) (?:la |le |l'|il |per la |contestuale )?\Z")
TITLE = re.compile(
    rf"(?:\A|[.;] )(?:oggetto\b ?[:.-]? ?)?[«\"“]?\s{{0,3}}(?:{MARK}\s{{0,3}})?(?:la |l')?"
    r"(?:(?:parziale|ulteriore|nuova|seconda|prima) )?\Z"
)
IN_PASSING = re.compile(r"\b(?:a|ad|in) (?:parziale |totale |ulteriore )?\Z")
CLEFT = re.compile(r" (?:è stat[oa]|sono stat[ie]|fu|was) (?:il|la|i|the)? ?\Z")
