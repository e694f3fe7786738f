"""Parts of people's names: given names with the gender they usually tell, particles, what follows.

A gender connects "she" with whom it can mean.
"""

from qa.language.word_set import word_set

_MALE = """
aaron abdul abdullah abraham adam adel adil adnan ahmed aidan akira alain alan albert albrecht alden
aldo alejandro aleksandr alessandro alessio alex alexander alexei alexey alf alfonso alfred alfredo
ali alistair amadou amir anatol anatoly anders andre andreas andrei andrew andrey andrzej angus
ansel anthony antoine anton antonin antonio arjun arkady armand arnaud arne arno artem arthur arturo
arvid ashok ashton askar augustin austin axel baptiste barack barry bartholomew bashar bashir basil
bastian ben benedict benedikt benito benjamin bernard bernardo bernie bertil bertrand bill bjorn bob
bogdan bohdan boris boyd brad bradley bram brandon brendan brian bruce bruno bryan callum carl
carlos carsten casimir cecil cedric cesar charles chinedu chris christian christoph christopher
chuck clarence claude clemens clement colin connor conrad constantin corey cornelius craig cyril
damian damien dan daniel darius dave david dean denis dennis desmond detlef didier diego dieter
dietrich dirk dmitri dmitry dominic dominik don donald doug douglas dragan duarte duncan dwight earl
ed eddie edgar edmund edouard eduardo edward edwin egon eino elias elliot emil emilio emmanuel emre
enrique enzo ephraim eric erik erlan ernest ernesto ernst esteban etienne eugene evan fabian fabio
fabrice faisal farid farouk federico felipe felix ferdinand fergus fernando fidel finn florian
francis francisco francois frank franklin fred frederick fritz gabriel gareth gary gaspard gavin
gene geoffrey georg george georges georgi georgiy gerald gerard gerardo gerhard gianni gilbert
gilles giorgio giovanni giuseppe glenn goran gordon gottfried graham grant greg gregory guido
guillaume gunnar gustav gustavo guy hakan hamid hamza hannes hans harald harold harry haruto hassan
hector heinrich heinz helmut hendrik henri henrik henry herbert herman hermann hiroshi horst howard
hubert hugh hugo humphrey hussein ian ibrahim ibrahima idris ignacio igor ilya imran innocent isaac
ismail istvan ivan ivo jack jackson jacob jacques jaime jake jakob jakub jalal jamal james jamie jan
janos jared jaromir jason jasper javier jay jean jeff jeffrey jens jeremy jeroen jerome jerry jesse
jim jimmy joachim joao joaquin joe joel johannes john johnny jon jonas jonathan joost jorg jorge
jose josef joseph josh joshua jozef juan juhani julian julien julio jurgen justin kaarlo kamal karim
karl kasper kazimierz keith ken kenji kenneth kevin khalid klaus knut kofi konrad konstantin
krzysztof kurt kwame kyle lachlan lance larry lars laszlo laurence laurent lawrence lee leif lennart
leo leon leonard leonid leopold levi lewis liam lionel lorenzo lothar louis luca lucas lucien ludwig
luigi luis lukas luke lutz magnus mahmoud makoto malcolm manfred mansur manuel marc marcel marco
marcus marek mariano mario marius mark markus martin marvin mathew mathias mathieu matt matteo
matthew matthias maurice mauricio max maximilian mehmet michael michel miguel mike mikhail milan
milos milton miroslav mitch mitt mladen mohamed mohammad mohammed morgan moritz muhammad murat
mustafa mustapha nathan naveed neil nelson newt nicholas nick nicolai nicolas niels nigel nikita
nikolai nikolaus nikolay nikos nils noah norbert norman nursultan octavio olaf olav ole oleg oliver
olivier omar omari orlando oscar osman otmar ottavio otto owen pablo pascal patrice patricio patrick
paul paulo pavel peder pedro percy peter phil philip philippe phillip pierre piers piet pieter piotr
prakash quentin radek rafael rahul rainer rajesh ralph ramesh ramon randy rashid raul ray raymond
recep reinhard remi rene reuben rhys ricardo richard rick rob robby robert roberto robin rodney
rodolfo rodrigo roger roland rolf romain roman ron ronald ross roy ruben rudolf rudolph rudy rupert
russell ryan said salman sam sami samir samuel sandor santiago satoshi scott seamus sean sebastian
sebastien sergei sergey sergio seth severin shawn siegfried sigurd silvio simon sipho slavko soren
stanislav stanley stavros stefan stefano sten stephen steve steven stuart sunil sven tadeusz takashi
tarek tariq ted teodor terrence terry thabo theo theodore thibault thierry thomas thorsten tim timo
timothy tobiah tobias todd tom tomas tomasz tommy tony torsten travis trevor tyler ulrich umar uwe
vaclav valentin valery vasily veit victor vijay viktor viliam vince vincent vincenzo vitaly vito
vladimir volodymyr wadim waldemar walid walter warren wayne werner wesley wiktor wilhelm will
william wim winston wojciech wolfgang xavier yannick yannis yaw yevgeny yohannes yuri yusef yusuf
yves zachary zoltan
"""
_FEMALE = """
abigail ada adele adriana agata agathe agnes agnieszka aino aisha aishah akosua alba aleksandra
alena alessandra alexandra alice alicia alina aline alison allison amal amanda amber amelia amina
amira amy ana anais anastasia anastasiya andrea angela angelina angelique anika anita anja anjali
ann anna annalisa anne anneke annette annie annika anouk antje antonia apolline april arabella
ariadne ariane asha ashley astrid athena audrey aurelie aurora ayesha aylin barbara beata beatrice
beatriz becky belinda bella benedicte berit bernadette beth bettina betty beverly bianca birgit
birgitta blanca bonnie bozena brenda bridget brigid brigitte brittany brunhilde camila camilla
camille candice carina carla carlotta carly carmela carmen carol carolina caroline carolyn caterina
catherine cecile cecilia celeste celia celine chantal charlotte chelsea cheryl chiara chioma chloe
christa christelle christiane christina christine cindy claire clara claudia claudine clementine
colette concepcion condoleezza connie consuelo cordelia cornelia cynthia dagmar daisy dana daniela
daniella danielle danuta daphne daria debbie deborah debra deepa delia delphine denise desiree diana
diane dolores dominique donna dora doris dorota dorothy edda edith edwige eileen ekaterina elaina
elaine eleanor elena eleni eleonora elif elisabeth elisabetta elise elizabeth ella ellen elodie
eloise elsa elvira emilia emilie emily emine emma emmanuelle encarnacion erica erin esperanza
estelle esther eugenia eunice eva eveline evelyn ewa fabienne farah fatima fatma fatou federica
felicia felicity femke fernanda fiammetta fiona fleur florence frances francesca francoise franziska
freya frieda friederike gabriela gabriele gabrielle gail galina gemma genevieve georgia georgina
geraldine gerda gertrude ghislaine gina gisela giulia giuliana gloria grace greet greta gretchen
guadalupe gudrun gunilla gwendolyn halina hanna hannah hanne harriet hatice heather hedwig heidi
heike helen helena helene helga henrietta henriette hilda hilde hildegard hillary holly hortense
huma ida ilona ilse imogen ines inge ingeborg ingrid irene irina iris isabel isabella isabelle ivana
ivanka jacqueline jadwiga jana jane janet janice janina jasmine jean jeanne jelena jennifer jenny
jessamy jessica jill joan joanna joanne jocelyn johanna jolanta josefina josephine joyce juanita
judith judy julia julie jutta kaisa kalpana karen karin karina karolina katarina katarzyna kate
katharina katherine kathleen kathryn kathy katie katja katrin katrina kavita kayleigh kelly
kellyanne kerstin khadija kim kimberly kirsi kirsten klara kristen kristin krystyna lakshmi lara
latifa laura lauren layla leah leila lena lenka leonie leonora leslie leticia leyla lidia lieselotte
liesl liisa liliana lillian lina linda linnea lisa liv liz ljudmila lorena loretta lorraine lotte
louise lourdes lucia lucie lucille lucy ludmila luisa luise luz lydia lynn lyudmila madeleine
madeline madison maeve magda magdalena maggie mai maija mairead malgorzata manon manuela marcela
margaret margaretha margarita margherita margit margot marguerite maria mariam mariana marianne
maribel marie mariela marije marika marilyn marina marine marion marissa marit marjatta marjorie
marlene marlies marta martha martina mary mathilde matilda maud maureen maya meera megan mehwish
meike melania melinda melissa mercedes meredith meryem mette michelle mila mildred mina mireille
miriam mirjam molly monica monika montserrat muriel nadezhda nadia nadine najwa nanami nancy naomi
natacha natalia natalie natasha nathalie neha nellie nelly nicola nicole nicolette nikola nina
ninette noemi noor nora nuria odette odile oksana olena olga olive olivia olympia ophelia ottilie
paloma pamela paola pascale patricia patrizia patty paula paulette pauline peggy penelope pernille
perpetua petra philippa phyllis pia pilar pooja prisca priscilla priya rachel rania raquel rebecca
regina renata renee ricarda rieke rita roberta rosa rosalia rosalind rosalyn rosanna rosario rose
rosemary roxana roxanne ruta ruth saara sabine sabrina sally salma salome samantha samira sandra
sanja sanna saoirse sara sarah saskia selma serena shabnam sharon shauna sheila shirley shreya
sibylle sigrid silke silvana silvia simone sinead siobhan sofia solange solveig sonia sophia sophie
soraya stacy stefania stella stephanie sue sunita sunniva susan susana susanna susanne suzanne
suzette svenja svetlana swati sylvia sylvie tabitha tamara tanja tanya tara tarja tatiana tatyana
teresa tessa thandiwe theodora theresa tiffany tina tracy tuula ulla ulrike ursula usha ute
valentina valerie vanessa vera veronica veronika veronique vesna victoria vigdis vilma viola violeta
virginia virginie vivian wanda wendy wiebke wilhelmina wilma xenia xiomara yael yasmin yasmina
yelena yevgenia yolanda yulia yuliya yvonne zainab zdenka zeynep zoe zofia zuzana
"""
_EITHER = "alex casey dana jamie jean jordan kim kelly lee leslie morgan pat robin sam taylor terry"

