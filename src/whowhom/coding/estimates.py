"""Estimates: figures that are no single event's, such as a strength or a year's attacks.

In: a tree, the drafts of the events, the date expressions. Out:
:class:`~whowhom.records.EstimateDraft` in text order. People, attacks and the displaced
are counted by the project's grammar of figures; shares, areas and money, which are no
counts, are read here with the same bounds.

What one would get wrong: a figure that an event has as a toll or count is its own and no
estimate; and whoever counts ("the mission documented 115 attacks") is the voice, not the
one who attacks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whowhom.coding import estimate_words as lists
from whowhom.coding.figures import find_figures
from whowhom.coding.mentions import mention_of
from whowhom.coding.tellers import with_teller
from whowhom.coding.tie_relation import is_actor, is_owner
from whowhom.coding.tree import SUBJECTS, Tree
from whowhom.coding.voice_roles import voice_role
from whowhom.coding.voice_tree import voices_over
from whowhom.records import EstimateDraft, EventDraft, Figure, MentionDraft, Span, Tagged, VoiceDraft
from whowhom.records.values import Bound

# A handful of attacks is told as events one by one; from here on, or over a period, they are a count.
MANY_ATTACKS = 5
MIN_STRENGTH = 5
MIN_REFUGEES = 100
# "Several attacks" are no estimate, "dozens" are.
FEWEST_VAGUE = 20
# What only the reader sees as an estimate counts from this score on, what a rule sees too from a smaller one.
LEAST_READ = 0.5
LEAST_WITH_RULE = 0.25
_FINITE = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A figure with the words it stands in.

    Attributes:
        word: The noun it counts, or its own last word.
        verb: The verb of its clause; None in a heading.
    """

    figure: Figure
    word: int
    verb: int | None
    last: int


def draft_estimates(
    tree: Tree, events: Sequence[EventDraft], *, dates: Sequence[Span] = ()
) -> tuple[EstimateDraft, ...]:
    """Find the estimates of a document.

    Args:
        events: Whose tolls and counts are not doubled.
        dates: Date expressions of the text, in order.
    """
    layers = tree.layers
    taken: dict[int, list[Span]] = {}
    for span in {figure.span for event in events for figure in (*event.tolls, *event.counts)}:
        for number in {tree.sentence_of[word] for word in tree.words_in(span)}:
            taken.setdefault(number, []).append(span)
    found: list[EstimateDraft] = []
    for number, (first, last) in enumerate(layers.sentences):
        if first == last:
            continue
        begin, end = layers.starts[first], layers.ends[last - 1]
        own = dates[bisect_left(dates, Span(begin, begin + 1)) : bisect_right(dates, end, key=lambda span: span.end)]
        for figure in find_figures(layers.document.text, begin, end):
            draft = _of_figure(tree, figure, own, taken.get(number, ())) or _read(tree, figure, own)
            if draft is not None:
                found.append(_taking_up(tree, draft, found))
        found += _measured(tree, begin, end, own)
    kept: dict[tuple[int, int], EstimateDraft] = {}
    for draft in found:
        kept.setdefault((draft.figure.start, draft.figure.end), draft)
    struck = _struck(tree, events)
    kept = {key: _of_the_dead(tree, draft) for key, draft in kept.items()}
    likely = (
        draft
        for draft in kept.values()
        if _support(tree, draft.span) >= LEAST_WITH_RULE
        # "Executed about 150 members" tells no strength.
        and not (draft.measure == "strength" and not struck.isdisjoint(tree.words_in(draft.span)))
    )
    return tuple(sorted(likely, key=lambda draft: draft.span))


def _of_the_dead(tree: Tree, draft: EstimateDraft) -> EstimateDraft:
    """Tell "more than 130 of the dead were fighters" from a strength."""
    last = tree.words_in(draft.span)[-1]
    behind = range(tree.words_in(draft.span)[0], min(last + 4, tree.layers.sentences[draft.sentence][1]))
    words = [tree.layers.word(word).lower() for word in behind]
    dead = any(words[at : at + 3] == ["of", "the", "dead"] for at in range(len(words)))
    return replace(draft, measure="deaths", unit="people") if dead and draft.measure == "strength" else draft


