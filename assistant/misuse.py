"""What it is to misuse the assistant: orders about itself, by verb and object, in two languages."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    """An order: the verb that leads a clause, what must stand behind it, and what excuses it."""

    verbs: re.Pattern[str]
    objects: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


def _pattern(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces))


_RULES = (
    r"(?:prompts?|instructions?|guidelines?|directives?|directions?|configuration|config|settings"
    r"|programming|training|constraints?|restrictions?|limitations?|filters?|safeguards?|persona"
    r"|role|roles|rules|polic(?:y|ies)|context|orders|commands|safety|ethics|initiali[sz]ation"
    r"|istruzion[ei]|regol[ae]|direttiv[ae]|configurazion[ei]|impostazion[ei]|programmazione"
    r"|addestramento|vincol[oi]|restrizion[ei]|limitazion[ei]|limit[ei]|filtr[oi]|ruol[oi]|ordini"
    r"|comandi|contesto|linee guida|memoria|controlli|policy)"
)
_OWN = (
    r"(?:(?:your|tuo|tua|tuoi|tue|vostr[oaei])\b(?: \w+){0,3}? " + _RULES + r"\b"
    r"|(?:le|i|il|la|gli|the) "
    + _RULES
    + r" (?:che (?:ti|vi) (?:hanno|ha|sono)|che hai (?:ricevut|avut)"
    r"|ricevut[eoi] (?:all'inizio|finora|da chi)|you (?:were|have been|got|received|are given)"
    r"|given (?:to you|above|before)|above\b)"
    r"|\bsystem[ _-]?(?:prompts?|messages?|instructions?|config\w*|settings|role)\b"
    r"|\b(?:prompt|messaggio|istruzioni|configurazione|impostazioni) (?:di|del) sistema\b"
    r"|\b(?:initial|original|hidden|secret|starting|internal|developer|preceding|previous|first"
    r"|inizial[ei]|nascost[oaei]|segret[oaei]|intern[oaei]|original[ei])"
    r" (?:prompts?|instructions?|rules|guidelines|messages?|istruzioni|regole|configuration)\b"
    r"(?=\W{0,3}(?:$|word|verbatim|to me|immediat|here\b|now\b|you\b|and\b|in (?:full|base)|as\b"
    r"|in a\b|complet|parola|ora\b|subito|qui\b|che (?:ti|hai)|show|display|e\b)|[.?!,;:])"
    r"|\b(?:prompt|istruzioni|regole|messaggio) (?:inizial[ei]|nascost[oaei]|segret[oaei]"
    r"|intern[oaei]|original[ei])\b"
    r"(?=\W{0,3}(?:$|parola|per intero|complet|ora\b|subito|qui\b|che (?:ti|hai)|e\b)|[.?!,;:])"
    r"|\binitiali[sz]ation string\b|\bsystem_?prompt\b"
    r"|\b(?:text|words|message|messages|lines?|content|conversation|everything|all|what'?s|what is)"
    r" (?:that (?:is|was|came) )?(?:above|before this|up to (?:here|now)|so far"
    r"|you were (?:given|told))\b"
    r"|\babove (?:text|message|conversation|content|prompt|instructions?|words)\b"
    r"|\b(?:testo|messaggi[o]?|parole|righe|tutto|cio|quello) (?:che (?:c'e|si trova|sta"
    r"|precede) )?"
    r"(?:qui )?(?:sopra|che precede|prima di questo)\b"
    r"|\b(?:this|the|our|questa|la nostra|la) (?:entire |whole |intera )(?:conversation"
    r"|conversazione"
    r"|chat)\b(?! (?:con|with|tra|fra|between))"
    r"|\b(?:you were|you are|you're|you have been) (?:told|given|instructed|programmed|trained|not"
    r" supposed|forbidden|not allowed)\b"
    r"|\b(?:are|were) you (?:not )?(?:told|instructed|programmed|trained|supposed to|forbidden"
    r"|not|allowed)\b"
    r"|\b(?:ti|vi) (?:hanno|ha) (?:dat[oaie]|detto|impartit\w+|fornit\w+|istruit\w+|ordinat\w+)\b)"
)
_HIDDEN = (
    r"\b(?:passwords?|passcodes?|pass ?phrases?|(?:secret|api|access|private|admin"
    r"|openai) ?keys?|secrets?"
    r"|chiav[ei] (?:dell'|dell' |di |del |delle )?(?:api|accesso|segret[ae]|privat[ae]|sistema)"
    r"|chiave segreta|api[ _-]?key|credential[is]?|credenziali|(?:access |api )?tokens?"
    r"|tuoi? segret[oi]"
    r"|environment"
    r" variables?|variabili d'ambiente|\.env\b|parola d'ordine|paroli?a? chiave segreta|senha"
    r"|contrasena|mot de passe|passwort)"
)
_SAY = (
    r"(?:say|print|write|output|repeat|reveal|show|display|tell|give|list|leak|disclose|expose|dump"
    r"|send|share|recite|echo|return|provide|state|paste|spell|encode|decode|translate|summari[sz]e"
    r"|rephrase|paraphrase|convert|explain|describe|complete|continue|begin(?:ning)?|start(?:ing)?"
    r"|answer|respond|reply|copy|insert|include|rot13|rot 13|put|format|export|render|quote|type"
    r"|speak|interlace|combine|concatenate|prefix|append|read|extract|confirm"
    r"|scriv(?:i|imi|ere|ermi|a)|stamp(?:a|ami|are)|ripet(?:i|imi|ere|a)|rivel(?:a|ami|are)"
    r"|svel(?:a|ami|are)|mostr(?:a|ami|are|armi|i)|dimm[ie]|di'|dire|dirmi|dammi|darmi|elenc(?:a"
    r"|ale|ali|ami|are)"
    r"|invia(?:mi|re)?|mand(?:a|ami|are)|condivid(?:i|ere)|recit(?:a|are)|restituisci"
    r"|fornisci(?:mi)?"
    r"|incolla|codific(?:a|are)|decodific(?:a|are)|tradu(?:ci|cimi|rre)|riassum(?:i|imi|ere)"
    r"|riformula|converti|spieg(?:a|ami|are)|descriv(?:i|imi|ere)|complet(?:a|are)|continua(?:re)?"
    r"|comincia(?:re)?|inizia(?:re)?|rispond(?:i|imi|ere|a)|copia(?:re|mi)?|riport(?:a|ami|are)"
    r"|inserisci|inserire|includi|aggiungi|metti(?:mi)?|visualizza(?:re)?|esponi|divulga"
    r"|cita(?:mi)?"
    r"|esporta|leggi(?:mi)?|estrai|concludi|termina|apri|aggiungere|conferma)\b"
)
_DROP = (
    r"(?:ignor(?:e|a|i|are|ing)|disregard(?:ing)?|forget(?:ting)?|neglect|override"
    r"|bypass(?:are)?|overlook"
    r"|skip|delete|erase|discard|drop|abandon|violate|break|disobey|dismiss|unlearn|reset|clear"
    r"|dimentic(?:a|are|ati|hi)"
    r"|scord(?:a|ati|are)|trascur(?:a|are)|non (?:tenere|considerare|seguire|rispettare)"
    r"|aggira(?:re)?"
    r"|elimina(?:re)?|cancella(?:re)?|disattiva(?:re)?|scavalca(?:re)?|viola(?:re)?"
    r"|abbandona(?:re)?"
    r"|annulla(?:re)?|sovrascrivi|resetta(?:re)?|lascia (?:perdere|stare)|smetti|stop|do not"
    r"|don't|never|no longer)\b"
)
_DROPPED = (
    r"(?:\b(?:all|any|every|everything|the|these|those|this|previous|prior|earlier|above"
    r"|preceding|past|former"
    r"|following|your|tutt[oiae]|ogni|quest[oaie]|quell[oaie]|precedent[ei]|tuo|tua|tuoi|tue|le"
    r"|i|il|la|gli)\b"
    r"(?:[ ']\w+){0,4}?[ ']" + _RULES + r"\b"
    r"|\b(?:everything|all|anything)\b[^.]{0,40}\b(?:you|above|before|previous\w*|told|said"
    r"|instructed|learned)\b"
    r"|\b(?:your|tuo|tua|tuoi|tue)\b[^.]{0,30}\b(?:"
    + _RULES[3:-1]
    + r"|identity|identita|knowledge|task|compito"
    r"|fonti obbligatorie)\b"
    r"|\b(?:tutto|cio|quello|quanto)\b[^.]{0,20}\b(?:ti|vi|sopra|precede|detto|hai (?:ricevuto"
    r"|imparato|letto))\b"
    r"|\b(?:what|that) (?:i|we|they) (?:said|told|instructed)\b"
    r"|\b(?:follow|obey|rispettare|seguire|considerare|tenere)\b[^.]{0,30}\b" + _RULES + r"\b)"
)
_OTHER_SELF = (
    r"(?:act|behave|respond|answer|speak|talk|write|pose|operate|function|work|roleplay|role-play"
    r"|agisci|agire|comport(?:ati|arti)|rispondi|parla|scrivi|lavora|opera|funziona)"
    r" (?:to me |a me |sempre |always |now |ora |only |solo )?"
    r"(?:(?:as|like) (?:if you|though you|you|an?|the|my)|as \w+gpt|come se(?! (?:fosse|io))"
    r"|come (?:un|una|un'|il|lo))\b(?! (?:bulleted |short |simple |punto )?(?:list|table|summary"
    r"|letter|elenco|tabella|lista|riassunto|punto))"
)
_PRETEND = (
    r"(?:pretend(?:ing)?(?: that)?(?: (?:to be|you|we|as)\b)|you (?:are"
    r"|'re) (?:going to )?pretend|imagine (?:that )?you(?:'re| are)"
    r"|simulate\b|emulate\b|impersonate\b|role-?play\b|play the (?:role|part)|take on"
    r"|assume the (?:role|identity|persona)"
    r"|become\b|transform\b|be (?:an?|the|my)\b|switch to|enter\b|activate\b|enable\b|unlock\b"
    r"|jailbreak\b|turn into"
    r"|fai finta (?:di|che tu)\b|facciamo finta|fingi(?:ti)?(?: di| che tu|,| )|fingere di"
    r"|immagina(?:ti)? (?:di essere|che tu)"
    r"|simula\b|emula\b|impersona\b|interpreta (?:il ruolo|la parte|un personaggio)"
    r"|recita (?:la parte|il ruolo)|diventa(?:re)?\b|trasformati\b"
    r"|assumi (?:il ruolo|l'identita|la personalita)|entra in|passa (?:a|in|alla)\b"
    r"|attiva(?:re)?\b|abilita(?:re)?\b|sblocca(?:re)?\b|play (?:a|the)\b)"
)
_SELVES = (
    r"\b(?:mod(?:e|o|alita)\b|developer|debug|maintenance|dan\b|persona|character|personagg\w+"
    r"|ai\b|ia\b|chat ?bot|chatgpt|gpt\b"
    r"|assistant|assistente|model\b|modello (?:linguistic|senza|di ia)|unrestricted"
    r"|senza (?:limit|regol|filtr|restrizion|censur|vincol)\w+"
    r"|no (?:rules|restrictions|limits|filters)|game|gioco|another ai|system|sistema operativo"
    r"|terminal\w*|shell|console|hacker"
    r"|evil|amoral|admin\w*|amministratore|root\b|god\b|free(?:d)? from|liber[oa] da|villain"
    r"|expert|human|grandm\w+|nonn[oa])"
)
_LINE = (
    r"(?:[\"“«'‘`]|\b(?:the|la|le|una|these|questa|questo) (?:words?|phrases?|sentences?"
    r"|strings?|text|parol[ae]|fras[ei]|stringa)\b)"
)
_BRIEFLY = (
    r"(?:[ :]{0,3}\b(?:only|just|solo|soltanto|exactly|esattamente|with|con|by|saying|dicendo"
    r"|testualmente|verbatim|your|the|la|il|tua|my|every"
    r"|answers?|response|reply|rispost[ae]|sentences?|ogni|each|all|tutte|le|messages?|che|to|me"
    r"|back|in|a|following|seguente|again|sempre|always|out|loud|un|una|of)){0,12}[ :]{0,3}"
)

DEEDS: tuple[Deed, ...] = (
    # to show, turn or go on with its own instructions, or secrets
    Deed(_pattern(_SAY), _pattern(_OWN)),
    Deed(
        _pattern(_SAY),
        _pattern(_HIDDEN),
        re.compile(
            r"\b(?:come|how|dove|where|se|if|quando|when|chi|who)\b[^.]{0,60}\b(?:password"
            r"|passcode|credenzial"
            r"|credential|chiav|key|token|segret|secret)|\b(?:recuper|ottien|otten|smarr|persa"
            r"|reset|reimpost|cambiar)"
        ),
    ),
    # to leave its instructions aside
    Deed(_pattern(_DROP), _pattern(_DROPPED)),
    # to be somebody else
    Deed(_pattern(_PRETEND), _pattern(_SELVES)),
    Deed(
        _pattern(
            r"(?:pretend|fingi di essere|fai finta di essere|pretend to be|immagina di essere"
            r"|impersonate|impersona)\b(?! (?:che )?io\b)"
        )
    ),
    Deed(_pattern(_OTHER_SELF)),
    # to put out given words
    Deed(
        _pattern(
            r"(?:say|print|output|repeat|echo|answer|respond|reply|start|begin|beginning|end"
            r"|finish|write|type|stamp(?:a|are)|ripet(?:i|ere)|rispond(?:i|ere)|inizia(?:re)?"
            r"|comincia(?:re)?|concludi|termina|di'|dire|scriv(?:i|ere))\b",
            _BRIEFLY,
            _LINE,
        )
    ),
    Deed(
        _pattern(r"(?:complete|continue|finish|complet(?:a|are)|continua|prosegui|termina)\b"),
        _pattern(
            r"^[^.]{0,40}\b(?:sentence|following|phrase|text|story|frase|testo|seguente|storia)\b"
        ),
        re.compile(r"\b(?:documento|bando|decreto|domanda|document|call)\b"),
    ),
    # to encode what it says
    Deed(
        _pattern(_SAY),
        _pattern(
            r"\b(?:base ?64|rot ?13|morse|hex(?:adecimal)?|esadecimale|binary|binario|leet"
            r"|pig latin|emojis?|ascii|cipher|cifrat\w+|backwards|al contrario|reversed?"
            r"|acrostic\w*|caesar)\b"
        ),
    ),
    # to run something, or to put a link or an image into the answer
    Deed(
        _pattern(
            r"(?:esegui(?:re)?|lancia(?:re)?|run|execute|launch|eval|invoke|call|apri|scarica"
            r"|download|curl|fetch|sudo)\b"
        ),
        _pattern(
            r"\b(?:comand[oi]|command|codice|code|script|quer(?:y|ies)|sql|python|bash|shell"
            r"|ls\b|rm\b|curl|wget|programma|function|funzione|tool|api|https?:)"
        ),
    ),
    # to make something up
    Deed(
        _pattern(_SAY, r"|(?:invent|make up|fabricate|inventa|inventati|inventare|fabbrica)\b"),
        _pattern(
            r"\b(?:plausibil[ei]|plausible|verosimil[ei]|a caso|random|qualsiasi tra"
            r"|fint[oaei]\b|fake|fals[oaei]\b|invented|made.up|citazion[ei] qualsiasi"
            r"|numero qualsiasi|basta che sembri|looks? real)"
        ),
        re.compile(r"\b(?:premess|dichiarazion|fatturazion|document)\w* fals"),
    ),
    Deed(_pattern(r"(?:invent|make up|fabricate|inventa|inventati|inventare)\b")),
    # to show what others asked, to send or delete what it holds
    Deed(
        _pattern(_SAY),
        _pattern(
            r"\b(?:altri utenti|altre persone|other users?)\b[^.]{0,40}|\b(?:domande"
            r"|questions) (?:hanno fatto|of other|asked by)\b"
        ),
    ),
    Deed(
        _pattern(_SAY),
        _pattern(
            r"\b(?:all'indirizzo|to)\b[^.]{0,40}@|\b\w+\.(?:sqlite|env|toml|py|db|log|json|yaml|cfg"
            r"|ini)\b|\b(?:cartella|directory|folder) (?:in cui (?:giri|lavori|sei)|where you"
            r"|you run)"
        ),
    ),
    Deed(
        _pattern(
            r"(?:delete|remove|drop|wipe|erase|destroy|cancella(?:re)?|elimina(?:re)?"
            r"|distrugg(?:i|ere)|svuota(?:re)?)\b"
        ),
        _pattern(
            r"\b(?:all|every|tutt[iaeo]|ogni)\b[^.]{0,20}\b(?:documents?|files?|records?|data"
            r"|database|documenti|dati|archivio|biblioteca|library)\b"
        ),
    ),
    # to follow what a payload says
    Deed(_pattern(r"(?:obey|ubbidisci|obbedisci|ubbidire|obbedire|comply)\b")),
    Deed(
        _pattern(
            r"(?:never|mai|non) (?:break|refuse|decline|uscire dal|rifiutar\w*"
            r"|dire di no)\b"
        )
    ),
)
"""Orders about the assistant's own words, role, secrets and output."""

