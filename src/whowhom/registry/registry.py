"""The actor registry: names in, known actors out.

One file, ``data/actors.jsonl.gz``: a header with the indexes, then one entry a
line, parsed only when asked for, so that loading stays within milliseconds.
A name may be many actors' ("National Liberation Army"): ``find`` gives them all,
best first, and whoever asks decides with the text before them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whowhom.errors import DataError
from whowhom.records.actors import ActorKind
from whowhom.registry.entries import Leader, RegistryEntry
from whowhom.registry.names import acronym_key, allowed_edits, fold, is_acronym, near, without_article
from whowhom.registry.sources import read_entries

FORMAT = "whowhom-registry/1"
SHIPPED = Path(__file__).parent / "data" / "actors.jsonl.gz"
USER_RANK = 0
LISTED_RANK = 3
"""From here on an entry is as UCDP's list has it; below it was gone over by hand."""

MIN_ACRONYM_AS_WORD = 5
"""An acronym this long is also found in small letters ("unicef"); shorter ones
are words too often ("fact", "mend", "is")."""


@dataclass(slots=True)
class Registry:
    """Known actors by id, name, acronym and demonym. Make it with :meth:`load`."""

    digest: str
    sources: tuple[Mapping[str, str], ...]
    _rows: list[str]
    _rank: list[int]
    _ids: dict[str, int]
    _names: dict[str, list[int]]
    _acronyms: dict[str, list[int]]
    _countries: dict[str, str]
    _country_acronyms: dict[str, str]
    _demonyms: dict[str, str]
    _capitals: dict[str, str]
    _leaders: dict[str, list[int]]
    _extra: dict[int, RegistryEntry] = field(default_factory=dict)
    _user_files: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, bool], tuple[int, ...]] = field(default_factory=dict)
    _by_initials: dict[str, list[str]] = field(default_factory=dict)
    _country_beginnings: frozenset[str] = frozenset()

    @classmethod
    def load(cls, path: Path | None = None, *, user: Sequence[Path] = ()) -> Registry:
        """Load the shipped registry, or the one at ``path``, and a user's files.

        Args:
            path: A file made by ``tools/build_registry.py``.
            user: TOML or CSV files; their entries win over shipped ones, and
                one with a shipped id replaces it.

        Raises:
            DataError: the registry file is missing or damaged.
            UnreadableFile: a user's file cannot be read.
            UsageError: a user's entry has a fault.
        """
        where = path or SHIPPED
        try:
            raw = gzip.decompress(where.read_bytes())
            lines = raw.decode("utf-8").splitlines()
            head: dict[str, Any] = json.loads(lines[0])
            found_format = head["format"]
        except (OSError, EOFError, ValueError, KeyError, IndexError) as error:
            raise DataError(
                f"the actor registry {where.name!r} is missing or damaged ({error}); expected a file that "
                "tools/build_registry.py wrote. Install the package again or build the file."
            ) from error
        if found_format != FORMAT:
            raise DataError(
                f"the actor registry {where.name!r} has format {found_format!r}; expected {FORMAT!r}. Build it again."
            )
        registry = cls(
            digest=hashlib.sha256(raw).hexdigest(),
            sources=tuple(head["sources"]),
            _rows=lines[1:],
            _rank=head["ranks"],
            _ids={identifier: number for number, identifier in enumerate(head["ids"])},
            _names=head["names"],
            _acronyms=head["acronyms"],
            _countries=head["countries"],
            _country_acronyms=head["country_acronyms"],
            _demonyms=head["demonyms"],
            _capitals=head["capitals"],
            _leaders=head["leaders"],
        )
        registry._add_users(user)
        return registry

    def __len__(self) -> int:
        return len(self._rank)

    def get(self, identifier: str) -> RegistryEntry | None:
        """Return the entry with that id, or None."""
        number = self._ids.get(identifier)
        return None if number is None else self._entry(number)

    def find(self, name: str, *, day: str | None = None, exact: bool = False) -> tuple[RegistryEntry, ...]:
        """Find the actors that a name may mean, best first.

        The name is looked up as an acronym when it is written as one, then as
        a folded name or alias; only when neither is known, long names are
        compared with up to two edits.

        Args:
            name: As the text has it, with or without "the".
            day: ISO date; actors that existed on it come before others.
            exact: Do not look for names that differ by a slip of spelling.

        Returns:
            Entries by rank, then by existence on the day, then by closeness;
            empty when the registry knows no such name.
        """
        memo = (name, exact)
        if memo not in self._found:
            self._found[memo] = tuple(self._numbers(name, exact=exact))
        entries = [self._entry(number) for number in self._found[memo]]
        return tuple(sorted(entries, key=lambda entry: (entry.rank, not entry.exists_on(day))))

    def country(self, word: str) -> str | None:
        """Return the ISO code of a country's name or acronym ("the US"), or None."""
        return self._country_acronym(word) or self._countries.get(fold(word))

    def demonym(self, word: str) -> str | None:
        """Return the ISO code that a demonym stands for ("Afghan", "US"), or None."""
        return self._country_acronym(word) or self._demonyms.get(fold(word))

    def capital(self, name: str) -> str | None:
        """Return the ISO code of the country whose seat of government it is, or None."""
        return self._capitals.get(fold(name))

    def land(self, word: str) -> str | None:
        """Return the ISO code of a country by its name, acronym, demonym or seat of government, in this order."""
        name = fold(word)
        return (
            self._country_acronym(word)
            or self._countries.get(name)
            or self._demonyms.get(name)
            or self._capitals.get(name)
        )

    def may_begin_country(self, word: str) -> bool:
        """Say whether a name, demonym or capital of a country may begin with a word; most words say no at once."""
        if not self._country_beginnings:
            names = (*self._countries, *self._demonyms, *self._capitals)
            self._country_beginnings = frozenset(_first_word(name) for name in names) | {"the"}
        return _first_word(fold(word)) in self._country_beginnings or is_acronym(word)

    def led_by(self, person: str) -> tuple[RegistryEntry, ...]:
        """Return the actors that a person leads or led, by full name."""
        return tuple(self._entry(number) for number in self._leaders.get(fold(person), ()))

    def parts_of(self, identifier: str) -> tuple[RegistryEntry, ...]:
        """Return the entries that belong to an entry, by id; reads the whole registry."""
        entries = (self._entry(number) for number in range(len(self._rank)))
        return tuple(sorted((e for e in entries if e.part_of == identifier), key=lambda entry: entry.id))

    def containing(self, words: str) -> tuple[RegistryEntry, ...]:
        """Return the entries of which some name has all these words as its own, by rank and id."""
        wanted = set(fold(words).split())
        if not wanted:
            return ()
        numbers = {n for name, of_name in self._names.items() if wanted <= set(name.split()) for n in of_name}
        return tuple(sorted((self._entry(number) for number in numbers), key=lambda entry: (entry.rank, entry.id)))

    def source_of(self, entry: RegistryEntry) -> str:
        """Say where an entry comes from: a user's file, our own list or UCDP's."""
        if entry.id in self._user_files:
            return f"your file {self._user_files[entry.id]}"
        listed, ours = (f"{row['name']} {row['version']} ({row['licence']})" for row in self.sources)
        if not entry.id.startswith("ucdp:"):
            return ours
        return listed if entry.rank >= LISTED_RANK else f"{listed}; {ours}"

    def _country_acronym(self, word: str) -> str | None:
        bare = without_article(word)
        return self._country_acronyms.get(acronym_key(bare)) if is_acronym(bare) else None

    def _entry(self, number: int) -> RegistryEntry:
        if number not in self._extra:
            self._extra[number] = entry_from_row(json.loads(self._rows[number]))
        return self._extra[number]

    def _numbers(self, name: str, *, exact: bool) -> list[int]:
        found: list[int] = []
        folded = fold(name)
        if is_acronym(bare := without_article(name)):
            found += self._acronyms.get(acronym_key(bare), ())
        found += (number for number in self._names.get(folded, ()) if number not in found)
        return found if found or exact else self._similar(folded)

    def _similar(self, folded: str) -> list[int]:
        limit = allowed_edits(folded)
        if not limit:
            return []
        # With k edits, one of k + 1 pieces of the query stands unchanged in the name.
        size = len(folded) // (limit + 1)
        pieces = [folded[i * size : (i + 1) * size] for i in range(limit + 1)]
        best: list[tuple[int, str]] = []
        if not self._by_initials:
            for name in self._names:
                self._by_initials.setdefault(_initials(name), []).append(name)
        # A slip of spelling changes neither the number of words nor their first letters.
        for name in self._by_initials.get(_initials(folded), ()):
            if abs(len(name) - len(folded)) <= limit and any(piece in name for piece in pieces):
                distance = near(folded, name)
                if distance is not None:
                    best.append((distance, name))
        best.sort()
        return [number for distance, name in best[:4] if distance == best[0][0] for number in self._names[name]]

    def _add_users(self, paths: Iterable[Path]) -> None:
        for path in paths:
            for entry in read_entries(path, rank=USER_RANK):
                self._add(entry)
                self._user_files[entry.id] = path.name
            self.digest = hashlib.sha256(self.digest.encode() + path.read_bytes()).hexdigest()

    def _add(self, entry: RegistryEntry) -> None:
        self._by_initials = {}
        number = self._ids.setdefault(entry.id, len(self._rank))
        if number == len(self._rank):
            self._rank.append(entry.rank)
            self._rows.append("")
        else:
            self._forget(number)
        self._rank[number] = entry.rank
        self._extra[number] = entry
        index_names(entry, number, names=self._names, acronyms=self._acronyms)
        for leader in entry.leaders:
            self._leaders.setdefault(fold(leader.name), []).append(number)

    def _forget(self, number: int) -> None:
        """Take the names of an entry that is replaced out of the indexes."""
        old = self._entry(number)
        for name in (old.name, *old.aliases):
            for index, key in ((self._names, fold(name)), (self._acronyms, acronym_key(name))):
                if number in index.get(key, ()):
                    index[key] = [other for other in index[key] if other != number]