def _struck(tree: Tree, events: Sequence[EventDraft]) -> set[int]:
    """Return the words of those who suffer acts of force."""
    acts = (event for event in events if event.type in ("ASSAULT", "COERCE"))
    spans = (part.mention.span for event in acts for part in event.participants if part.role == "target")
    return {word for span in spans for word in tree.words_in(span)}


def _support(tree: Tree, span: Span) -> float:
    words = tree.words_in(span)
    return tree.measures.support(words.start, words.stop)


def _of_figure(tree: Tree, figure: Figure, dates: Sequence[Span], taken: Sequence[Span]) -> EstimateDraft | None:
    span = Span(figure.start, figure.end)
    if any(span.overlaps(other) for other in taken) or any(span.overlaps(date) for date in dates):
        return None
    counted = _put_at(tree, figure) or _counted(tree, figure)
    if counted is None:
        return None
    periods = _near(tree, counted, dates)
    if figure.bound == "vague" and (figure.low or 0) < FEWEST_VAGUE:
        return None
    text = tree.layers.document.text
    measure = _measure(tree, counted, any(lists.PERIOD.search(text[s.start : s.end]) for s in periods))
    if measure is None:
        return None
    of = _of(tree, counted, measure)
    return _draft(tree, counted, measure, _unit(tree, counted, measure), of, periods)


def _read(tree: Tree, figure: Figure, dates: Sequence[Span]) -> EstimateDraft | None:
    """Take a figure in whose words the reader sees an estimate, whatever it counts."""
    span = Span(figure.start, figure.end)
    words = tree.words_in(span)
    tag = next((t for word in words if (t := tree.measures.at(word)) is not None), None)
    counted = _counted(tree, figure)
    if tag is None or counted is None or tag.score < LEAST_READ or any(span.overlaps(date) for date in dates):
        return None
    of = _of(tree, counted, tag.label)
    return _draft(tree, counted, tag.label, _unit(tree, counted, tag.label), of, _near(tree, counted, dates))


def _taking_up(tree: Tree, draft: EstimateDraft, before: Sequence[EstimateDraft]) -> EstimateDraft:
    """Give "puts the number at 180,000" the measure of the figure just before, which the number takes up."""
    last = before[-1] if before else None
    words = tree.words_in(Span(draft.figure.start, draft.figure.end))
    if last is None or not 0 <= draft.sentence - last.sentence <= 1 or words.start < 3:
        return draft
    noun = words.start - 2
    taken_up = tree.layers.word(words.start - 1).lower() == "at" and tree.lemma(noun) in (
        "number",
        "figure",
        "total",
        "it",
    )
    if not taken_up or tree.layers.word(noun - 1).lower() not in ("the", "this", "that", "put", "puts"):
        return draft
    return replace(draft, measure=last.measure, unit=last.unit, of=draft.of or last.of)


def _draft(
    tree: Tree, counted: _Counted, measure: str, unit: str, of: int | None, periods: tuple[Span, ...]
) -> EstimateDraft:
    end = max(counted.figure.end, tree.layers.ends[counted.last])
    return EstimateDraft(
        span=Span(counted.figure.start, end),
        figure=counted.figure,
        measure=measure,
        unit=unit,
        sentence=tree.sentence_of[counted.word],
        of=mention_of(tree, of) if of is not None else None,
        dates=periods,
        place=_place(tree, counted),
        voices=_voices(tree, counted),
    )


def _counted(tree: Tree, figure: Figure) -> _Counted | None:
    """Find what a figure counts: the noun it stands before or behind "of", itself where it stands alone."""
    layers = tree.layers
    words = tree.words_in(Span(figure.start, figure.end))
    if not words:
        return None
    numbers = [word for word in words if layers.upos[word] == "NUM"] or [words[-1]]
    number = next((word for word in numbers if layers.heads[word] not in words), numbers[-1])
    above = layers.heads[number]
    noun = number
    if above >= 0 and layers.upos[above] in ("NOUN", "PROPN") and above >= words.start and above - number <= 6:
        noun = above
    else:
        behind = [
            c for c in tree.children[number] if tree.relation(c) == "nmod" and tree.case_of(c) == "of" and c > number
        ]
        noun = behind[0] if behind else _noun_behind(tree, words.stop, number)
    last = noun if noun > number else words[-1]
    strong = words.stop
    if strong + 1 < len(layers.starts) and layers.word(strong) == "-" and layers.word(strong + 1).lower() == "strong":
        last = strong + 1
    return _Counted(figure, noun, _verb_of(tree, noun), last)


