"""Texts on which the graph's vectors must match those of the package before it is used."""

CHECK_TEXTS = (
    "Quali cluster tecnologici lombardi sono riconosciuti?",
    "Quando scade il bando per le imprese innovative?",
    "Chi è il soggetto gestore del cluster delle scienze della vita?",
    "Quanto vale il contributo a fondo perduto per le PMI?",
    "che cosa prevede la dgr 345 del 2024",
    "Which companies may join a technology cluster in Lombardy?",
    "¿Qué requisitos debe cumplir el solicitante?",
    "?",
    "",
    "Delibera",
    "La Giunta regionale delibera di approvare l'allegato A, parte integrante e sostanziale.",
    "VISTA la legge regionale 23 novembre 2016, n. 29 «Lombardia è ricerca e innovazione»;",
    "Il contributo massimo è pari a € 1.250.000,00, al lordo delle ritenute di legge.",
    "Art. 5 – Soggetti ammissibili: a) micro, piccole e medie imprese; b) organismi di ricerca.",
    "IT60X0542811101000000123456 98765432109876543210 0001/2023-bis",
    "perché città più università già così né sì È À Ì Ò Ù ç ñ ö ß",
    "🚀🌍 novità!!! ✅ iscriviti su https://www.example.org/bandi?id=42&lang=it",
    "DECRETO N. 12345 DEL 01/04/2025\n\nIdentificativo Atto n. 678\tDIREZIONE GENERALE",
    "The managing body reports every year on the cluster's activities and members.",
    "Die Region fördert Forschung und Entwicklung in kleinen und mittleren Unternehmen.",
    "技术集群 технологический кластер τεχνολογία",
    "supercalifragilistichespiralidoso" * 3,
    "A. B. C. 1. 2. 3. ; : , - – — ( ) [ ] { } « » “ ” ‘ ’ … § ° % & @ # * / \\ | _ ~ ^",
    "I cluster tecnologici lombardi sono aggregazioni di imprese, università, centri di ricerca e "
    "altri soggetti, riconosciute dalla Regione con provvedimento della Giunta, che promuovono la "
    "collaborazione tra ricerca e industria nelle aree di specializzazione intelligente e "
    "partecipano alla definizione delle politiche regionali per la ricerca e l'innovazione.",
)
"""Eight questions and sixteen passages, the odd ones among them on purpose."""
