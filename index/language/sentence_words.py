"""Words by which the ends of sentences are told, by language: abbreviations and beginnings. Data.

A full stop after one of `titles` never ends a sentence, after one of `numbered` only where no
number follows, after one of `may_end` only where one of `starters` does. Abbreviations that mean
the same wherever they stand are common to all languages; what begins a sentence is a language's
own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from index.language.scripts import primary_language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The words of a language, lower-case, abbreviations without their last stop.

    `ordinals`: whether a number with a stop is an ordinal ("am 3. Platz") unless a starter follows.
    """

    titles: frozenset[str]
    numbered: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    ordinals: bool = False


_TITLES = _words(
    "mr mrs ms mx dr prof gen col lt sgt capt cmdr adm maj brig cpl pvt rev hon sen sens rep reps "
    "gov pres amb supt insp det st ste mt ft messrs mme mlle hr dipl ing sec vs cf viz e.g i.e eg "
    "ie ca approx resp bzw z.b d.h u.a vgl sog dra srta sra д-р проф им ул т.е т.к напр гр"
)
_NUMBERED = _words(
    "no nos nr n° art arts sect par para pp p vol vols fig figs eq ch chap op cit ed eds ver v "
    "c lit iss abs § ст рис гл"
)
_MAY_END = _words(
    "inc corp ltd co cos llc bros jr sr esq dept est assn univ ave blvd rd etc al gmbh plc ph.d "
    "jan feb mar apr jun jul aug sep sept oct nov dec mass calif conn fla ariz wash ill va pa "
    "mo cia s.a usw г гг руб др"
)
_ENGLISH_STARTERS = _words(
    "the a an he she it they we i you this that these those his her their its our my your in on "
    "at but and or so yet however as when while if after before there then for from with by to "
    "no not some many most more what who why how where which also although according meanwhile "
    "since both one another all such earlier later now today yesterday last next once only under "
    "until during despite because among between each every other others still even here nor neither"
)

COMMON = SentenceWords(_TITLES, _NUMBERED, _MAY_END, _ENGLISH_STARTERS)
"""English, and whatever has no words of its own."""


def _language(
    starters: str,
    *,
    titles: str = "",
    numbered: str = "",
    may_end: str = "",
    ordinals: bool = False,
) -> SentenceWords:
    return SentenceWords(
        titles=(_TITLES | _words(titles)) - _words(may_end),
        numbered=_NUMBERED | _words(numbered),
        may_end=_MAY_END | _words(may_end),
        starters=_words(starters),
        ordinals=ordinals,
    )