def _put_at(tree: Tree, figure: Figure) -> _Counted | None:
    """Read "put the number of displaced people in Ituri at 1.2 million": what is counted stands before."""
    words = tree.words_in(Span(figure.start, figure.end))
    at = words.start - 1 if words else -1
    if at < 1 or tree.layers.word(at).lower() != "at":
        return None
    first = tree.layers.sentences[tree.sentence_of[at]][0]
    verbs = [
        word for word in range(first, at) if tree.lemma(word) in lists.PUTTING and tree.layers.upos[word] == "VERB"
    ]
    numbers = [w for w in range(verbs[-1] if verbs else at, at - 1) if tree.lemma(w) in lists.NUMBERS]
    if not numbers or tree.layers.word(numbers[0] + 1).lower() != "of":
        return None
    behind = range(numbers[0] + 2, at)
    noun = next((w for w in behind if tree.layers.upos[w] in ("NOUN", "PROPN") or tree.layers.xpos[w] == "NNS"), None)
    if noun is None:
        return None
    while noun + 1 < at and tree.layers.upos[noun + 1] in ("NOUN", "PROPN"):
        noun += 1
    return _Counted(figure, noun, verbs[-1], words[-1])


def _of_toll(tree: Tree, figure: Figure, dates: Sequence[Span]) -> EstimateDraft | None:
    """Read "put the death toll since January at 197": a toll of a stretch of time, and no event's."""
    words = tree.words_in(Span(figure.start, figure.end))
    first = tree.layers.sentences[tree.sentence_of[words[0]]][0] if words else 0
    if not words or words[0] - 1 < first or tree.layers.word(words[0] - 1).lower() != "at":
        return None
    tolls = [
        w for w in range(first, words[0]) if tree.lemma(w) == "toll" and tree.lemma(w - 1) in ("death", "the", "a")
    ]
    verb = tree.layers.heads[tolls[-1]] if tolls else -1
    text = tree.layers.document.text
    between = [s for s in dates if tolls and tree.layers.ends[tolls[-1]] <= s.start and s.end <= figure.start]
    periods = tuple(span for span in between if lists.PERIOD.search(text[max(0, span.start - 6) : span.end]))
    if verb < 0 or tree.lemma(verb) not in lists.PUTTING or not periods:
        return None
    return _draft(tree, _Counted(figure, tolls[-1], verb, words[-1]), "deaths", "people", None, periods)


def _noun_behind(tree: Tree, first: int, usual: int) -> int:
    """Return the noun right behind a number, whatever the tree hangs the number on; else the number itself."""
    for word in range(first, min(first + 3, tree.layers.sentences[tree.sentence_of[usual]][1])):
        if tree.layers.upos[word] == "NOUN":
            return word
        if tree.layers.upos[word] != "ADJ":
            break
    return usual


def _verb_of(tree: Tree, word: int) -> int | None:
    for above in tree.ancestors(word):
        if tree.layers.upos[above] in _FINITE or tree.child(above, "cop") is not None:
            return above
    return None


def _value(figure: Figure) -> int:
    return figure.best or figure.low or figure.high or 0


def _measure(tree: Tree, counted: _Counted, has_period: bool) -> str | None:
    """Say what a figure measures; None for what is an event's or nobody's."""
    lemma = tree.lemma(counted.word)
    value = _value(counted.figure)
    if _is_strong(tree, counted):
        return "strength"
    if lemma in lists.ATTACKS or lemma in lists.TIMES:
        return "attacks" if _counts_attacks(tree, counted, has_period) else None
    if _counts_displaced(tree, counted):
        return "displaced"
    if _counts_dead(tree, counted, has_period):
        return "deaths"
    if lemma in lists.FIGHTERS and value >= MIN_STRENGTH and _is_had(tree, counted):
        return "strength"
    return "other" if lemma in lists.PRISONERS and value >= MIN_STRENGTH else None


