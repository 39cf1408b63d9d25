"""Changes of users, for the pages, the API and the command line alike.

In: who asks and what is to change. Out: changed rows, noted with who and when. Passwords are
hashed before the writing transaction, because hashing takes its time.
"""

from __future__ import annotations

from whowhom.casefile import team
from whowhom.casefile.case import Case
from whowhom.errors import UsageError
from whowhom.workbench.access import Member
from whowhom.workbench.cases import author_of
from whowhom.workbench.config import Config
from whowhom.workbench.login import attempt
from whowhom.workbench.passwords import hash_password, matches
from whowhom.workbench.tokens import digest_of, instant_plus, new_token

CHANGES = ("role", "password", "disable", "enable")
MAX_TOKEN_DAYS = 730


def make_member(
    case: Case, member: Member, *, name: str, role: str, password: str, pseudonym: str | None = None
) -> team.Account:
    """Add a user.

    Raises:
        UsageError: name, role, password or pseudonym cannot be taken.
    """
    checked = team.check_name(name)
    hashed = hash_password(password, name=checked)
    with case.writing() as connection:
        author = author_of(member, None, case)
        return team.add_member(connection, checked, role=role, password=hashed, author=author, pseudonym=pseudonym)


def change_member(case: Case, member: Member, user: str, change: str, value: str = "") -> None:
    """Change the role or password of a user, keep them out or let them in again.

    Args:
        change: One of :data:`CHANGES`.

    Raises:
        NoSuchRecord: there is no such user.
        UsageError: the change is none, or cannot be made.
    """
    if change not in CHANGES:
        raise UsageError(f"change is {change!r}; expected one of {', '.join(CHANGES)}.")
    with case.reading() as connection:
        found = team.get_member(connection, user)
    hashed = hash_password(value, name=found.name) if change == "password" else ""
    with case.writing() as connection:
        account, author = team.get_member(connection, user), author_of(member, None, case)
        if change == "role":
            team.set_role(connection, account, value, author)
        elif change == "password":
            team.set_password(connection, account, hashed, author)
        else:
            team.set_active(connection, account, author, active=change == "enable")


def own_password(case: Case, config: Config, member: Member, old: str, new: str, *, address: str) -> None:
    """Change one's own password, knowing the old one; guesses count as failed logins.

    Raises:
        UsageError: the old one is false, or the new one cannot be taken.
    """
    with attempt(case, config, member.name, address):
        with case.reading() as connection:
            account = team.get_member(connection, member.public_id)
        if not matches(account.password, old):
            with case.writing() as connection:
                team.note_attempt(connection, member.name, address, at=case.clock(), success=False)
            raise UsageError("the present password is another one. Give the one you log in with.")
    hashed = hash_password(new, name=account.name)
    with case.writing() as connection:
        team.set_password(connection, account, hashed, author_of(member, None, case))


def make_token(case: Case, member: Member, *, name: str, days: int) -> str:
    """Make a token for a program of a member; give the token, which nobody can read again.

    Raises:
        UsageError: the name or the days cannot be taken, or the case has no users.
    """
    if member.no is None:
        raise UsageError("a case without users has no tokens. Add the first user, log in, and make one.")
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise UsageError(f"days is {days}; expected 1 to {MAX_TOKEN_DAYS}.")
    token = f"whowhom_{new_token()}"
    with case.writing() as connection:
        account, author = team.get_member(connection, member.public_id), author_of(member, None, case)
        team.add_token(
            connection,
            account,
            name,
            digest=digest_of(token),
            author=author,
            expires_at=instant_plus(author.at, days=days),
        )
    return token
