"""Places: countries, great cities, the words that names of places end with; nationalities.

Names that are given names as often (Chad, Jordan, Georgia) are left out.
"""

from qa.language.word_set import word_set

COUNTRIES = word_set(
    "afghanistan albania algeria america andorra angola argentina armenia australia austria "
    "azerbaijan bahrain bangladesh belarus belgium belize benin bhutan bolivia botswana brazil "
    "britain bulgaria burundi cambodia cameroon canada chile china colombia congo croatia cuba "
    "cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia fiji finland france "
    "gabon gambia germany ghana greece guatemala guinea guyana haiti honduras hungary iceland "
    "india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kosovo kuwait "
    "kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg "
    "madagascar malawi malaysia maldives mali malta mauritania mexico moldova monaco mongolia "
    "montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria "
    "norway oman pakistan panama paraguay peru philippines poland portugal qatar romania russia "
    "rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan suriname "
    "sweden switzerland syria taiwan tajikistan tanzania thailand togo tunisia turkey turkmenistan "
    "uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe "
    "u.s us uk uae"
)
CONTINENTS = word_set("africa antarctica asia europe oceania")
CITIES = word_set(
    "amsterdam ankara astana athens baghdad bangkok barcelona beijing beirut belgrade berlin "
    "brussels bucharest budapest cairo canberra caracas chicago copenhagen damascus delhi dublin "
    "geneva hanoi havana helsinki istanbul jakarta jerusalem johannesburg kabul kiev kyiv lagos "
    "lisbon london madrid manila minsk moscow mumbai munich nairobi oslo ottawa paris prague "
    "pyongyang riga rome seoul shanghai sofia stockholm sydney tallinn tehran tokyo toronto vienna "
    "vilnius warsaw washington zagreb zurich"
)
REGIONS = word_set(
    "alaska arizona california colorado florida hawaii iowa kansas massachusetts michigan "
    "minnesota nebraska nevada ohio oregon pennsylvania texas utah virginia wisconsin"
)
PLACES = COUNTRIES | CONTINENTS | CITIES | REGIONS

PLACE_WORDS = word_set(
    "island islands city county river lake street road bridge valley coast sea mountain mountains "
    "bay cape square park harbour harbor airport station province district village peninsula"
)
"""The last word of the name of a place: Corrie *Island*."""

NATIONALITIES = word_set(
    "afghan african albanian algerian american andorran angolan antarctic arab arabic arctic "
    "argentine argentinian armenian asian australian austrian azerbaijani bahraini bangladeshi "
    "basque bavarian belarusian belgian bolivian bosnian brazilian breton british bulgarian "
    "burmese burundian californian cambodian cameroonian canadian catalan chilean chinese "
    "christian colombian congolese croatian cuban cypriot czech danish dutch ecuadorian egyptian "
    "english eritrean estonian ethiopian european faroese fijian filipino finnish flemish french "
    "gambian georgian german ghanaian greek greenlandic guatemalan guinean haitian hindu honduran "
    "hungarian icelandic indian indonesian iranian iraqi irish islamic israeli italian jamaican "
    "japanese jewish jordanian kazakh kenyan korean kosovan kurdish kuwaiti kyrgyz laotian latvian "
    "lebanese liberian libyan lithuanian macedonian malagasy malawian malaysian maldivian maltese "
    "mauritanian mexican moldovan mongolian montenegrin moroccan mozambican muslim namibian "
    "nepalese nicaraguan nigerian nordic norwegian omani orthodox pakistani palestinian panamanian "
    "paraguayan parisian persian peruvian polish portuguese prussian qatari roman romanian russian "
    "rwandan salvadoran saudi scandinavian scottish senegalese serb serbian siberian sicilian "
    "singaporean slovak slovenian somali soviet spanish sudanese surinamese swedish swiss syrian "
    "taiwanese tajik tanzanian thai tibetan togolese tunisian turkish turkmen ugandan ukrainian "
    "uruguayan uzbek venezuelan vietnamese welsh western eastern northern southern yemeni "
    "yugoslav zambian zimbabwean"
)
"""These say before a noun of what country or faith somebody is: *Norwegian* officials."""

NATIONALITY_ENDINGS = ("ian", "ean", "ese", "ish", "ani", "istani")
"""Endings of others, told from surnames (Petrosian) by the noun in the plural that follows."""

DEMONYMS = word_set(
    "afghan albanian algerian american angolan argentinian armenian australian austrian bavarian "
    "belgian bolivian bosnian brazilian breton briton bulgarian californian cambodian cameroonian "
    "canadian catalan chilean colombian croat croatian cuban cypriot czech dane dutchman "
    "dutchwoman ecuadorian egyptian englishman englishwoman estonian ethiopian finn "
    "frenchman frenchwoman georgian german ghanaian greek guatemalan haitian hungarian icelander "
    "indian indonesian iranian iraqi irishman irishwoman israeli italian jamaican jordanian kazakh "
    "kenyan korean kosovan kurd latvian libyan lithuanian macedonian malaysian mexican moldovan "
    "moroccan namibian nicaraguan nigerian norwegian pakistani palestinian paraguayan peruvian "
    "pole romanian russian rwandan scot scotsman scotswoman serb sicilian slovak slovene slovenian "
    "somali spaniard swede syrian tunisian turk ugandan ukrainian uruguayan uzbek venezuelan "
    "welshman welshwoman yemeni zambian zimbabwean"
)
"""Nouns for one person from somewhere: the *Spaniard*."""

COUNTRIES_OF = {
    one.split()[0]: tuple(one.split()[1:])
    for one in (
        "spaniard spain spanish", "dane denmark danish", "finn finland finnish",
        "pole poland polish", "briton brit", "dutchman dutch netherlands holland",
        "dutchwoman dutch netherlands holland", "frenchman french france",
        "frenchwoman french france", "irishman ireland irish", "irishwoman ireland irish",
        "welshman wales welsh", "welshwoman wales welsh", "scotsman scot", "scotswoman scot",
        "greek greece greek", "korean korea", "kurd kurd", "czech czech",
    )
}  # fmt: skip
"""How the names and adjectives of countries begin, where not as the noun does: *Spain*."""
