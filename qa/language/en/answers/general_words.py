"""Words that say little of what is spoken about: everybody uses them, whatever the topic."""

from qa.language.word_set import word_set

GENERAL_NOUNS = word_set(
    """ability account act action addition aim amount answer approach area aspect attempt back
    basis beginning bit case cause chance change choice circumstance clear comment concern
    condition context couple course day deal decade decision degree detail difference difficulty
    direction doubt effect effort element end event evidence example experience extent face fact
    fault feeling feature figure fine form future good ground group guy half hand head help hour
    idea impact importance individual information instance interest issue item job kind knowledge
    level life line list look lot majority man manner matter meaning means measure member method
    middle minute moment month name nature need note number occasion option order part past people
    percent period person piece place plan point position possibility present problem process
    purpose question reason respect rest result right risk role rule second sense series set share
    side sign situation size sort source stage start state step story subject success sum support
    system talk task term thank thing thought time top total trouble truth try turn type use value
    version view way week whole word work world year everything nothing"""
)
"""Nouns that are no topic alone, in the singular."""

GENERAL_ADJECTIVES = word_set(
    """able available back bad best better big certain clear common current different difficult
    early easy entire final first following full general good great hard high important impossible
    key large largest last late latest least less likely little long longer low main major much
    necessary new next obvious old open only other particular possible previous proper quick ready
    real recent right same second serious short significant similar simple single small special
    specific strong such sure third true very various whole wrong young"""
)
"""Adjectives that no topic begins or ends with."""
