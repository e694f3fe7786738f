"""Common given names with the gender they usually tell, to connect "she" with whom it can mean."""

_MALE = """
aaron abdullah abraham adam ahmed alan albert alejandro aleksandr alex alexander alexei alexey ali
alfred alistair andre andrei andrew andrey angus anthony antonio arthur ashton askar austin barack
barry bashar ben benjamin bernard bernie bill bob boris brad bradley brandon brendan brian bruce
bryan carl carlos charles chris christian christopher chuck clarence claude colin connor corey
craig dan daniel dave david dean dennis dmitri dmitry don donald doug douglas duncan dwight earl ed
eddie edgar eduardo edward edwin elias elliot emmanuel enrique eric erik erlan ernest eugene evan
felix fernando francis francisco francois frank franklin fred frederick gabriel gareth gary gavin
gene geoffrey george georgiy gerald gerard gerhard giorgio glenn gordon graham grant greg gregory
guy hamid hans harold harry hassan henri henry herbert herman howard hugh hugo hussein ian ibrahim
igor ilya isaac ivan jack jackson jacob jacques jake jamal james jamie jan jared jason javier jay
jean jeff jeffrey jeremy jerome jerry jesse jim jimmy joaquin joe joel johannes john johnny jon
jonathan jorge jose joseph josh joshua juan julian julio justin karl keith ken kenneth kevin kofi
kurt kyle lance larry lars laurence lawrence lee leo leon leonard leonid lewis liam lionel louis
luca lucas luis luke mahmoud manuel marc marcel marco marcus mario mark markus martin marvin mathew
matt matteo matthew maurice max maximilian michael michel miguel mike mikhail milton mitch mitt
mohamed mohammad mohammed morgan muhammad mustafa nathan neil nelson newt nicholas nick nicolas
nigel nikita nikolai nikolay nikos noah norman nursultan oleg oliver omar oscar otto owen pablo
patrick paul pavel pedro peter phil philip philippe phillip pierre rafael ralph ramon randy raul
ray raymond recep ricardo richard rick rob robby robert roberto robin rodney rodrigo roger roland
ron ronald ross roy rudolf rudolph rudy russell ryan said salman sam samuel scott sean sebastian
sergei sergey sergio seth shawn simon stanislav stanley stefan stephen steve steven stuart tariq
ted terrence terry theodore thomas tim timothy tobias todd tom tommy tony travis trevor tyler
victor viktor vince vincent vitaly vladimir volodymyr walter warren wayne wesley wilhelm will
william winston wolfgang xavier yuri yusuf zachary
"""
_FEMALE = """
abigail ada adriana aisha alexandra alice alicia alison allison amanda amber amelia amy ana
anastasia andrea angela angelina anita ann anna anne annie april ashley audrey barbara beatrice
becky bella beth betty beverly bonnie brenda bridget brittany camila camilla carla carly carmen
carol carolina caroline carolyn catherine cecilia charlotte chelsea cheryl chloe christina
christine cindy claire clara claudia condoleezza connie cynthia daisy dana daniela danielle debbie
deborah debra denise diana diane dolores donna dora doris dorothy edith eileen elaine elena eleanor
elizabeth ella ellen elsa emily emma erica erin esther eva evelyn fatima fiona florence frances
gabriela gail gina gloria grace greta hannah heather heidi helen helena hillary holly huma ingrid
irene irina isabel isabella ivanka jacqueline jane janet janice jasmine jean jeanne jennifer jenny
jessica jill joan joanna joanne jocelyn josephine joyce juanita judith judy julia julie karen kate
katherine kathleen kathryn kathy katie katrina kayleigh kellyanne kelly kim kimberly kirsten
kristen kristin lara laura lauren leah leila lena leslie lillian linda lisa liz loretta lorraine
louise lucia lucy lydia lynn madeleine madison maggie margaret maria marie marilyn marina marine
marjorie marta martha mary maya megan melania melissa mercedes meredith michelle mila mildred
miriam molly monica nadia nancy naomi natalia natalie natasha nicola nicole nina nora olga olivia
oksana pamela patricia patty paula pauline peggy penelope phyllis priya rachel rebecca regina renee
rita roberta rosa rose rosemary roxanne ruth sabrina sally samantha sandra sara sarah sharon sheila
shirley silvia sofia sonia sophia sophie stacy stella stephanie sue susan suzanne svetlana sylvia
tamara tanya tara tatiana teresa theresa tiffany tina tracy ursula valentina valerie vanessa vera
veronica victoria viola virginia vivian wanda wendy yasmin yolanda yvonne zoe
"""
_EITHER = "alex casey dana jamie jean jordan kim kelly lee leslie morgan pat robin sam taylor terry"

_GENDER = dict.fromkeys(_MALE.split(), "m")
_GENDER.update(dict.fromkeys(_FEMALE.split(), "f"))
_GENDER.update(dict.fromkeys(_EITHER.split(), "?"))


def gender_of(name: str) -> str | None:
    """Return "f", "m", "?" for a given name used by both, or None for an unknown one."""
    return _GENDER.get(name)
