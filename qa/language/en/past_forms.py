"""Past tenses that do not end in -ed, with their infinitives."""

PAST_FORMS = dict(
    pair.split("/")
    for pair in (
        "became/become began/begin bought/buy broke/break brought/bring built/build came/come "
        "caught/catch chose/choose cut/cut drew/draw drove/drive fell/fall felt/feel fled/flee "
        "flew/fly forbade/forbid fought/fight found/find froze/freeze gave/give got/get grew/grow "
        "had/have held/hold hit/hit kept/keep knew/know laid/lay led/lead left/leave lent/lend "
        "lost/lose made/make meant/mean met/meet paid/pay put/put ran/run rose/rise sank/sink "
        "sent/send set/set shook/shake shrank/shrink shut/shut sold/sell sought/seek spent/spend "
        "split/split spread/spread stood/stand stole/steal struck/strike took/take taught/teach "
        "threw/throw went/go withdrew/withdraw won/win"
    ).split()
)
"""What is also the form of another verb (found, lay, wound) is the commoner one here."""
