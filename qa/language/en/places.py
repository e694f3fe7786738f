"""Places: names of countries and great cities, and the words that names of places end with.

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
