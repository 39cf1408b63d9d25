"""What the whole report tells about its actors: countries, acronyms, names.

In: the text and the registry. Out: a :class:`Context` that turns a name into
what it names. An acronym that the text itself introduces goes by the name
it stands for there, whatever the registry knows by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from whowhom.records import MentionDraft, Span
from whowhom.registry import Registry, RegistryEntry, acronym_key, fold, is_acronym
from whowhom.resolve.actor_countries import NO_GROUNDS, CountrySpot, Grounds, country_lent, country_spot
from whowhom.resolve.actor_words import ATTRIBUTIVE, ORGANISATION_WORDS, STATE_BODIES, words_of

COMMUNITY_RANK = 4
LISTED_RANK = 3
STATE_RANK = 2
OWN_RANK = 0
"""A user's own entries win, wherever the report is about."""

_BEFORE_NAME = re.compile(rf"^(?:(?:the|{'|'.join(sorted(ATTRIBUTIVE))})\s+)+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W_][\w.'’&/\-–‑]*")
_BRACKETED = re.compile(r"\(\s*([A-Z][A-Za-z0-9.&/\-–‑]{1,11})\s*[),;]")
_SMALL = words_of("of the and for in on de la el del y et pour des du al a to with -")
_GENERIC = words_of(
    "front army movement liberation national party group islamic state people peoples forces united of for the "
    "defence defense resistance revolutionary democratic popular self armed"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text with its place; ``bare`` has no possessive or full stop at its end."""

    start: int
    end: int
    text: str

    @property
    def bare(self) -> str:
        """The word without possessive ending and final punctuation."""
        return _bare(self.text)

    @property
    def small(self) -> str:
        """The bare word in small letters."""
        return _small(self.text)


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> str:
    word = _POSSESSIVE.sub("", word)
    return word if "." in word[:-1] else word.rstrip(".")


@lru_cache(maxsize=1 << 14)
def _small(word: str) -> str:
    return _bare(word).casefold()


def bare_name(words: str) -> str:
    """Drop "the" and "self-proclaimed" from the front of a name."""
    return _BEFORE_NAME.sub("", words)


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Cut a stretch of the text into words with their offsets in the text."""
    return [Token(met.start(), met.end(), met.group()) for met in _WORD.finditer(text, start, end)]


@dataclass(frozen=True, slots=True)
class Named:
    """What a name names.

    Attributes:
        key: Canonical key: "reg:ID", or "name:FOLDED" for what no registry knows.
        ambiguous: Several entries fit the name equally well.
    """

    key: str
    entry: RegistryEntry | None
    words: str
    span: Span
    ambiguous: bool = False


@dataclass
class Context:
    """The report's countries, acronyms and day, with the registry."""

    text: str
    registry: Registry
    day: str | None
    countries: Counter[str]
    country_spots: list[CountrySpot]
    acronyms: dict[str, str]
    capitals_only: bool
    text_names: frozenset[str] = frozenset()
    grounds: Grounds = NO_GROUNDS
    _seen: dict[tuple[str, bool, bool], tuple[RegistryEntry | None, bool]] = field(default_factory=dict)

    def country_at(
        self, mention: MentionDraft, sentence: Span, *, foreign: frozenset[str], armed: bool = True
    ) -> str | None:
        """Return the country whose forces bare "soldiers" are, or whose government "the government" is."""
        return country_lent(
            self.country_spots, self.grounds, head=mention.head, sentence=sentence, foreign=foreign, armed=armed
        )

    def country_of(self, words: str) -> str | None:
        """Return the country that a name or demonym stands for, or None."""
        if self.capitals_only or words != words.casefold() or len(words) > 3:
            return self.registry.country(words) or self.registry.demonym(words)
        return None

    def expand(self, words: str) -> str:
        """Return the full name that the text gives for an acronym, or the words."""
        return self.acronyms.get(acronym_key(words), words) if is_acronym(words) else words

    def named(self, words: str, span: Span, *, exact: bool = False) -> Named | None:
        """Say which actor of the registry or of the text a name names, or None.

        Args:
            exact: Take no name that differs by a slip of spelling.
        """
        full = self.expand(words)
        entry, ambiguous = self._entry(full, acronym=words if full != words else None, exact=exact)
        if entry is not None:
            return Named(f"reg:{entry.id}", entry, words, span)
        if full != words or fold(words) in self._known_names or ambiguous:
            return Named(f"name:{fold(full)}", None, words, span, ambiguous)
        return None

    def _entry(self, name: str, *, acronym: str | None, exact: bool) -> tuple[RegistryEntry | None, bool]:
        memo = (name, bool(acronym), exact)
        if memo not in self._seen:
            shorts = [acronym] if acronym else self._acronyms_of.get(fold(name), [])
            found = list(self.registry.find(name, day=self.day, exact=exact))
            for short in shorts:
                by_acronym = self.registry.find(short, day=self.day)
                both = [entry for entry in found if entry in by_acronym]
                kin = [e for e in by_acronym if not found and self._kin(name, e)]
                found = both or found or kin
            self._seen[memo] = self._choose(found, name)
        return self._seen[memo]

    @cached_property
    def _known_names(self) -> frozenset[str]:
        """The folded names of bodies that the text itself gives."""
        return self.text_names | {fold(name) for name in self.acronyms.values()}

    @cached_property
    def _acronyms_of(self) -> dict[str, list[str]]:
        """The keys of the acronyms that stand for a folded name."""
        found: dict[str, list[str]] = {}
        for key, full in self.acronyms.items():
            found.setdefault(fold(full), []).append(key)
        return found

    def _kin(self, name: str, entry: RegistryEntry) -> bool:
        words = set(fold(name).split()) - _GENERIC
        known = {word for alias in (entry.name, *entry.aliases) for word in fold(alias).split()}
        return bool(words & known) or any(code in self.countries for code in entry.active_in)

    def _choose(self, found: Sequence[RegistryEntry], name: str) -> tuple[RegistryEntry | None, bool]:
        def here(entry: RegistryEntry) -> int:
            return sum(self.countries[code] for code in entry.active_in)

        fit = [entry for entry in found if entry.rank < LISTED_RANK or here(entry) or self._telling(name, entry)]
        if not fit:
            return None, False
        scores = {
            e.id: (
                e.rank == OWN_RANK or bool(here(e)) or not e.active_in,
                -e.rank,
                e.exists_on(self.day),
                here(e),
            )
            for e in fit
        }
        best = max(scores.values())
        winners = [entry for entry in fit if scores[entry.id] == best]
        return (winners[0], False) if len(winners) == 1 else (None, True)

    def _telling(self, name: str, entry: RegistryEntry) -> bool:
        """A long name of the UCDP list needs no country beside it; an acronym or a people's name does."""
        described = name.split()[-1].islower()  # "Hutu rebels", "Kashmir insurgents": many are called so
        return entry.rank == LISTED_RANK and len(fold(name).split()) > 1 and not described and not is_acronym(name)


def read_context(
    text: str, *, registry: Registry, day: str | None, names: Iterable[Span], grounds: Grounds = NO_GROUNDS
) -> Context:
    """Scan a text for the countries it names and the acronyms it introduces.

    Args:
        names: Spans of mentions in form of a name: a bracketed acronym right
            behind one belongs to it even when the initials disagree ("(ELN)").
        grounds: Where the events of the report took place.
    """
    letters = list(filter(str.isalpha, text[:4000]))
    capitals_only = bool(letters) and sum(map(str.isupper, letters)) > 0.9 * len(letters)
    spots = list(_country_spots(text, registry, capitals_only=capitals_only))
    spans = sorted(names)
    return Context(
        text=text,
        registry=registry,
        day=day,
        countries=Counter(spot.code for spot in spots),
        country_spots=spots,
        acronyms={**_by_initials(text, spans), **_introduced(text, spans)},
        capitals_only=capitals_only,
        grounds=grounds,
        text_names=frozenset(fold(bare_name(text[s.start : s.end])) for s in spans if _is_own_name(text, s, registry)),
    )


def _is_own_name(text: str, span: Span, registry: Registry) -> bool:
    """Say whether a name is a body's own, not a state's force ("Turkish Army")."""
    words = tokens_of(text, span.start, span.end)
    of_state = words and words[-1].small in STATE_BODIES
    if of_state and any(registry.country(word.bare) or registry.demonym(word.bare) for word in words):
        return False
    return bool(ORGANISATION_WORDS & {word.small for word in words[1:]})


def _country_spots(text: str, registry: Registry, *, capitals_only: bool) -> Iterable[CountrySpot]:
    words = list(_WORD.finditer(text))
    written = [word.group() for word in words]
    at = 0
    while at < len(words):
        for size in (4, 3, 2, 1) if _may_begin_country(written[at], registry) else ():
            run = written[at : at + size]
            if len(run) < size:
                continue
            name = " ".join([*run[:-1], _bare(run[-1])])
            code = registry.land(name)
            if code and not (capitals_only and name == "US"):
                end = words[at + size - 1].start() + len(_bare(run[-1]))
                yield country_spot(text, words[at].start(), end, code)
                at += size - 1
                break
        at += 1


def _may_begin_country(word: str, registry: Registry) -> bool:
    if not (word[0].isupper() or word[0].isdigit()):
        return False
    return registry.may_begin_country(word) or registry.may_begin_country(_bare(word))


def _introduced(text: str, names: Sequence[Span]) -> dict[str, str]:
    """Map acronym keys to full names for every "Full Name (ABC)" and "ABC (Full Name)"."""
    found: dict[str, str] = {}
    longest = max((span.end - span.start for span in names), default=0)
    for met in _BRACKETED.finditer(text):
        acronym = met.group(1)
        if not is_acronym(acronym):
            continue
        full = _initialled(text, met.start(), acronym) or _name_before(text, met.start(), names, longest)
        if full and not is_acronym(full):
            found.setdefault(acronym_key(acronym), full)
    return found


def _initialled(text: str, end: int, acronym: str) -> str | None:
    """Take the shortest run of words before ``end`` whose initials make the acronym."""
    words = tokens_of(text, max(0, end - 120), end)[-12:]
    key = acronym_key(acronym)
    for at in range(len(words) - 1, -1, -1):
        run = words[at:]
        strong = [part for word in run for part in re.split(r"[-–‑/]", word.text) if part]
        every = "".join(part[0] for part in strong).upper()
        capital = "".join(part[0] for part in strong if part.casefold() not in _SMALL).upper()
        if words[at].text.casefold() not in _SMALL and key in (every, capital) and len(run) > 1:
            full = text[run[0].start : run[-1].end]
            return None if re.search(r"[.;:!?]\s", full) else full
    return None


def _name_before(text: str, end: int, names: Sequence[Span], longest: int) -> str | None:
    """Take the name that ends right before a bracket, or reaches past it; none has more letters than the longest."""
    reach = end
    while reach and text[reach - 1] in " (":
        reach -= 1
    for at in range(bisect_left(names, end, key=lambda span: span.start) - 1, -1, -1):
        span = names[at]
        if span.start < reach - longest:
            break
        if reach <= span.end <= end:
            return re.sub(r"(?i)^the\s+", "", text[span.start : span.end])
        if span.end > end:
            return re.sub(r"(?i)^the\s+", "", text[span.start : end].strip())
    return None


def _by_initials(text: str, names: Sequence[Span]) -> dict[str, str]:
    """Join an acronym that nothing introduces with the one full name of those initials."""
    shorts = {acronym_key(w) for w in (text[s.start : s.end].removeprefix("the ") for s in names) if is_acronym(w)}
    fulls: dict[str, set[str]] = {}
    for span in names:
        words = [word for word in tokens_of(text, span.start, span.end) if word.text.casefold() not in _SMALL]
        if len(words) > 2 and all(word.text[0].isupper() for word in words):
            key = "".join(word.text[0] for word in words).upper()
            fulls.setdefault(key, set()).add(text[words[0].start : words[-1].end])
    return {key: next(iter(full)) for key, full in fulls.items() if key in shorts and len(full) == 1}