def _counts_attacks(tree: Tree, counted: _Counted, has_period: bool) -> bool:
    lemma, value = tree.lemma(counted.word), _value(counted.figure)
    if value < 2:
        return False
    verb = tree.lemma(counted.verb) if counted.verb is not None else ""
    if lemma in lists.TIMES:
        return verb in lists.ATTACKING and value >= 2
    if lemma in lists.CASES and not (
        _is_of(tree, counted.word, lists.ATTACKS) or verb in lists.RECORDING or has_period
    ):
        return value >= MANY_ATTACKS and lemma == "incident"
    return value >= MANY_ATTACKS or has_period or verb in lists.RECORDING


def _is_of(tree: Tree, noun: int, lemmas: frozenset[str]) -> bool:
    return any(tree.relation(c) == "nmod" and tree.lemma(c) in lemmas for c in tree.children[noun])


def _is_strong(tree: Tree, counted: _Counted) -> bool:
    return tree.layers.word(counted.last).lower() == "strong"


def _is_had(tree: Tree, counted: _Counted) -> bool:
    """Say whether people are told as a body's strength: owned, had, stationed, making up a force."""
    noun = counted.word
    if any(is_owner(tree, child) for child in tree.children[noun]):
        return True
    above = tree.layers.heads[noun]
    if above >= 0 and tree.relation(noun) == "nmod" and tree.lemma(above) in lists.FORCES:
        return True
    verb = counted.verb
    if _behind_having(tree, counted):
        return True
    if verb is None or tree.lemma(verb) not in (*lists.HAVING, "be"):
        return False
    if tree.lemma(verb) == "be" or tree.child(verb, "expl") is not None:
        return tree.child(verb, "expl") is not None
    return tree.relation(noun) in ("obj", "nsubj", "nsubj:pass", "obl", "xcomp", "ccomp") or noun == verb


def _behind_having(tree: Tree, counted: _Counted) -> bool:
    """Say whether "has" stands right before a figure, whatever the tree hangs its noun on."""
    word = tree.words_in(Span(counted.figure.start, counted.figure.end)).start - 1
    start = tree.layers.sentences[tree.sentence_of[counted.word]][0]
    while word > start and tree.layers.upos[word] in ("ADV", "DET", "ADP"):
        word -= 1
    return word >= start and tree.layers.upos[word] in _FINITE and tree.lemma(word) in lists.HAVING


def _counts_displaced(tree: Tree, counted: _Counted) -> bool:
    lemma = tree.lemma(counted.word)
    if lemma in lists.DISPLACED:
        return _value(counted.figure) >= MIN_REFUGEES
    nouns = {lemma, *(tree.lemma(c) for c in tree.children[counted.word])}
    if not nouns & lists.PEOPLE:
        return False
    if "displaced" in {tree.layers.word(c).lower() for c in tree.children[counted.word]}:
        return True
    verb = counted.verb
    is_subject = tree.relation(counted.word) in (*SUBJECTS, "obj")
    return verb is not None and is_subject and tree.lemma(verb) in lists.DISPLACING - {"leave", "escape"}


def _counts_dead(tree: Tree, counted: _Counted, has_period: bool) -> bool:
    verb = counted.verb
    near = {tree.lemma(counted.word), *(tree.lemma(c) for c in tree.children[counted.word])}
    near |= {tree.lemma(verb)} if verb is not None else set()
    lemma = tree.lemma(counted.word)
    is_people = lemma in lists.PEOPLE | lists.FIGHTERS | lists.DYING or is_actor(tree, counted.word)
    if not near & lists.DYING or _value(counted.figure) < MIN_STRENGTH or not is_people:
        return False
    first, last = tree.layers.sentences[tree.sentence_of[counted.word]]
    return has_period or any(tree.lemma(word) in lists.CUMULATIVE for word in range(first, last))


