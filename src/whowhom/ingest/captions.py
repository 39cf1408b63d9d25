"""The signs of a caption: the words under a photo, graphic or map.

In: the words of one unit. Out: yes or no. Only short units are looked at. A
sentence that speaks of a picture ("a video by the group shows") is no caption;
hence case counts, and most signs must stand at an end of the unit.
"""

from __future__ import annotations

import re

from whowhom.ingest.credits import AGENCY

MAX_CAPTION_WORDS = 60
# A picture's sentence that ends in a bare "(AFP)" is one line or two under it.
MAX_BARE_CAPTION_WORDS = 40
# A caption tells in its first words what is seen.
OPENING_WORDS = 12

_STILL = r"(?:photo(?:graph)?s?|pictures?|images?|(?:info)?graphics?|maps?|illustrations?|charts?|screenshots?)"
_PICTURE = rf"(?:{_STILL}|footage|video)"
_SIGNS = (
    # "... on August 19. Photo: AP."
    rf"(?:^|[.!?;)\]\s])(?i:{_PICTURE}(?: (?:credits?|courtesy|source|file))?\s*[:/|])\s*\S.{{0,80}}$",
    rf"^\W*(?i:caption|{_PICTURE}|pictured|above|below|file)\s*:\s*\S",
    # "... Photograph by Jane Roe/AFP"
    rf"\b(?i:{_STILL}) (?i:by|courtesy(?: of)?|via) (?:the )?[A-Z@][^.]{{1,60}}[.)\]]*$",
    r"\b(?i:credits?|courtesy):\s*\S.{0,80}$",
    # "(AFP file photo)", "File photo."
    r"[(\[](?:[A-Z][\w ]{1,20})?(?i:file(?: (?:photo|picture|image|footage))?)[^()\[\]]{0,40}[)\]]",
    r"\bFile (?:photo|picture|image|footage)\b",
    # "AP Photo/Jane Roe", "Jane Roe/Reuters", "[AFP]", "via Getty Images"
    r"\b(?:AP|AFP|Reuters|EPA) (?:Photo|Picture|Image)\b",
    rf"(?:/ ?|\bvia ){AGENCY}[\s.)\]]*$",
    rf"\[{AGENCY}\b[^\]]{{0,40}}\][\s.]*$",
    r"\bGetty Images[\s.)\]]*$",
)
_CAPTION = re.compile("|".join(_SIGNS), re.DOTALL)
_CAPTION_START = re.compile(
    r"\W*(?:in this (?:\w+ )?(?:photo|picture|image|frame|handout|screengrab)"
    r"|this (?:\w+ )?(?:photo|picture|image|map|graphic|handout|satellite image)"
    r"|(?:an? )?(?:aerial |general |satellite )?(?:view|map|photo|picture|image|graphic|portrait) (?:of|shows|showing)"
    r"|pictured"
    r"|locations? of .{2,160}\b(?:provinces?|districts?|regions?|states?|count(?:y|ies)|cit(?:y|ies)|towns?)\b)",
    re.IGNORECASE | re.DOTALL,
)
_FINITE = re.compile(
    r"\b(?:said|says|told|was|were|is|are|has|have|had|appears?|appeared|remains?|remained|became|took|killed)\b",
    re.IGNORECASE,
)
_AGENCY_END = re.compile(rf"[(\[]{AGENCY}(?:/[^()\[\]]{{2,40}}| file(?: photo)?)?[)\]][\s.]*$")
_SEEN = re.compile(
    r"\b(?:(?:patrol|stand|walk|sit|gather|inspect|look|attend|hold|speak|wait|ride|march|guard|rise|hug|mourn|pray|pose"
    r"|watch|leave|arrive|clear|drive|wave|shout|burn|tend|receive|collect|point|react|view)s?|searche?s?|carr(?:y|ies)"
    r"|(?:is|are) (?:seen|pictured|shown)|seen|pictured"
    r"|(?:stand|walk|sitt|hold|carry|patroll|gather|inspect|march|wav|guard|wait|speak)ing)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"\b(?:said|told)\b")


def is_caption(words: str) -> bool:
    """Say whether a unit is the caption of a photo, graphic or map.

    Args:
        words: One unit of the text.

    Returns:
        True for a credit of a picture at its end or start, an opening such as
        "In this photo" or "Location of", or a short present-tense line that ends
        in an agency's name in brackets.
    """
    tokens = words.split()
    if len(tokens) > MAX_CAPTION_WORDS:
        return False
    if _CAPTION.search(words) or (_CAPTION_START.match(words) and _is_verbless(words)):
        return True
    if len(tokens) > MAX_BARE_CAPTION_WORDS or not _AGENCY_END.search(words):
        return False
    # Some papers end the last paragraph of a story with "(AFP)" too.
    return _SEEN.search(" ".join(tokens[:OPENING_WORDS])) is not None and not _SPEECH.search(words)


def _is_verbless(words: str) -> bool:
    # "In this photo" may go on with a verb; "Location of the districts was" is a sentence.
    is_photo = re.match(r"\W*(?:in )?this\b", words, re.IGNORECASE)
    return is_photo is not None or _FINITE.search(words) is None