_BY_LANGUAGE: Mapping[str, SentenceWords] = {
    "de": _language(
        "der die das den dem des ein eine einen einem einer er sie es wir ich ihr man dies diese "
        "dieser dieses jene seine ihre unsere mein in im an am auf aus bei beim mit nach von vom "
        "vor zu zum zur für über unter durch gegen ohne um und oder aber doch sondern denn als "
        "wenn während weil obwohl nachdem bevor seit bis damit dass ob wer was wie wo wann warum "
        "auch noch nur nun jetzt heute gestern morgen dann danach daher deshalb dort hier so "
        "viele mehr alle beide kein keine nicht schon erst einige laut trotz wegen zudem außerdem",
        titles="hrn fr frl dr.med str bspw evtl ggf inkl zzgl geb gest jh sen u.u z.t o.g s.o s.u "
        "i.d.r v.a a.d i.a z.zt gegr tel",
        numbered="s nr bd kap abb tab ziff abs bl rn",
        may_end="usf u.ä o.ä ff f e.v a.g min std mio mrd",
        ordinals=True,
    ),
    "fr": _language(
        "le la les l un une des il elle ils elles on nous vous je tu ce cet cette ces c son sa ses "
        "leur leurs notre nos mon ma mes dans en sur sous avec sans pour par de du d à au aux mais "
        "et ou donc or car si quand lorsque comme après avant depuis pendant selon malgré entre "
        "vers chez qui que quoi où comment pourquoi aussi alors ainsi puis enfin hier demain "
        "plusieurs tous toutes chaque aucun ni ne n y j s",
        titles="m mm mlles mmes mgr pr st ste éd env av boul c.-à-d p.ex adj",
        numbered="n° nos chap t fol ann",
        may_end="janv févr avr juil sept oct nov déc cie s.a.r.l",
    ),
    "es": _language(
        "el la los las lo un una unos unas él ella ellos ellas yo nosotros usted ustedes este esta "
        "estos estas ese esa esos esas aquel su sus nuestro nuestra mi en de del con sin por para "
        "a al desde hasta entre sobre tras según ante y e o u pero sino aunque si cuando mientras "
        "como porque pues que quien qué quién cómo cuándo dónde también además así luego después "
        "antes ayer hoy mañana ahora allí aquí muchos todos algunos ningún cada no ya se le les",
        titles="d dña sr sres sra sras srta dr dra drs lic lcdo ing arq gral cnel cap pdte av avda "
        "ud uds vd p.ej p.e ee aprox tel fdo excmo excma ilmo mons pbro",
        numbered="núm núms pág págs art arts cap vol t",
        may_end="ee.uu s.l s.r.l cía a.c d.c",
    ),
    "it": _language(
        "il lo la i gli le l un uno una egli lui lei esso essa loro noi io questo questa questi "
        "queste quello quella suo sua suoi sue in di del della dei a al alla da dal con per tra "
        "fra su sul sotto dopo prima durante secondo e o ma però se quando mentre come perché che "
        "chi dove anche poi ieri oggi domani ora così molti tutti alcuni ogni non si c è",
        titles="sig sigg dott prof avv ing arch on sen gen col mons s ss sra d geom rag es ecc.mo",
        numbered="n nn pag pagg art artt cap vol",
        may_end="ecc s.p.a s.r.l",
    ),
    "pt": _language(
        "o a os as um uma uns umas ele ela eles elas eu nós você este esta estes estas esse essa "
        "aquele seu sua seus suas em no na nos nas de do da dos das com sem por para ao à até "
        "desde entre sobre após segundo e ou mas porém se quando enquanto como porque que quem "
        "onde também depois antes ontem hoje amanhã agora muitos todos alguns cada não já",
        titles="sr sra srs sras dr dra drs drª prof profª eng av exmo exma v.ex p.ex gen cap",
        numbered="n nº pág págs art arts cap vol",
        may_end="ltda s.a a.c d.c",
    ),
    "nl": _language(
        "de het een hij zij ze wij we ik u jullie dit dat deze die zijn haar hun onze in op aan "
        "bij met van voor na naar uit over onder door tegen zonder om en of maar want dus als toen "
        "terwijl omdat hoewel nadat voordat sinds volgens wie wat waar hoe wanneer waarom ook nog "
        "nu gisteren vandaag morgen daarna dan daar hier veel alle geen niet er",
        titles="dhr mevr mw drs ir ing mr jhr bijv o.a d.w.z m.b.t t.o.v i.p.v ca vgl z.g",
        numbered="nr blz art hfst bl",
        may_end="enz e.d b.v n.v",
    ),
    "ru": _language(
        "он она оно они мы я вы ты это этот эта эти тот та те его её их наш наша в во на с со к ко "
        "о об от до из за по под над при без для между через после перед и а но или однако если "
        "когда пока как так что кто где куда почему также тоже затем потом вчера сегодня завтра "
        "сейчас теперь здесь там все всё многие некоторые каждый не ни по-прежнему",
        titles="акад доц канд член-корр г-н г-жа тов ул пл пр просп пер д кв обл р-н пос с дер "
        "т.н т.е т.к напр см ср св о",
        numbered="стр рис табл гл п пп т тт вып",
        may_end="им гг в вв руб коп тыс млн млрд т.д т.п др пр н.э",
    ),
    "uk": _language(
        "він вона воно вони ми я ви ти це цей ця ці той та ті його її їх наш у в на з із зі до о "
        "об від за по під над при без для між через після перед і й а але або проте якщо коли "
        "поки як так що хто де куди чому також потім вчора сьогодні завтра зараз тут там усі всі "
        "багато деякі кожен не ні",
        titles="п пп проф акад доц вул пл просп обл р-н смт див ім т.зв",
        numbered="стор рис табл гл ст т",
        may_end="р рр ст грн коп тис млн млрд т.д т.п ін",
    ),
    "pl": _language(
        "on ona ono oni one my ja wy to ten ta te ci jego jej ich nasz w we na z ze do od po za "
        "pod nad przy bez dla między przez przed i a ale lub albo jednak jeśli gdy kiedy jak co "
        "kto gdzie dlaczego także też potem wczoraj dziś jutro teraz tu tam wszyscy wiele "
        "niektórzy każdy nie według",
        titles="p pp prof dr hab mgr inż ks św gen płk ul pl al os np tzn tj tzw m.in im",
        numbered="nr str rys tab rozdz art ust pkt t",
        may_end="r rr w tys mln mld zł gr itd itp",
        ordinals=True,
    ),
    "ar": _language("", titles="د أ م أ.د م.م ص.ب ت ه", numbered="ص ج ط"),
}


def sentence_words(language: str | None) -> SentenceWords:
    """Return the words of a language (BCP 47 tag); the common ones where it has none of its own."""
    return _BY_LANGUAGE.get(primary_language(language), COMMON)