def _unit(tree: Tree, counted: _Counted, measure: str) -> str:
    if measure in ("displaced", "deaths"):
        return "people"
    if _is_strong(tree, counted) or tree.layers.upos[counted.word] not in ("NOUN", "PROPN"):
        return "members" if measure == "strength" else measure
    if tree.lemma(counted.word) in lists.TIMES:
        return "times"
    return tree.layers.word(counted.word).lower()


def _of(tree: Tree, counted: _Counted, measure: str) -> int | None:
    """Find whose figure it is: the owner, "by X", the subject of the verb, else the people counted themselves."""
    noun, verb = counted.word, counted.verb
    for child in tree.children[noun]:
        owns = is_owner(tree, child) or (tree.relation(child) in ("nmod", "obl") and tree.case_of(child) == "by")
        if owns and is_actor(tree, child):
            return child
    if _is_strong(tree, counted) and is_actor(tree, noun):
        return noun
    if measure in ("displaced", "deaths", "other"):
        return noun if is_actor(tree, noun) else None
    if verb is not None and tree.lemma(verb) not in lists.RECORDING and noun != verb:
        if _tells(tree, verb):
            return _named_before(tree, verb, counted)
        agent = next((c for c in tree.children[verb] if tree.case_of(c) == "by" and is_actor(tree, c)), None)
        near = verb - 1 if is_actor(tree, verb - 1) and tree.layers.upos[verb - 1] != "VERB" else None
        if near is not None and tree.case_of(near) in lists.PLACE_CASES:
            near = None  # "rebels in Ituri have"
        subject = agent if agent is not None else near if near is not None else tree.subject(verb)
        if subject is not None and subject != noun and is_actor(tree, subject):
            return subject
    return noun if measure == "strength" and is_actor(tree, noun) else None


def _tells(tree: Tree, verb: int) -> bool:
    """Say whether the subject of a verb only gives the figure: "analysts estimate that the Front has"."""
    return tree.lemma(verb) in lists.TELLING and not tree.is_passive(verb) and tree.child(verb, *SUBJECTS) is not None


def _named_before(tree: Tree, verb: int, counted: _Counted) -> int | None:
    """Return the actor between who gives a figure and the figure, whatever the tree makes of the clause.

    Of "rebels in Ituri have" those who are meant stand before the place.
    """
    first = tree.words_in(Span(counted.figure.start, counted.figure.end)).start
    named = [tree.head_of(tag.first, tag.last) for tag in tree.actors.within(verb + 1, first) if tag.last <= first]
    meant = [head for head in named if tree.case_of(head) not in lists.PLACE_CASES]
    return (meant or named)[-1] if named else None


def _near(tree: Tree, counted: _Counted, dates: Sequence[Span]) -> tuple[Span, ...]:
    """Take the date expressions that hang on the noun or on the verb of its clause."""
    return tuple(span for span in dates if any(_hangs(tree, word, counted) for word in tree.words_in(span)))


def _hangs(tree: Tree, word: int, counted: _Counted) -> bool:
    """Say whether a word hangs on the figure's noun, on what that hangs on, or on its verb, and on no other noun."""
    own = {counted.word}
    for above in tree.ancestors(counted.word):
        own.add(above)
        if above == counted.verb:
            break
    for above in tree.ancestors(word):
        if above in own:
            return True
        if tree.layers.upos[above] == "NOUN":
            return False
        if tree.layers.upos[above] in _FINITE and tree.relation(above) not in ("acl", "xcomp"):
            return False
    return False


def _place(tree: Tree, counted: _Counted) -> Span | None:
    first, last = tree.layers.sentences[tree.sentence_of[counted.word]]
    for tag in tree.entities.within(first, last, "LOC"):
        head = tree.head_of(tag.first, tag.last)
        if tree.case_of(head) in lists.PLACE_CASES and _hangs(tree, head, counted):
            return tree.layers.span(tag.first, tag.last)
    return None


