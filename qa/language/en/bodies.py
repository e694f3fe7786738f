"""Bodies: the words that names of organisations, publications and the like are made of."""

from qa.language.word_set import word_set

GROUP_WORDS = word_set(
    "academy administration agency alliance archive army assembly association authority band "
    "bank board brothers bureau cabinet camp campaign club co-operative coalition college "
    "commission committee community company confederation conference congress consortium "
    "cooperative corp corporation council court crew department directorate electric embassy "
    "factory family federation fleet force forces foundation fund government group guild "
    "hospital house inc inspectorate institute jury league ltd mill ministry mission motors "
    "movement nations navy network observatory office opposition orchestra organisation "
    "organization parliament party police press registry school secretariat senate service "
    "services society staff syndicate team treasury tribe tribunal trust union university "
    "watchdog workers"
)
"""Words of the names of groups: the *Ministry* of Health, the Harbour *Authority*."""

COMPANY_ENDINGS = word_set("co corp inc ltd llc plc gmbh")

PUBLICATION_WORDS = word_set(
    "news times post journal herald tribune report poll survey review magazine guardian gazette "
    "standard telegraph mail observer weekly daily chronicle dispatch tv radio media press"
)
"""Words of the names of newspapers and broadcasters."""

SITE_WORDS = word_set(
    "center centre church city county state street tower hotel airport park river museum kingdom "
    "republic states college school hospital"
)
"""Words of the names of buildings and of places that act as bodies: Bristol *City*."""

VOICES = word_set(
    "airline bloc chamber church city council county inquiry institution kremlin monarchy museum "
    "newspaper palace presidency republic school state town village"
)
"""Nouns in small letters for what speaks, beside groups: the *city* said, the *bloc* warned."""

DOCUMENT_WORDS = word_set("act bill plan")

BODIES = GROUP_WORDS | COMPANY_ENDINGS | PUBLICATION_WORDS | SITE_WORDS | DOCUMENT_WORDS
"""Words of which one is enough to tell that a capitalised name is nobody's."""

BODY_ABBREVIATIONS = word_set("nato csto un eu gop opec imf wto cnn nbc abc cbs bbc fbi cia nasa")
"""Bodies mostly called by their initials."""

COLLECTIVES = word_set(
    "agency alliance authority band board cabinet choir club coalition commission committee "
    "company council couple court crew delegation family firm government group jury ministry "
    "opposition orchestra panel parliament party police senate squad team tribunal union"
)
"""Singular nouns in small letters that mean several people: the *band*."""
