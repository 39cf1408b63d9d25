"""Print the closed lists of our labels: ``.venv/bin/python tools/corpus_lists.py``.

They come from the codebook and the records, through :mod:`whowhom.corpora.own_lists`;
corpus/SCHEME.md has an example of each label.
"""

from __future__ import annotations

from whowhom.corpora import own_lists


def main() -> None:
    """Print types with their modes, ACLED's sub-events, then every other list."""
    scheme = own_lists.load_scheme()
    for name, modes in scheme.modes.items():
        print(f"{name}: {', '.join(modes) or 'no modes'}")
    print(f"ACLED: {', '.join(scheme.acled)}")
    for name, values in sorted(vars(own_lists).items()):
        if name.isupper() and name != "PRONOUNS":
            print(f"{name}: {', '.join(values)}")


if __name__ == "__main__":
    main()
