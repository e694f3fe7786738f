"""Closed-class words of languages that the models do not know, by which questions in them are told.

`asks` are words that questions begin with and English has not, each enough by itself where it
stands first; of `words` two are needed. Words that names are made of ("de", "van", "la", "un")
and those that English has, too ("in", "was", "die"), are left out of both or told apart by
`qa.language.detection`.
"""

from dataclasses import dataclass

from qa.language.word_set import word_set


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language with its English name and closed-class words in small letters."""

    code: str
    name: str
    asks: frozenset[str]
    words: frozenset[str]


def _language(code: str, name: str, asks: str, words: str) -> OtherLanguage:
    return OtherLanguage(code, name, word_set(asks), word_set(words))


LANGUAGES = (
    _language(
        "de", "German",
        "wer wen wem wessen wann warum wieso weshalb weswegen wohin woher womit wofür worüber "
        "wovon worum welche welcher welches welchen welchem wie wieviel wieviele wo",
        "der das dem den des ein eine einen einem einer eines und oder aber nicht ist sind war "
        "waren wird werden wurde wurden hat haben hatte hatten sein ihr ihre sie er wir ich es "
        "zu zum zur im am vom beim mit von für auf aus bei nach über unter vor gegen ohne durch "
        "sagt sagte sagten gesagt gibt gab kann können soll sollen muss müssen auch noch schon "
        "dass weil wenn als was die sich kein keine nur bitte mir zeige nenne",
    ),
    _language(
        "fr", "French",
        "où qui quand pourquoi comment combien quel quelle quels quelles quoi lequel laquelle "
        "qu'est-ce est-ce que quand qu'a qu'ont qu'en",
        "le les des du une et ou mais ne pas est sont était étaient a ont avait sera seront été "
        "être avoir il elle ils elles nous vous je ce cette ces cet son sa ses leur leurs à au aux "
        "dans sur sous avec pour par sans entre vers chez dit dire déclaré a-t-il a-t-elle ont-ils "
        "t-il t-elle que qui dont selon plus très fait faire peut doit sur c'est l'on s'est n'a "
        "n'est d'un d'une moi donne liste",
    ),
    _language(
        "es", "Spanish",
        "qué quién quiénes cuándo dónde adónde cómo cuánto cuánta cuántos cuántas cuál cuáles "
        "quien cuando donde cuanto cual",
        "el los las una unos unas y o pero es son fue fueron era eran está están ha han había será "
        "ser estar del al en con por para sin sobre entre hasta desde según que se su sus lo le "
        "les nos yo ella ellos este esta estos estas ese esa dijo dice decir dijeron hay hace como "
        "más muy también porque si por qué no",
    ),
    _language(
        "it", "Italian",
        "chi quando dove perché come quanto quanta quanti quante quale quali cosa cos'è qual "
        "dov'è cos'ha",
        "il lo gli le una uno e o ma è sono era erano ha hanno aveva sarà essere avere del della "
        "dello dei degli delle al alla allo ai agli alle dal dalla nel nella nello nei nelle sul "
        "sulla con per tra fra senza secondo che si suo sua suoi loro questo questa detto dice "
        "dire disse c'è anche più non di cosa su",
    ),
    _language(
        "pt", "Portuguese",
        "quem quando onde porquê porque como quanto quanta quantos quantas qual quais quê",
        "o os as uma uns umas e ou mas é são foi foram era eram está estão tem têm tinha será ser "
        "estar do da dos das ao aos à às no na nos nas em com por para sem sobre entre até desde "
        "segundo que se seu sua seus suas ele ela eles elas isto este esta disse diz dizer há mais "
        "muito também não pelo pela",
    ),
    _language(
        "nl", "Dutch",
        "wie wanneer waar waarom hoe hoeveel welke welk waarover waarmee waardoor waarheen wat",
        "het een en maar niet zijn waren wordt worden werd werden heeft hebben had hij zij ze wij "
        "ik je u hun haar zijn deze dit dat die er te van voor op uit bij naar over onder tegen "
        "zonder door met aan zei zegt zeiden gezegd kan kunnen zal moet ook nog al omdat als geen "
        "wat om",
    ),
    _language(
        "pl", "Polish",
        "kto kogo komu kiedy gdzie dlaczego czemu jak ile ilu czy który która które którzy jaki "
        "jaka jakie co dokąd skąd",
        "i oraz ale nie jest są był była było byli będzie będą ma mają miał on ona oni to ten ta "
        "te w we z ze na do od dla po przed przez pod nad o u przy bez między za się jego jej ich "
        "że powiedział powiedziała mówi mówił więcej bardzo już jeszcze tylko także być "
        "sprawie co",
    ),
    _language(
        "sv", "Swedish",
        "vem vems vad när var varför hur vilken vilket vilka varifrån vart",
        "och men inte är var blev blir har hade ska skulle kan kunde han hon de vi jag det den ett "
        "en av på med för till från om under över mot utan genom mellan enligt som att sa säger "
        "sade sagt också mer mycket finns hans hennes deras sin sitt sina",
    ),
    _language(
        "da", "Danish",
        "hvem hvad hvornår hvor hvorfor hvordan hvilken hvilket hvilke",
        "og men ikke er var blev bliver har havde skal skulle kan kunne han hun de vi jeg det den "
        "et en af på med til fra om under over mod uden gennem mellem ifølge som at sagde siger "
        "sagt også mere meget findes hans hendes deres sin sit sine",
    ),
    _language(
        "no", "Norwegian",
        "hvem hva når hvor hvorfor hvordan hvilken hvilket hvilke",
        "og men ikke er var ble blir har hadde skal skulle kan kunne han hun de vi jeg det den et "
        "en av på med til fra om under over mot uten gjennom mellom ifølge som at sa sier sagt "
        "også mer mye finnes hans hennes deres sin sitt sine",
    ),
    _language(
        "fi", "Finnish",
        "kuka kenen milloin missä miksi miten kuinka mikä mitä mitkä mistä mihin montako",
        "ja tai mutta ei on oli ovat olivat hän he se ne tämä että kun jos myös sanoi sanoo kanssa "
        "mukaan ennen jälkeen vain vielä paljon",
    ),
    _language(
        "cs", "Czech",
        "kdo koho komu kdy kde proč jak kolik který která které jaký jaká co kam odkud",
        "a ale není je jsou byl byla bylo byli bude budou má mají on ona oni to ten ta v ve z ze "
        "na do od pro po před přes pod nad o u při bez mezi za se jeho její jejich že řekl řekla "
        "také více velmi",
    ),
    _language(
        "ro", "Romanian",
        "cine când unde cum cât câte câți ce care",
        "și sau dar nu este sunt era erau a au fost va vor fi al ale lui ei lor un o în din de la "
        "pe cu pentru fără despre între după că spus zis mai foarte",
    ),
    _language(
        "hu", "Hungarian",
        "ki kit mikor hol miért hogyan hány mennyi melyik milyen mit mi hová honnan",
        "az egy és vagy de nem van volt lesz ez hogy is meg már még csak mondta mondott szerint "
        "után előtt között",
    ),
    _language(
        "tr", "Turkish",
        "kim kimin kime ne neden niçin niye nerede nereye nereden nasıl kaç hangi",
        "ve veya ama değil bir bu şu o için ile göre daha çok en mi mı mu mü dedi diyor söyledi "
        "söylüyor olarak oldu olan var yok hakkında sonra önce kadar ne zaman nedir kimdir",
    ),
    _language(
        "id", "Indonesian",
        "siapa kapan dimana mengapa kenapa bagaimana berapa apa apakah",
        "yang dan atau tetapi tidak adalah ini itu di ke dari untuk dengan pada oleh tentang kata "
        "mengatakan akan sudah telah",
    ),
    _language(
        "vi", "Vietnamese",
        "ai",
        "là và của những các được không có cho với về này đó khi nào gì đâu tại sao thế nói",
    ),
)  # fmt: skip
"""Those in Latin letters; the ones in other scripts are below."""

OTHER_SCRIPTS = (
    _language(
        "ru", "Russian",
        "кто кого кому что чего чему когда где куда откуда почему зачем как сколько какой какая "
        "какое какие каков чей чья ли",
        "и или но не в во на с со к ко о об от до из за по под над при без для между через это "
        "этот эта эти он она они оно его её их был была было были будет есть сказал сказала "
        "сказали заявил говорит говорил",
    ),
    _language(
        "uk", "Ukrainian",
        "хто кого кому що чого чому коли де куди звідки навіщо як скільки який яка яке які чий чи",
        "і й та або але не в у на з із до о про від за по під над при без для між через це цей ця "
        "ці він вона вони воно його її їх був була було були буде є сказав сказала сказали заявив "
        "говорить",
    ),
    _language(
        "bg", "Bulgarian",
        "кой коя кое кои кого какво кога къде защо как колко какъв каква какви",
        "и или но не в във на с със за от до по при без между това този тази тези той тя те е са "
        "беше бяха ще каза казва",
    ),
    _language(
        "sr", "Serbian",
        "ко кога коме шта када где зашто како колико који која које какав",
        "и или али не у на са за од до по при без између ово овај он она они је су био била били "
        "ће рекао рекла каже",
    ),
    _language(
        "el", "Greek",
        "ποιος ποια ποιο ποιοι ποιες ποιον τι πότε πού πως πώς γιατί πόσο πόσοι πόσες πόσα",
        "ο η το οι τα του της των τον την τους τις και ή αλλά δεν μη είναι ήταν έχει έχουν θα να "
        "με σε στο στη στον στην στα για από ως κατά προς χωρίς μετά πριν αυτό αυτός αυτή είπε "
        "λέει που ότι",
    ),
)  # fmt: skip
"""Those whose names are read in Latin letters: two closed-class words tell, or one that asks."""

BY_SCRIPT = {
    "kana": ("ja", "Japanese"),
    "hangul": ("ko", "Korean"),
    "han": ("zh", "Chinese"),
    "arabic": ("ar", "Arabic"),
    "hebrew": ("he", "Hebrew"),
    "devanagari": ("hi", "Hindi"),
    "bengali": ("bn", "Bengali"),
    "tamil": ("ta", "Tamil"),
    "thai": ("th", "Thai"),
    "georgian": ("ka", "Georgian"),
    "armenian": ("hy", "Armenian"),
}
"""Languages told by their script alone, where there is more of it than a name."""

NAME_PARTS = word_set(
    "de da do di del della der den des du dos das la le el al il lo van von zu ter ten af av bin "
    "ben ibn abu st san santa los las les e y i o u un una een mac an en ne no na he ha so man "
    "mi mu co to si se si su sa son sin ser dit die"
)
"""Words of grammar that are parts of names, or English as well: they tell nothing."""

NAME_LIKE = word_set(
    "ai chi como come hoe hol hur ile jak kim ki kit ko mit wo wie var vart wat que quale quando "
    "cuando wer hun hans sine min ole per sur mais pour son dans bei art mir zum vor bis sei tra "
    "pod bez on ona ono po za was pas sera main plus pare som om al ali mas com"
)
"""Words that ask or join in another language and are names, or English, as well: one of them
alone is no sign of a language.
"""
