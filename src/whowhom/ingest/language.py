"""The language of a text.

In: the words that would be read. Out: an ISO 639 code, or none where the text is
too short or too mixed to tell. Plain English is seen by its function words alone;
only a text that fails that test loads the classifier, whose first call costs most
of a second. A text is refused only on strong evidence: see :func:`find_language`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# English news has 25-45 % of these words, headlines and lists of names under 20 %,
# texts in Dutch, German or Danish, which share some, under 10 %.
_ENGLISH_WORDS = (
    "the of and to in that for was were with by from has have had said on at is are as it an a not be been who which"
)
# Dutch and German share "in", "was", "is"; these stand in English alone.
_ENGLISH_ONLY_WORDS = "the of and that with from were has have had said been who which to by"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ENGLISH_ONLY = frozenset(_ENGLISH_ONLY_WORDS.split())
ENGLISH_SHARE = 0.2
FOREIGN_SHARE = 0.12
# Under eight words the classifier calls English headlines Hausa or Portuguese.
MIN_WORDS = 8
# The classifier gives English headlines up to 0.6 for a wrong language and whole
# sentences in the right one 0.94 and more.
MIN_PROBABILITY = 0.9
SAMPLE_CHARS = 20_000

# Chinese, Japanese and Thai write without spaces: each letter counts as a word.
_TOKEN = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|[^\W\d_]+")

_NAMES = (
    "af=Afrikaans am=Amharic ar=Arabic ary=Moroccan_Arabic arz=Egyptian_Arabic as=Assamese az=Azerbaijani "
    "be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek "
    "en=English eo=Esperanto es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fr=French ga=Irish "
    "gl=Galician gu=Gujarati ha=Hausa he=Hebrew hi=Hindi hr=Croatian ht=Haitian_Creole hu=Hungarian hy=Armenian "
    "id=Indonesian ig=Igbo is=Icelandic it=Italian ja=Japanese jv=Javanese ka=Georgian kk=Kazakh km=Khmer "
    "kn=Kannada ko=Korean ku=Kurdish ky=Kyrgyz la=Latin lb=Luxembourgish lg=Ganda ln=Lingala lo=Lao lt=Lithuanian "
    "lv=Latvian mg=Malagasy mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese my=Burmese "
    "ne=Nepali nl=Dutch nn=Norwegian_Nynorsk no=Norwegian oc=Occitan om=Oromo or=Odia pa=Punjabi "
    "pcm=Nigerian_Pidgin pl=Polish ps=Pashto pt=Portuguese qu=Quechua ro=Romanian ru=Russian rw=Kinyarwanda "
    "sd=Sindhi sdh=Southern_Kurdish si=Sinhala sk=Slovak sl=Slovenian sn=Shona so=Somali sq=Albanian sr=Serbian "
    "sv=Swedish sw=Swahili ta=Tamil te=Telugu tg=Tajik th=Thai tk=Turkmen tl=Tagalog tr=Turkish tt=Tatar "
    "ug=Uyghur uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese xh=Xhosa yo=Yoruba yue=Cantonese zh=Chinese zu=Zulu "
)
NAMES = dict(pair.split("=") for pair in _NAMES.split())
"""English names of languages by ISO 639 code; ``_`` stands for a space."""


@dataclass(frozen=True, slots=True)
class Language:
    """What language a text is in.

    Attributes:
        code: ISO 639 code; None where the evidence does not reach.
        is_certain: Enough to refuse the text when it is not English.
    """

    code: str | None
    is_certain: bool

    @property
    def name(self) -> str:
        """The English name of the language, or its code where we have none."""
        return NAMES.get(self.code or "", self.code or "unknown").replace("_", " ")


def find_language(text: str) -> Language:
    """Tell the language of a text, or abstain.

    Args:
        text: The read parts of a report.

    Returns:
        English where a fifth of the words are its function words. Another
        language, for certain, where at least eight words hold few of those and
        the classifier gives it 0.9; otherwise no code.
    """
    tokens = _TOKEN.findall(text[:SAMPLE_CHARS].lower())
    if not tokens:
        return Language(None, False)
    share = sum(token in _ENGLISH for token in tokens) / len(tokens)
    if share >= ENGLISH_SHARE and _ENGLISH_ONLY.intersection(tokens):
        return Language("en", True)
    if len(tokens) < MIN_WORDS:
        return Language(None, False)
    code, probability = _classify(text[:SAMPLE_CHARS])
    if code == "en" and probability >= 0.5:
        return Language("en", True)
    if code not in ("en", "zxx") and probability >= MIN_PROBABILITY and share < FOREIGN_SHARE:
        return Language(code, True)
    return Language(None, False)


def _classify(text: str) -> tuple[str, float]:
    import py3langid  # 0.1 s to import, 0.7 s for its first call

    ranked = py3langid.rank(text)
    best_code, best_score = ranked[0]
    # The scores are log probabilities that grow with length; dividing by the root
    # of the length keeps them comparable, as the classifier's own scaling does.
    heat = math.sqrt(len(text.encode("utf-8", "replace")) or 1)
    total = sum(math.exp((score - best_score) / heat) for _, score in ranked)
    return str(best_code), 1 / total
