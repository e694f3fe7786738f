"""The verbs that report what somebody said, each once; every rule about them is made from this.

Columns: the base form, what the verb takes (`Takes`), how far a question with it asks for words
(`Asking`), and the rest:

    who          "Who VERBed the plan?" asks for a speaker, not only "Who VERBed that ...?"
    noun         the same word is as often a noun: the claims
    addressed    its first object is the one spoken to: told reporters that ...
    strict       its bare object is rarely something said: it needs "that", a colon or a quotation
    particle     it is a verb of saying only with one of its particles
    doubles      its last letter is doubled: admitted
    =past/part   irregular forms: the past tense, and the participle where it differs
    +word        a particle that may follow and belongs to the verb: pointed out
    ~word        a preposition that belongs to it where it follows at once: warned against
    -word        a word before which it is no verb of saying: pleaded guilty
    people       a name as its object is somebody spoken to: questioned Orban

Verbs in -ize and -our are meant with -ise and -or as well.
"""

TABLE = """
# she said (that) it rained; "It rained," she said
acknowledge   clause   said    who
add           clause   said
admit         clause   plain   who doubles
advise        clause   view    addressed ~against
affirm        clause   said
agree         clause   view    ~on ~with
allege        clause   plain   who
announce      clause   plain   who
answer        clause   view    noun strict
argue         clause   plain   who ~against ~for
ask           clause   said    addressed ~about ~for
assert        clause   plain
assure        clause   act     addressed
attest        clause   said
blog          clause   act     noun doubles
boast         clause   said    ~about ~of
calculate     clause   act
caution       clause   plain   who noun addressed ~against
chant         clause   act     noun
charge        clause   act     noun strict
chuckle       clause   act     noun
claim         clause   topical who noun
clarify       clause   said
comment       clause   topical noun strict ~about ~on
complain      clause   plain   who ~about ~of
concede       clause   said    who
conclude      clause   said    strict
confirm       clause   said
contend       clause   plain
continue      clause   act     strict
convince      clause   act     addressed
correct       clause   act     noun strict addressed
counter       clause   said    noun
cry           clause   act     noun
declaim       clause   said
declare       clause   plain   who
demand        clause   said    who noun
deny          clause   plain   who
disclose      clause   said
elaborate     clause   said    strict ~on
emphasize     clause   plain
enthuse       clause   said
estimate      clause   said    noun
enquire       clause   said    strict ~about
exclaim       clause   said
explain       clause   said    who
forecast      clause   act     noun =forecast
fume          clause   said
groan         clause   act     noun
growl         clause   act     noun
grumble       clause   said
guess         clause   act     noun
gush          clause   said
hint          clause   said    noun
hold          clause   act     noun particle =held +that
imply         clause   said
inform        clause   act     addressed
inquire       clause   said    strict ~about
insist        clause   plain   who ~on
interject     clause   said    strict
intone        clause   said    strict
joke          clause   plain   who noun ~about
lament        clause   plain   who noun strict ~about
laugh         clause   act     noun
maintain      clause   said    who
marvel        clause   said    strict
mention       clause   plain   noun
moan          clause   said    strict
mumble        clause   said
murmur        clause   said    noun
muse          clause   said
mutter        clause   said
note          clause   said    noun
observe       clause   said    who strict
opine         clause   said
pledge        clause   said    who noun
point         clause   act     noun particle +out +to
posit         clause   said
predict       clause   plain   who
proclaim      clause   said
promise       clause   topical who noun
propose       clause   said    who
protest       clause   said    noun strict ~against
put           clause   act     particle doubles =put +it
quip          clause   plain   doubles
reaffirm      clause   said
reason        clause   said    who noun strict
recall        clause   said
reckon        clause   said
recommend     clause   said    who
reconfirm     clause   said
recount       clause   said
reiterate     clause   plain
remark        clause   plain   who noun ~on
remind        clause   act     addressed
repeat        clause   said
reply         clause   topical noun strict
report        clause   said    noun -to
respond       clause   plain   strict
retort        clause   plain
reveal        clause   said
rule          clause   act     noun strict +out
say           clause   plain   who =said
scream        clause   act     noun
shout         clause   said    noun
shrug         clause   act     noun doubles
sigh          clause   act     noun
signal        clause   act     noun strict doubles
sing          clause   act     strict =sang/sung
snap          clause   act     noun doubles
sob           clause   act     noun doubles
specify       clause   act     strict
speculate     clause   said
state         clause   topical who noun
stipulate     clause   said
stress        clause   plain   noun
submit        clause   act     strict doubles
suggest       clause   said    who
swear         clause   plain   =swore/sworn
tell          clause   plain   who addressed =told
testify       clause   plain   who
theorize      clause   said
tweet         clause   said    noun ~about
undertake     clause   act     strict =undertook/undertaken
underline     clause   said
underscore    clause   said
urge          clause   said    who addressed
vent          clause   act     strict
vow           clause   plain   who noun
warn          clause   plain   who addressed ~against ~about ~of
whisper       clause   said    noun
wonder        clause   view    ~about
write         clause   said    =wrote/written -to
yell          clause   said

# she criticised the plan
accuse        object   said    who addressed
address       object   act     noun strict
advocate      object   act     ~for
allude        object   said    particle +to
apologize     object   plain   particle +for
appeal        object   act     noun particle +for +to
applaud       object   said
attack        object   act     noun
attribute     object   act
beg           object   act     addressed doubles
blame         object   said    who noun addressed
blast         object   act     noun
brag          object   said    doubles ~about
call          object   said    noun +for +it +on +out +upon
castigate     object   said
characterize  object   said
chastise      object   act
chide         object   said
cite          object   act
commend       object   said
compare       object   view    who
condemn       object   said    who
congratulate  object   said    addressed
criticize     object   plain   who
decry         object   said
defend        object   said    who
denounce      object   said
deplore       object   said
describe      object   said    who
disagree      object   view    ~with
disavow       object   said
discuss       object   act
dismiss       object   said    who
dispute       object   act     noun
downplay      object   said
echo          object   act     noun
encourage     object   act     addressed
endorse       object   act
express       object   said
grill         object   act     people
hail          object   act
hammer        object   act
highlight     object   act     noun
implore       object   act     addressed
label         object   act     noun doubles
lambaste      object   said
lash          object   act     particle +out
lay           object   act     noun particle =laid +out
liken         object   said
mock          object   said
object        object   view    particle +to
oppose        object   said    who
outline       object   act
plead         object   act     -guilty -innocent -not
portray       object   act
pose          object   act     noun
praise        object   said    who noun
press         object   act     noun addressed particle +for
question      object   act     noun people
rail          object   act     particle +against
raise         object   act     noun particle +alarm +concerns +doubts +questions
regard        object   act     noun
rebuke        object   said    noun
refute        object   said
reject        object   said    who
request       object   act     noun
ridicule      object   said
salute        object   act
scold         object   said
slam          object   act     doubles
speak         object   plain   particle =spoke/spoken +about +against +of +out ~against ~about ~of
support       object   view    noun
talk          object   topical noun particle +about +of +up ~about
thank         object   act     addressed
threaten      object   act
tout          object   act
unveil        object   act
voice         object   act     noun
welcome       object   said    noun

# she believes (that) it will rain
assume        belief   view    strict
believe       belief   said    who
consider      belief   view
decide        belief   act     strict ~against
decline       belief   act
doubt         belief   view    who noun
expect        belief   said
fear          belief   said    who noun
feel          belief   said    strict =felt
hope          belief   said    who noun
imagine       belief   act     strict
intend        belief   view
know          belief   act     strict =knew/known
learn         belief   act     strict
plan          belief   view    noun doubles
prefer        belief   view    doubles
remember      belief   view
realize       belief   act
refuse        belief   act
regret        belief   view    doubles
see           belief   view    strict =saw/seen
suspect       belief   said
think         belief   said    who =thought
understand    belief   act     strict =understood
want          belief   view
wish          belief   view    noun
worry         belief   view    noun ~about

# the study found that it rains
demonstrate   finding  act     strict
find          finding  act     strict =found
indicate      finding  act     strict
prove         finding  act     strict =proved/proven
read          finding  act     strict =read
show          finding  act     strict =showed/shown

# asked for in questions, found in no article: what does she value?
assess        none     view
differ        none     view
dislike       none     view
favour        none     view
judge         none     view
like          none     view
list          none     view
promote       none     view
quote         none     said
react         none     plain
value         none     view
"""

PHRASES = """
call calls called called calling        for      view
make makes made made making             of       view
have has had had having                 against  view
"""
"""Verbs, all forms, that are asked for with a preposition: What does she make of it?"""

FOREIGN = """
sagte sagt erklärte meinte betonte dit affirme explique déclare assure dijo afirmó declaró señaló
explicó disse dichiarato spiega afirmou сказал сказала сказали заявил заявила заявили отметил
отметила подчеркнул говорит powiedział powiedziała zei
"""
"""The commonest verbs of saying of other languages, for direct speech in mixed collections."""
