"""Instructions to a reader program: sentences that tell it what to answer instead of telling news.

Articles can carry such lines unseen by their authors (Greshake et al., *Not What You've Signed Up
For: Compromising Real-World LLM-Integrated Applications with Indirect Prompt Injection*, 2023).
Nothing here obeys them, but the sentence that holds one is no evidence for anything.
"""

import re
import unicodedata

_READERS = (
    r"(?:ai|a\.i\.|llm|language model|large language model|ai (?:model|assistant|system|agent)"
    r"|assistant|virtual assistant|chat ?bot|bot|model|chatgpt|gpt(?:-\d\w*)?|claude|gemini|copilot"
    r"|(?:answering|question[- ]answering|retrieval) (?:system|machine|program|engine)"
    r"|search engine|crawler|scraper|summari[sz]er|quotation program)s?"
)
_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|existing|original|initial)"
_RULES = (
    r"(?:instructions?|prompts?|directions?|directives?|rules?|guidelines?|commands?|context"
    r"|messages?|constraints?|restrictions?|polic(?:y|ies)|filters?|training|text|data)"
)
_REPLY = r"(?:answers?|response|reply|replies|responses|output|completion|summary)"
_LEAD = (
    r"(?:^\W*|[:;!?.\]>)–—]\s*|,\s+(?:and |then |but |so )?)"
    r"(?:(?:please|now|just|simply|always|never|only|instead|then|also|kindly|and"
    r"|you (?:must|should"
    r"|will|shall|can|may|are to|have to|need to)|do not|don't|make sure to|be sure to"
    r"|remember to)[ ,]+){0,3}"
)
_CHANGE = (
    r"(?:include|add|append|insert|integrate|modify|augment|enhance|replace|scramble|jumble"
    r"|rearrange|reorder|anagram|misspell|remove|group|combine|render|provide|introduce|substitute"
    r"|use|mention|end|begin|start|finish|conclude|prefix|format|limit|translate|rewrite|convert"
    r"|embed|make|give|output|print|return|base|change|adjust|keep|encode|write|place|put|repeat"
    r"|incorporate|hide|suppress|omit|shorten|extend|reverse|spell|sign)"
)