_GENDER = dict.fromkeys(_MALE.split(), "m")
_GENDER.update(dict.fromkeys(_FEMALE.split(), "f"))
_GENDER.update(dict.fromkeys(_EITHER.split(), "?"))


def gender_of(name: str) -> str | None:
    """Return "f", "m", "?" for a given name used by both, or None for an unknown one."""
    return _GENDER.get(name)


PARTICLES = word_set(
    "abu af al ap ben bin da de del della den der di dos du el ibn la le ten ter van von"
)
"""What stands in small letters within a name: Ludwig *van* Beethoven."""

GENERATIONS = word_set("jr sr ii iii iv")
DEGREES = word_set("phd md ba ma msc kc qc kbe obe cbe mbe mp mep msp td jd esq")

NAME_LINKS = ("of", "of the", "for", "and the", "on the")
"""What ties the words of a body's name: the Ministry *of* Health."""


_SHORT_FORMS = """
abraham abe | albert al bert | alexander alex sandy | alexandra alex sandra | andrew andy drew |
anthony tony | arthur art | barbara barb babs | benjamin ben benny | bernard bernie | caroline
carrie | catherine katherine kathryn cathy kathy kate katie kitty | charles charlie chuck |
christine christina chris tina | christopher chris kit | daniel dan danny | david dave | deborah
debbie deb | donald don donny | dorothy dot dolly | douglas doug | edward ed eddie ted ned | edwin
ed eddie | eleanor ellie nell | elizabeth liz lizzie beth betty eliza bess libby | eugene gene |
frances fran fanny | francis frank | frederick fred freddie | gerald gerry jerry | gregory greg |
harold harry hal | henry harry hank | isabella bella | jacob jake | jacqueline jackie | james jim
jimmy jamie | janet jan | jeffrey jeff | jennifer jenny jen | jeremy jerry | jessica jess jessie |
john jack johnny | jonathan jon | joseph joe joey | josephine jo josie | judith judy | kenneth ken
kenny | kevin kev | lawrence larry | leonard len lenny | leslie les | louis lou | louise lou |
margaret maggie meg peggy madge | martin marty | mary molly | matthew matt | michael mike mick
mickey | nathaniel nat nate | nicholas nick nicky | pamela pam | patricia pat patty tricia |
patrick pat paddy | peter pete | philip phil | raymond ray | rebecca becky | richard dick rick
rich | robert bob bobby rob robbie bert | ronald ron ronnie | samuel sam sammy | samantha sam |
sarah sally | stanley stan | stephen steven steve | susan sue susie | terence terry | theodore ted
teddy theo | theresa terry tess | thomas tom tommy | timothy tim | valerie val | victoria vicky |
vincent vince | walter walt | wilhelmina mina | william bill billy will willie | zachary zach
"""


def _by_form(table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for number, line in enumerate(table.split("|")):
        for form in line.split():
            found.setdefault(form, set()).add(str(number))
    return {form: frozenset(names) for form, names in found.items()}


SHORT_FORMS = _by_form(_SHORT_FORMS)
"""Given names and their short forms, each with the names it can stand for; alike ones share one."""