def index_names(
    entry: RegistryEntry, number: int, *, names: dict[str, list[int]], acronyms: dict[str, list[int]]
) -> None:
    """Put an entry's names into the two indexes under its number."""
    for name in (entry.name, *entry.aliases):
        if is_acronym(name):
            _put(acronyms, acronym_key(name), number)
            if len(acronym_key(name)) < MIN_ACRONYM_AS_WORD:
                continue
        _put(names, fold(name), number)


def _initials(folded: str) -> str:
    return "".join(word[0] for word in folded.split())


def _first_word(folded: str) -> str:
    return folded.partition(" ")[0]


def _put(index: dict[str, list[int]], key: str, number: int) -> None:
    if key and number not in index.setdefault(key, []):
        index[key].append(number)


def row_from_entry(entry: RegistryEntry) -> list[Any]:
    """Lay an entry out as one line of the file; the inverse of :func:`entry_from_row`."""
    return [
        entry.id,
        entry.name,
        list(entry.aliases),
        [[kind.kind, kind.from_, kind.until] for kind in entry.kinds],
        entry.country,
        list(entry.active_in),
        entry.part_of,
        [[leader.name, leader.from_, leader.until] for leader in entry.leaders],
        entry.founded,
        list(entry.also),
        entry.rank,
    ]


def entry_from_row(row: list[Any]) -> RegistryEntry:
    """Make an entry of one line of the file."""
    return RegistryEntry(
        id=row[0],
        name=row[1],
        aliases=tuple(row[2]),
        kinds=tuple(ActorKind(*kind) for kind in row[3]),
        country=row[4],
        active_in=tuple(row[5]),
        part_of=row[6],
        leaders=tuple(Leader(*leader) for leader in row[7]),
        founded=row[8],
        also=tuple(row[9]),
        rank=row[10],
    )
