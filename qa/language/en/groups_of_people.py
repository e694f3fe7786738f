"""Plural nouns for people and what acts like them, which "they" can mean.

Many are told by their endings: whoever does something is an -er, -or, -ist or -ian.
"""

from qa.language.word_set import word_set

PEOPLE = word_set(
    """
    adults agencies allies analysts artists associations athletes attorneys aunts authorities
    babies banks bishops boys brothers candidates captains charities cheerleaders chiefs children
    churches cities citizens clerks clients clubs coaches colleagues columnists committees
    communities companies companions cops councils countries couples courts cousins critics crowds
    customers dads daughters delegates deputies diplomats doctors donors economists experts
    families fans fathers firms foes folk friends generals girls governments governors groups
    guards guests heads heirs hospitals hosts institutions judges kids kings ladies lads lords
    mayors men migrants ministries moms mothers movements mums nations neighbors neighbours
    newspapers nurses officials opponents organisations organizations parents parties patients
    people pilots police premiers presidents priests princes pupils queens rebels refugees
    regulators relatives representatives residents rivals sailors saints scholars schools servants
    sisters slaves soldiers sons spies sponsors spouses staff states students supporters suspects
    teams tenants thieves tribes troops unions universities victims volunteers voters widows
    witnesses wives women youths
    """
)
"""Plural nouns for people and for bodies of people."""

VEHICLES = word_set(
    "aircraft boats buses cars coaches ferries lorries planes ships tanks trains trams trucks vans"
)
"""Plural nouns for vehicles, which act as their crews do: the *ferries* turned back."""

ENDINGS = ("ers", "ors", "ists", "ians", "men", "women", "crats", "herds", "smiths", "wrights")
"""Endings of plural nouns for people, after at least two letters."""

NOT_PEOPLE = word_set(
    """
    abdomen acumen alters amen anchors answers banners barriers borders buffers bumpers burgers
    carriers chambers chapters characters chargers cinders clusters colors computers considers
    containers controllers coolers corners corridors counters covers craters cylinders delivers
    diapers differs dinners discovers disorders doors drawers elevators enters errors escalators
    factors favors fevers fibers filters fingers flavors floors flowers folders generators gutters
    hammers harbors heaters helicopters hers hinders honors hungers indicators integers labors
    ladders layers letters levers lighters lingers lowers matters metaphors meters mirrors monitors
    motors murders newsletters numbers offers omen orders others outers papers parameters peppers
    perimeters pointers posters powders powers prefers printers processors propellers prospers
    quarters rafters rapiers razors reactors recovers refers regimen registers remainders remembers
    reminders renders rivers rockers rollers routers rubbers rumors savors scanners scooters
    sectors sensors servers shelters shivers shoulders showers shutters sliders slippers specimen
    spiders stamen stickers suffers summers surrenders sweaters tempers thrillers timers towers
    tractors trailers transfers transformers transistors triggers trousers tumors uppers vapors
    vectors wafers waters whiskers whispers winters wonders
    """
)
"""Plural nouns and verbs with such an ending that are nobody."""