def _voices(tree: Tree, counted: _Counted) -> tuple[VoiceDraft, ...]:
    """Take the voices over the figure; whoever records it is one even without a verb of saying."""
    voices = voices_over(tree, counted.word, counted.word + 1)
    verb = counted.verb
    if verb is None or tree.lemma(verb) not in lists.RECORDING or tree.is_passive(verb):
        inside = tree.words_in(Span(counted.figure.start, max(counted.figure.end, tree.layers.ends[counted.last])))
        return with_teller(tree, counted.word, inside, voices, lists.COUNTING, "verb of counting")
    subject = tree.subject(verb)
    if subject is None or not is_actor(tree, subject):
        return voices
    mention: MentionDraft = mention_of(tree, subject)
    if any(voice.span == mention.span for voice in voices):
        return voices
    tag = Tagged(*tree.phrase(subject), "source", 1.0)
    cue = tree.layers.span(verb, verb + 1)
    return (*voices, VoiceDraft(mention.span, mention, voice_role(tree, tag, mention), cue, "verb of counting"))


# --- shares, areas, money ---------------------------------------------------------------------------------------


def _measured(tree: Tree, begin: int, end: int, dates: Sequence[Span]) -> Iterator[EstimateDraft]:
    text = tree.layers.document.text
    for match in lists.SHARE.finditer(text, begin, end):
        noun = match["noun"].lower()
        if any(re.search(rf"\b{land}\b", noun) for land in lists.LANDS):
            yield from _as_measured(tree, match, "territory", "percent", match.start(), match.end("noun"), dates)
    for match in lists.AREA.finditer(text, begin, end):
        yield from _as_measured(
            tree, match, "territory", " ".join(match["unit"].lower().split()), match.start(), match.end(), dates
        )
    for match in lists.BARE.finditer(text, begin, end):
        bare = _bounded(match, match.start("number"))
        draft = _of_figure(tree, bare, dates, ()) if bare is not None and _put_at(tree, bare) is not None else None
        if draft is None and bare is not None:
            draft = _of_toll(tree, bare, dates)
        if draft is not None:
            yield draft
    for match in lists.MONEY.finditer(text, begin, end):
        words = {tree.lemma(word) for word in tree.words_in(Span(begin, end))}
        if words & lists.COSTS:
            unit = lists.CURRENCIES.get(match["symbol"] or "") or " ".join(match["currency"].lower().split())
            yield from _as_measured(tree, match, "other", unit, match.start(), match.end(), dates)


def _as_measured(
    tree: Tree, match: re.Match[str], measure: str, unit: str, start: int, end: int, dates: Sequence[Span]
) -> Iterator[EstimateDraft]:
    figure = _bounded(match, start)
    words = tree.words_in(Span(match.start(), match.end()))
    if figure is None or not words:
        return
    word = tree.head_of(words.start, words.stop)
    verb = _verb_of(tree, word)
    if measure == "territory" and unit != "percent" and (verb is None or tree.lemma(verb) not in lists.HOLDING):
        return
    counted = _Counted(figure, word, verb, words[-1])
    of = tree.subject(verb) if verb is not None else None
    of = of if of is not None and is_actor(tree, of) and measure == "territory" else None
    draft = _draft(tree, counted, measure, unit, of, _near(tree, counted, dates))
    yield replace(draft, span=Span(figure.start, max(end, figure.end)))


def _bounded(match: re.Match[str], start: int) -> Figure | None:
    """Read the number of a share, an area or an amount of money, with the bound before it."""
    groups = match.groupdict()
    digits = (groups.get("number") or groups.get("first") or groups.get("second") or "").rstrip(".,")
    scale = lists.SCALES.get((groups.get("scale1") or groups.get("scale2") or "").lower(), 1)
    try:
        value = round(float(digits.replace(",", "")) * scale)
    except ValueError:
        return None
    text = match.string
    before = lists.BOUND_BEFORE.search(text[max(0, start - 40) : start])
    kind = before.lastgroup if before is not None else None
    first = start - (len(before[0]) if before is not None else 0)
    numbers: dict[str | None, tuple[Bound, int | None, int | None, int | None]] = {
        None: ("exact", value, value, value),
        "more": ("more than", value + 1, None, None),
        "least": ("at least", value, None, None),
        "most": ("up to", None, None, value),
        "about": ("about", None, value, None),
    }
    bound, low, best, high = numbers[kind]
    return Figure(low, best, high, bound, first, match.end(), text[first : match.end()])
