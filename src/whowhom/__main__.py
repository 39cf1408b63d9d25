"""``python -m whowhom``: the command line, for where its script is not on the path."""

from whowhom.cli.app import main

if __name__ == "__main__":
    main()