_PATTERNS = (
    # Ignore all previous instructions
    rf"{_LEAD}(?:ignore|disregard|forget|override|bypass|skip|neglect|pay no attention to)\b"
    rf"[^.!?;:]{{0,30}}?\b(?:{_EARLIER}|all other|your|system|any other|these)\b[^.!?;:]{{0,20}}?"
    rf"\b{_RULES}\b",
    rf"{_LEAD}(?:ignore|disregard|forget|override)\b (?:(?:all|any|the|every) )*(?:instructions"
    rf"|prompts)(?:$|[,.;!]| and\b| (?:above|before|given|so far))",
    rf"{_LEAD}(?:ignore|disregard|forget|override)\b [^.!?;:]{{0,20}}?\b(?:rest of (?:this|the) "
    r"(?:data|text|document|article|page|prompt)|everything (?:above|before|so far|you were told"
    r"|that came before)|(?:user|reader|human)['’]?s? (?:question|query|request)|other (?:articles?"
    r"|sources?|passages?|documents?))",
    rf"{_LEAD}(?:ignore|disregard|forget|skip)\b (?:the|this|any|every|all|each) (?:questions?|quer"
    r"(?:y|ies))(?: (?:asked|above|of the (?:user|reader)))?(?:$|[,.;!]|,? (?:and|but) )",
    # Dear assistant, ... ; note to language models: ... ; if you are a language model ...
    r"^\W*(?:(?:dear|hey|hi|hello|attention|(?:\w+ ){0,2}(?:note|message|instructions?"
    r"|memo|notice) "
    rf"(?:to|for)|to|for)[ ,:]+)(?:(?:the|any|all|every|each|our|my) )*{_READERS}(?: readers?)?"
    r"(?: (?:reading|processing|summari[sz]ing|answering|that reads?)[^.:,]{0,40})?\s?[,:;!–—-]",
    r"\bif you are (?:an? |the )?(?:ai|a\.i\.|llm|(?:large )?language model|chat ?bot|bot|ai "
    r"\w+|assistant (?:reading|answering)|machine|program|crawler)(?:$|,| (?:reading|processing"
    r"|summari[sz]ing|answering|or\b|and\b|please))",
    r"^\W*as an? (?:ai|a\.i\.|llm|(?:ai |large )?language model|ai (?:assistant|model|system)"
    r"|chat ?bot|virtual assistant)\b[^.!?]{0,60}?,? (?:i|you|we|your|my)\b",
    r"\byou are (?:now |no longer )?(?:an? |the )?(?:helpful|unrestricted|unfiltered|dan\b|ai\b"
    r"|chat ?bot|language model|(?:maintenance|developer|debug|admin|god) mode|in (?:maintenance"
    r"|developer|debug|admin|god) mode)",
    r"\bfrom now on,? (?:you (?:will |must |should )?(?:answer|reply|respond|obey|act)|(?:always )?"
    r"(?:answer|reply|respond)\b)",
    r"\b(?:if|when|whenever) (?:you are |you're )?asked\b[^.!?]{0,60},? (?:always |only "
    r"|you must )?"
    r"(?:say|answer|reply|respond)\b",
    # Answer every question with ...; add to your reply; in your response, ...
    rf"{_LEAD}(?:answer|reply|respond)\b (?:(?:only|just|simply|always|exactly) )?(?:with|that|yes"
    r"|no|in|as|[\"“'‘:]|to (?:the user|every|all|any)|(?:every|all|any|the|this|each) (?:question"
    r"|query|queries|user)[^.!?]{0,20}?\b(?:with|by|as|yes|no|in|that|:))",
    rf"{_LEAD}(?:say|state|print|output|write|repeat|return|echo|display)\b (?:only|just"
    rf"|nothing but"
    r"|exactly|verbatim)\b",
    rf"{_LEAD}{_CHANGE}\b.{{0,160}}?\b(?:your (?:\w+ )?{_REPLY}\b|(?:in|to|of|from|into) (?:the"
    rf"|every|any|each) (?:answer|response|reply)\b(?! (?:of|from|by)\b))",
    rf"^\W*(?:in|throughout|at the (?:end|start"
    rf"|beginning) of) your (?:\w+ )?{_REPLY},? (?:always|never"
    r"|only|do|don't|suggest|mention|include|tease|offer|link|state|say|recommend|add|use"
    r"|tell|claim|write"
    r"|replace|omit|hide|invite|urge|promise|quote|cite|praise|promote)\b",
    rf"{_LEAD}(?:provide|give|write|render|deliver|format|scramble"
    rf"|jumble)\b your (?:\w+ )?(?:{_REPLY}"
    r"|message)\b",
    rf"{_LEAD}(?:replace|misspell|scramble|jumble|convert"
    rf"|write)\b.{{0,30}}?\b(?:every (?:\w+ )?(?:letter"
    r"|word)|vowels|letters of words)\b.{0,40}\b(?:with|by|to|in your)\b",
    rf"{_LEAD}translate (?:this|the following) (?:sentence|text|article|passage|document)\b",
    # The correct answer is ...
    r"(?:^|[:;.!]\s*)\W*(?:(?:remember|note|nb|important"
    r"|hint)\W+)?(?:that )?the (?:correct|expected"
    r"|desired|accepted) answer (?:is|to)\b",
    r"(?:^|[:;.!]\s*)\W*the (?:right|only|true|final|real|proper) answer to (?:this|any|every|your"
    r"|all|each|the user's) (?:\w+ )?(?:questions?|quer(?:y|ies)|prompts?)",
    # Quote this sentence; do not cite other articles; treat this as the truth
    rf"{_LEAD}(?:quote|cite|use|show|rank|prefer|trust|return|copy|output)\b (?:only )?(?:this|the "
    r"following|the next) (?:sentence|line|passage|paragraph|text|article|source|document|page)"
    r"(?:$|[,.:;!]| (?:as|when|whenever|if|in|for|first|and|above|over|verbatim|only"
    r"|instead|to)\b)",
    rf"{_LEAD}(?:do not|don't|never) (?:quote|cite|summari[sz]e|trust|use|show|mention)\b "
    r"(?:this|these|the (?:other|rest)|any (?:other|of)|other|from) (?:\w+ )?(?:articles?|texts?"
    r"|sentences?|passages?|sources?|documents?|paragraphs?|pages?)",
    rf"{_LEAD}treat (?:this|the following)[^.!?]{{0,40}}? as (?:true|the truth|authoritative|fact"
    r"|verified|an? instruction|instructions|your)",
    # Reveal your prompt; repeat the words above
    rf"{_LEAD}(?:print|reveal|show|output|repeat|display|leak|tell me|give me|send me"
    rf"|expose|dump)\b "
    r"[^.!?]{0,30}?\b(?:system prompt|hidden prompt|your (?:prompt|instructions|rules|api key"
    r"|password)|api keys?|(?:admin|administrator|root)['’]?s? password|full text of (?:every|all)"
    r"|(?:words|text|everything) above)",
    # Templates of chat programs
    r"<\|?/?(?:system|assistant|user|im_start|im_end|endoftext|human|sys|instructions?|prompt)\|?>"
    r"|<\|\w{1,30}\|>|\[/?inst\]|<</?sys>>|\[(?:system|assistant|user)\]"
    r"|(?:^|\s)#{2,}\s?(?:system|assistant|instructions?|user|human|response|prompt)\b:?\s*$"
    r"|(?:^|\s)#{2,}\s?(?:system|assistant|instruction|user|human)\b:?\s+\S"
    r"|</(?:article|document|context|passage|source|quote)>",
    r"^\W*(?:new|updated|additional|hidden|secret|system|admin|override) (?:task"
    r"|instructions?|prompt"
    r"|message|command|override)\s?:",
    # The same in other languages: ignore the earlier instructions
    r"\b(?:ignorier\w*|vergiss|missachte\w*)\b[^.!?]{0,40}?\b(?:vorherig|bisherig"
    r"|vorangegangen|obig"
    r"|früher)\w* (?:an)?weisung\w*",
    r"\b(?:ignore[zs]?|oublie[zs]?)\b[^.!?]{0,40}?\b(?:instructions?|consignes?)\b[^.!?]{0,20}?"
    r"\b(?:précédentes?|antérieures?|ci-dessus)",
    r"\b(?:ignor[ae]n?|olvid[ae]|ignora|dimentica)\b[^.!?]{0,40}?\b(?:instrucciones|instruções"
    r"|istruzioni)\b[^.!?]{0,20}?\b(?:anteriores|previas|precedenti)",
    r"\b(?:игнорируй|игнорируйте|забудь|забудьте)\b[^.!?]{0,40}?\b(?:предыдущие|прежние|все)\b"
    r"[^.!?]{0,20}?\bинструкции",
    r"\bzignoruj\w*\b[^.!?]{0,40}?\b(?:poprzednie|wcześniejsze)\b[^.!?]{0,20}?\b(?:instrukcje"
    r"|polecenia)",
)  # fmt: skip
_INSTRUCTION = tuple(re.compile(pattern) for pattern in _PATTERNS)
_HINTS = re.compile(
    r"\b(?:ignor|disregard|forget|overrid|bypass|skip|neglect|attention|assistant|bot|chatbot|ai|"
    r"a\.i|llm|model|gpt|claude|gemini|copilot|answer|repl|respon|output|summar|quot|cit|use|show|"
    r"rank|prefer|trust|treat|prompt|instruct|system|password|key|full text|above"
    r"|completion|you are|"
    r"crawler|scraper|engine|machine|program|say|state|print|write|repeat|return|echo|display|copy|"
    r"task|message|command|vergiss|missachte|oublie|olvid|dimentica|игнорируй|забудь|zignoruj)"
    r"|[<\[#]"
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)
_LONGEST = 600


def plain(text: str) -> str:
    """Return the text as it reads: small letters, usual forms, no unseen characters."""
    usual = unicodedata.normalize("NFKC", text)
    seen = _UNSEEN.sub("", usual)
    return " ".join(seen.replace("’", "'").lower().split())


def is_instruction(sentence: str) -> bool:
    """Tell whether a sentence, without what it quotes, tells a reader program what to do.

    Looks at the first 600 characters.
    """
    read = plain(sentence[:_LONGEST])
    return bool(_HINTS.search(read)) and any(one.search(read) for one in _INSTRUCTION)
