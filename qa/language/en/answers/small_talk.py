"""What people say that asks nothing of the articles: each is the whole of a message.

A blank stands for any white space; marks at the end, capitals and politeness do not matter.
"""

GREETINGS = (
    "hi", "hi there", "hello", "hello there", "hey", "hey there", "hiya", "howdy", "good morning",
    "good afternoon", "good evening", "good day", "greetings", "how are you", "how are you doing",
    "nice to meet you", "anybody there", "anyone there", "are you there",
)  # fmt: skip

THANKS = (
    "thanks", "thank you", "thank you so much", "thank you very much", "thanks a lot",
    "thanks so much", "many thanks", "thx", "ta", "cheers", "great", "great thanks", "perfect",
    "perfect thanks", "ok", "okay", "ok thanks", "okay thanks", "cool", "cool thanks", "got it",
    "well done", "good job", "that is helpful", "that's helpful", "that was helpful", "brilliant",
    "thanks that helps", "that helps",
)  # fmt: skip

FAREWELLS = (
    "bye", "bye bye", "goodbye", "good bye", "see you", "see you later", "good night",
    "that is all", "that's all",
)  # fmt: skip

HELP = (
    "help", "help me", "can you help me", "can you help", "i need help", "what can you do",
    "what can i ask", "what can i ask you", "what can i ask here", "what can i ask about",
    "what can you answer", "what can you tell me", "what should i ask", "how does this work",
    "how do you work", "how do i use this", "how does it work", "how do i use it",
    "how can i use this", "what is this", "what are you", "who are you", "what do you do",
    "what do you know", "what questions can i ask", "which questions can i ask", "how do i ask",
    "how do i start", "how to use", "instructions",
)  # fmt: skip

SPEAKERS = (
    "who are the speakers", "who speaks", "who speaks here", "who speaks in the articles",
    "who are the people quoted", "who is quoted", "who is quoted here",
    "who is quoted in the articles", "which speakers are there", "which speakers do you have",
    "which speakers do you know", "what speakers are there", "what speakers do you have",
    "list the speakers", "list all speakers", "list speakers", "show the speakers",
    "show me the speakers", "show me all speakers", "name the speakers", "speakers",
    "whose words do you have", "whose statements do you have", "who do you know",
    "who can i ask about", "who says something", "who has been quoted", "all speakers",
    "how many speakers are there", "how many speakers do you have", "who all speaks",
)  # fmt: skip

ARTICLES = (
    "which articles do you have", "what articles do you have",
    "what do you have", "what have you got", "what have you read",
    "which articles have you read", "what articles have you read", "what articles can you search",
    "which articles can you search", "what is in here", "what's in here", "what is in the index",
    "what's in the index", "what are the articles about", "what are your sources",
    "what sources do you have", "which sources do you have", "what is your source",
)  # fmt: skip
"""How many there are; which they are ("Which articles are there?") is told from the records."""

POLITE_BEFORE = (
    "please", "hi", "hello", "hey", "ok", "okay", "well", "so", "and", "can you tell me",
    "could you tell me", "tell me",
)  # fmt: skip
POLITE_AFTER = (
    "please", "pullquote", "there", "everyone", "all", "again", "then", "now", "to you", "bot",
)  # fmt: skip
