"""Texts that show a model what it will meet, for compiling it; written for this purpose.

Prose of several kinds, names and numbers, other scripts, and odd things (code, emoji, one word):
8-bit activations get their scale from what is seen here.
"""

PROBES: tuple[str, ...] = (
    "The council voted nine to four on Tuesday evening to close the old bridge for repairs, a "
    "decision that will send some 18,000 cars a day through the narrow streets of the harbour "
    "district until late autumn.",
    '"We were told about it on Monday, and by Thursday the doors were locked," said Maria '
    'Okonkwo, who had worked at the plant for twenty-two years. "Nobody came out to explain."',
    "Who signed the agreement?",
    "When did the company announce that it would move its headquarters to Rotterdam?",
    "What reasons did the minister give for refusing the request of the neighbouring state?",
    "How many people live within ten kilometres of the reactor?",
    "In 1847 the engineer Johann Weber built the first of three locks on the canal; the second "
    "followed in 1851, and the third, delayed by floods, in 1860. None of them survives.",
    "According to the report, sales fell by 12.4 per cent in the second quarter, from 3.1 billion "
    "to 2.7 billion euros, while costs rose by 6 per cent. Shares lost 8 per cent in Frankfurt.",
    "Photosynthesis converts carbon dioxide and water into glucose and oxygen. The light reactions "
    "take place in the thylakoid membranes; the Calvin cycle runs in the stroma.",
    "I bought this kettle two months ago and it already leaks!!! The handle gets hot, the lid "
    "doesn't close, and customer service never answered. Do NOT buy it. 1 star.",
    "lol yeah my dog does that too, he just stares at the fridge until someone gives in. we tried "
    "training him w/ treats but he's smarter than us tbh",
    "Once upon a time a miller had three daughters, and the youngest of them could speak with "
    "birds. One morning a raven came to her window and said: follow me, for the king is ill.",
    "The defence ministry denied that the system was aimed at its neighbour, but the spokesman, "
    'Colonel Andrei Sokolov, added that "any deployment close to our borders would be seen as a '
    'threat and answered by technical means".',
    "For the sauce, melt 40 g of butter over low heat, stir in two spoons of flour, and add half a "
    "litre of milk little by little. Season with nutmeg, salt and white pepper.",
    "The plaintiff shall bear the costs of the proceedings. An appeal may be lodged within thirty "
    "days of service of this judgment, in writing, with the registry of the court.",
    "After a goalless first half, Lindqvist headed the ball home from a corner in the 63rd minute, "
    "and a late penalty by Duarte settled the match, 2-0, before a crowd of 41,532.",
    "The algorithm sorts the edges by weight and adds each one to the tree unless it would close a "
    "cycle; with a union-find structure this takes O(m log n) time on a graph with n nodes.",
    "def area(radius):\n    return 3.14159 * radius ** 2  # square metres\n\nprint(area(2.5))",
    "Patients who received 20 mg daily showed a mean reduction in systolic pressure of 9.2 mmHg "
    "(95% CI 7.1 to 11.3; p < 0.001) compared with 2.4 mmHg in the placebo group.",
    "Die Regierung hat am Freitag beschlossen, die Steuer auf Heizöl zu senken. Der Sprecher "
    "sagte, die Entscheidung sei einstimmig gefallen.",
    "La ministre a déclaré que la réforme serait présentée au parlement avant l'été, malgré "
    "l'opposition des syndicats.",
    "El río creció tres metros en una noche y se llevó el puente viejo, según los vecinos.",
    "Президент заявил, что переговоры будут продолжены в следующем месяце.",
    "東京で新しい美術館が開館し、初日には五千人が訪れた。",
    "北京的专家表示，这项研究还需要更多的数据。",
    "أعلنت الوزارة أن المدارس ستفتح أبوابها يوم الأحد.",
    "😀 🚀🚀 👩‍👩‍👧‍👦 ❤️ 🇺🇦",
    "Yes",
    "Introduction",
    "https://www.example.org/archive/2014/03/18/page?id=4471&lang=en#section-2",
    "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z 0 1 2 3 4 5 6 7 8 9",
    "TABLE 3. RAINFALL (MM): JAN 81, FEB 64, MAR 70, APR 52, MAY 48, JUN 39, JUL 22, AUG 27",
    "the the the the the the the the the the the the the the the the the the the the the the",
    "... --- *** ??? !!! ((( ))) [[[ ]]] {{{ }}} <<< >>> === +++ ;;; :::",
    "She did not say yes and she did not say no; she looked at the sea for a while, folded the "
    "letter, put it back into the envelope with great care, and asked whether there was any tea.",
    "The treaty of 1912 gave the islands to Denmark, that of 1920 took them away again, and the "
    "one of 1934, never ratified, would have divided them. The inhabitants were asked each time, "
    "says the historian Ingrid Halvorsen, but the answer was never counted in the same way twice. "
    "In the first vote women could not take part. In the second, those who had moved to the "
    "mainland were counted as absent. The third was held in a storm, and two of the five ballot "
    "boxes were lost at sea; the commissioner, a careful man, estimated what had been in them. His "
    "estimate is kept in the archive at Aalborg, on a single sheet, with a coffee stain, and the "
    'words: "as near as makes no difference". Halvorsen found it in 1987, by chance, when she was '
    "looking for something else: the logbook of a lighthouse keeper who claimed to have seen a sea "
    'serpent. She has never found the logbook. "But the sheet," she said in an interview last '
    'week, "is better than any serpent."',
)
"""Texts of one word to two hundred."""

QUESTIONS: tuple[str, ...] = (
    "How many cars cross the bridge each day?",
    "Who said that nobody came out to explain?",
    "What happened in 1847?",
    "Why did the shares fall?",
    "Where was the sheet found, and when?",
    "What did the spokesman of the defence ministry say about a deployment close to the borders?",
    "Is the treaty still in force?",
)
"""Questions to go with the texts; some are answered there."""
