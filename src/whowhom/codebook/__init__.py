"""The codebook: what counts as which event, as data, and the crosswalks to ACLED, UCDP and CAMEO."""

from whowhom.codebook.check import check_codebook, fits
from whowhom.codebook.crosswalk import (
    CrosswalkFacts,
    instrument_classes,
    instrument_mode,
    to_acled,
    to_cameo,
    to_ged,
)
from whowhom.codebook.load import load_codebook
from whowhom.codebook.match import TriggerMatch, find_triggers
from whowhom.codebook.model import (
    GAP,
    Codebook,
    Crosswalk,
    EventType,
    Example,
    ExpectedEvent,
    Fault,
    Instrument,
    Mode,
    Rule,
    Trigger,
)

__all__ = [
    "GAP",
    "Codebook",
    "Crosswalk",
    "CrosswalkFacts",
    "EventType",
    "Example",
    "ExpectedEvent",
    "Fault",
    "Instrument",
    "Mode",
    "Rule",
    "Trigger",
    "TriggerMatch",
    "check_codebook",
    "find_triggers",
    "fits",
    "instrument_classes",
    "instrument_mode",
    "load_codebook",
    "to_acled",
    "to_cameo",
    "to_ged",
]
