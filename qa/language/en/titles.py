"""Titles: words before a name that say what somebody is, not who."""

from qa.language.word_set import word_set

COURTESY_TITLES = word_set(
    "mr mrs ms mx miss messrs dr prof professor sir dame lord lady hon fr rev reverend father "
    "mother sister brother"
)
RANKS = word_set(
    "gen general lt lieutenant col colonel sgt sergeant capt captain maj major adm admiral cmdr "
    "commander brig brigadier marshal superintendent supt inspector insp "
    "constable pc wpc pcso dci det engr"
)
OFFICES = word_set(
    "sen sens senator rep reps representative congressman congresswoman gov governor president "
    "president-elect minister premier chancellor secretary treasurer chairman chairwoman "
    "chairperson chair director king queen prince princess emperor empress duke duchess pope "
    "archbishop bishop cardinal sheikh imam rabbi judge justice sheriff mayor bürgermeister "
    "councilman councilwoman councillor councilor cllr ambassador envoy commissioner attorney "
    "speaker leader chief officer executive ceo cfo cto coo head administrator ombudsman "
    "ombudswoman comptroller rector provost dean headteacher headmaster headmistress warden "
    "curator bailiff alderman taoiseach prefect magistrate counsel solicitor spokesman "
    "spokeswoman spokesperson coach manager editor analyst correspondent reporter deputy "
    "candidate nominee"
)
TITLES = COURTESY_TITLES | RANKS | OFFICES
"""What may stand right before a name: "Transport Minister Kofi Brandvold"."""

OFFICE_ADJECTIVES = word_set(
    "prime vice deputy former acting foreign defence defense finance interior health education "
    "transport trade justice home state first senior chief minister's board operations project"
)
"""What stands within a title: the *foreign* minister. Alone these are ordinary words."""

FEMALE_TITLES = word_set(
    "mrs ms miss queen princess empress duchess lady dame mother sister congresswoman chairwoman "
    "councilwoman spokeswoman"
)
MALE_TITLES = word_set(
    "mr king prince emperor duke pope sir lord father brother fr congressman chairman councilman "
    "spokesman"
)

TITLE_ABBREVIATIONS = (
    "Adm Brig Capt Cmdr Col Dr Fr Gen Gov Hon Lt Maj Messrs Mr Mrs Ms Mx Prof Rep Reps Rev Sen "
    "Sens Sgt Sr St"
)
"""Titles written with a stop, as they are capitalised."""

ABBREVIATIONS = f"{TITLE_ABBREVIATIONS} Co Corp Inc Jr Ltd No"
"""All that a stop may follow within a sentence."""
