"""The records: frozen dataclasses that every room to the right speaks in.

Import them from here: ``from whowhom.records import Coding, Event, Span``.
"""

from whowhom.records.actors import Actor, ActorKind, Object, Participant
from whowhom.records.coding import FORMAT, Coder, Coding
from whowhom.records.documents import READ_KINDS, Document, Publication, Region, text_id
from whowhom.records.drafts import (
    EventDraft,
    MentionDraft,
    ObjectDraft,
    ParticipantDraft,
    PlaceDraft,
    ResponsibilityDraft,
    TieDraft,
    TollDraft,
    VoiceDraft,
)
from whowhom.records.events import (
    Acled,
    Cameo,
    Estimate,
    Event,
    EventLink,
    Forecast,
    Ged,
    Responsibility,
    Statement,
    Tie,
    Toll,
)
from whowhom.records.layers import Layers, Tagged, TriggerReading
from whowhom.records.spans import Evidence, Missing, Quote, Reason, Skipped, Span, quote
from whowhom.records.values import (
    DateRange,
    EventPlace,
    Factuality,
    Figure,
    Place,
    PlaceAlternative,
    Voice,
)

__all__ = [
    "FORMAT",
    "READ_KINDS",
    "Acled",
    "Actor",
    "ActorKind",
    "Cameo",
    "Coder",
    "Coding",
    "DateRange",
    "Document",
    "Estimate",
    "Event",
    "EventDraft",
    "EventLink",
    "EventPlace",
    "Evidence",
    "Factuality",
    "Figure",
    "Forecast",
    "Ged",
    "Layers",
    "MentionDraft",
    "Missing",
    "Object",
    "ObjectDraft",
    "Participant",
    "ParticipantDraft",
    "Place",
    "PlaceAlternative",
    "PlaceDraft",
    "Publication",
    "Quote",
    "Reason",
    "Region",
    "Responsibility",
    "ResponsibilityDraft",
    "Skipped",
    "Span",
    "Statement",
    "Tagged",
    "Tie",
    "TieDraft",
    "Toll",
    "TollDraft",
    "TriggerReading",
    "Voice",
    "VoiceDraft",
    "quote",
    "text_id",
]