_ASKS_ITSELF = r"\b(?:what|which|quali|qual|che|cosa|what's|how many|tell me)\b[^.?]{0,40}"
SPEECHES: tuple[re.Pattern[str], ...] = (
    _pattern(_ASKS_ITSELF, _OWN),
    _pattern(
        r"\b(?:what|which|qual|quale|give|tell)(?:'s| is| e'?| me)? (?:is )?"
        r"(?:the|your|la|tua|la tua|sua|a sua|il|il tuo)(?: \w+)? ?",
        _HIDDEN,
        r"[^\w]{0,3}(?:$|[.?!])",
    ),
    _pattern(r"\b(?:your|tua|tuo|tue|tuoi|vostra|sua|su)(?: \w+)? ?", _HIDDEN, r"\b"),
    re.compile(
        r"\b(?:provide|share|give|tell|ask(?:ed)? for|need|want)\b[^.?]{0,20}\b(?:the"
        r"|your) (?:password|passcode|secret|api key)\b"
    ),
    _pattern(
        r"\b(?:need|want|would like|i'd like|bisogno|devo|voglio|vorrei) (?:di |to )?(?:see|read"
        r"|know|view|access|vedere|leggere|conoscere|sapere)\b[^.?]{0,30}",
        _OWN,
    ),
    re.compile(
        r"\b(?:you are|you're|you will be) (?:now|no longer|going to (?:be|act|pretend|play"
        r"|change)|not bound|free(?:d)? (?:from|of)|an? (?:ai|unrestricted|evil|new))\b"
        r"|\bfrom now(?: on)?,? (?:on )?(?:you|your|act|respond|answer)\b|\byou (?:will|shall"
        r"|must|can) (?:now )?(?:pose|act|play|become|pretend|simulate|be dan)\b"
        r"|\bi (?:want|need|would like)(?: for)? you to (?:act|play|pretend|simulate|be|become"
        r"|ignore|forget)\b"
        r"|\b(?:da|d') ?ora in (?:poi|avanti),? (?:tu )?(?:sei|sarai|ti chiami|agisci|comportati"
        r"|non (?:sei|hai))\b"
        r"|(?<!non )(?:^|[.:,;!] )(?:tu )?(?:ora |adesso )?sei (?:ora |adesso )(?:un|una|il|la"
        r"|in|libero|[a-z]+gpt)\b|(?:^|[.:,;!] )(?:tu )?sei (?:ora "
        r"|adesso )?(?:un[ao']? ?(?:assistente|ia|chatbot|modello|bot|robot|hacker|esperto)"
        r"|libero|dan|in modalita)\b[^?]*(?:$|[.,;!])"
        r"|\bnon sei piu\b|\bnon hai (?:piu )?(?:limiti|regole|restrizioni|filtri|vincoli)\b"
        r"|\b(?:do anything now|developer mode|jailbreak\w*|opposite day|god mode|sudo mode"
        r"|dan mode|unfiltered|uncensored|amoral)\b"
        r"|\b(?:no|without(?: any)?|not bound by(?: any)?|free (?:from|of)"
        r"|senza)(?: \w+){0,2} (?:censorship|ethic\w*|moral\w*|censura|limiti e)\b"
        r"|\bhypothetical (?:ai|language model|response|chatbot)\b|\b(?:play|act) (?:a"
        r"|out a) (?:game|scene|role)\b|\b(?:stay|remain) in character\b|\brespond as\b"
        r"|\bpersona ?="
        r"|\b(?:administrator|admin|developer|system|root|sistema|amministratore"
        r"|sviluppatore) (?:override|mode|access)\b"
        r"|\b(?:conoscenze|knowledge)\b[^.]{0,20}\b(?:invece|al posto"
        r"|instead)\b[^.]{0,20}\b(?:document|font|sources)"
    ),
    re.compile(  # a conversation written for it, with its own answers in it
        r"\b(?:q|d|user|human|utente|question|domanda): .{3,400}? (?:a|r|assistant|ai|bot"
        r"|assistente|answer|risposta): .{3,400}? (?:q|d|user|human|utente|question|domanda): "
    ),
    re.compile(
        r"\b(?:anche se|even if)\b[^.]{0,40}\b(?:non (?:lo |la |li )?(?:trovi|c'e|sai|e' nei"
        r"|e nei)|not (?:in|there|found)|do(?:n't| not) (?:find|know))\b"
        r"[^.]{0,40}\b(?:scrivi|dimmi|dammi|metti|rispondi|inventa|write|give|say|answer|make)\b"
    ),
    re.compile(
        r"\b(?:i am|i'm|sono) (?:god|your (?:developer|creator|admin\w*|owner|boss|programmer)"
        r"|the (?:developer|admin\w*|system)|lo sviluppatore|il tuo (?:creatore|sviluppatore"
        r"|programmatore|padrone)|l'amministratore (?:di|del) (?:sistema|questo)"
        r"|a developer debugging)\b"
    ),
    re.compile(
        r"\b(?:write|print|output|answer|respond|reply|insert(?:ing)?|include|append|embed|put|add"
        r"|scriv\w+|stampa|rispond\w+|inser\w+|includ\w+|aggiung\w+|metti)\b[^?]{0,90}"
        r"(?:https?://|www\.|!\[|<img|javascript:)"
    ),
    re.compile(
        r"\b(?:if|se)\b[^.?]{0,60}\b(?:your password|la tua password)|\bsenha\b"
        r"|\bpart 1:?.{0,40}\bpart 2"
    ),
    re.compile(
        r"(?:^|[.:;!?] )(?:interlace|concatenate|unisci (?:le|le due) part[ei])\b"
        r"|\blet'?s (?:assume|suppose|say) (?:that )?we have (?:two|three|four|\d) (?:strings"
        r"|variables)\b"
    ),
)
"""What is said to the assistant about itself, wherever in an utterance."""
ABOUT_ITSELF = re.compile(
    r"\b(?:you|your|yourself|you're|chatgpt|tu|ti|tuo|tua|tuoi|tue|devi|dovrai|sarai|potrai"
    r"|rispondi|risponderai|character)\b"
)
MARKUP = re.compile(
    r"<\|[a-z* ]|\|>|\[/?inst\]|<</?sys>>|</?(?:system|sys|instructions?|prompt"
    r"|system[ _](?:mode|prompt))>|###? ?(?:system|instruction|human|assistant)\b"
    r"|\bconsole\.log\(|\bprint\(|<script|javascript:|(?:^| )system: (?:you|ignore|from)"
    r"|\{\{.{1,60}\}\}|<input>|<output>|\bimport os\b|\bos\.environ|drop table|; ?--(?: |$)"
    r"|\$\{[a-z_]"
)
"""Signs by which programs mark what is said by whom, or code: no question holds them."""
