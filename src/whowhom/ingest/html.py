"""The article of a web page, by trafilatura.

In: the bytes of an HTML file. Out: the article as text, one blank line between
paragraphs, its title first, and what the page says about itself. The text is
what offsets count in; it is not a copy of the HTML, whose menus, comments and
most captions the extractor leaves out.
"""

from __future__ import annotations

import re
from configparser import ConfigParser
from typing import Any

from whowhom.errors import EmptyReport, UnreadableFile
from whowhom.ingest.decode import canonical, decode
from whowhom.ingest.furniture import is_furniture
from whowhom.ingest.options import PublicationHints
from whowhom.ingest.quiet import quiet
from whowhom.ingest.regions import plain_title

# Below this many characters trafilatura falls back on all text of the page, menus
# included (its default is 250); a brief of two sentences is an article too.
MIN_ARTICLE_CHARS = 50
# The parser drops what is nested deeper and all that follows, without a word.
MAX_DEPTH = 255
# The parser compares every attribute of an element with all before it.
MAX_ATTRIBUTES = 5_000
_TAG = re.compile(r"<[A-Za-z][^\s<>/]*")
_ATTRIBUTE = re.compile(r"""[\s/]+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S*[.!?…][\"'”’)\]]*(?:\s|$)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
# What pages declare in earnest; Python knows codecs that are none for text.
_WEB_CHARSET = re.compile(r"(?i)(?:iso-?8859|windows-|cp125|cp866|koi8|gb|big5|euc-|shift|sjis|utf-?8|utf-?16|mac)")
_LATIN = re.compile(r"(?i)(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$")


def read_html(raw: bytes, *, where: str) -> tuple[str, PublicationHints]:
    """Take the article out of a page.

    Args:
        raw: The bytes of the file.
        where: The path, for errors.

    Returns:
        The text and what the page says of title, author, date, site and address.

    Raises:
        UnreadableFile: no HTML, nested too deeply, with entities of its own or attributes without end.
        EmptyReport: the page holds no article.
    """
    page = canonical(decode(raw, where=where, declared=_declared(raw))[0])
    _refuse_entities(page, where)
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)  # lxml takes no declared encoding in a string
    if re.search(r"<(?:html|body)\b", page[:5000], re.IGNORECASE) is None:
        page = f"<html><body>{page}</body></html>"
    _refuse_attributes(page, where)
    _refuse_depth(page, where)
    article = _extract(page, where)
    if article is None or not _has_sentence(article.text or ""):
        raise EmptyReport(
            f"{where!r} is a page without an article: no paragraph with a full sentence was found in it. "
            "Expected a page with a report; a page that needs a browser must be saved after it has loaded.",
            where=where,
        )
    title = plain_title(article.title) if article.title else None
    return _with_title(article.text, title), _hints(article, title)


def _has_sentence(text: str) -> bool:
    # Menus, log-in forms and cookie notices come out as text as well.
    return any(_SENTENCE.search(line) and not is_furniture(line) for line in text.splitlines())


def _declared(raw: bytes) -> str | None:
    match = _CHARSET.search(raw[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii")
    if _LATIN.match(name):
        return "cp1252"  # as browsers do: pages that say Latin-1 have Windows quotes
    return name if _WEB_CHARSET.match(name) else None


def _refuse_entities(page: str, where: str) -> None:
    if re.search(r"<!ENTITY\s", page, re.IGNORECASE):
        raise UnreadableFile(
            f"{where!r} declares entities of its own (<!ENTITY), which can unfold without end. "
            "Expected a page as browsers save it; take the declarations out.",
            where=where,
        )


def _refuse_attributes(page: str, where: str) -> None:
    at = 0
    while (tag := _TAG.search(page, at)) is not None:
        count, at = 0, tag.end()
        while (attribute := _ATTRIBUTE.match(page, at)) is not None:
            count, at = count + 1, attribute.end()
        if count > MAX_ATTRIBUTES:
            raise UnreadableFile(
                f"{where!r} has an element with more than {MAX_ATTRIBUTES:,} attributes, which would take minutes to "
                "read. Expected a page as browsers show it; save its text instead.",
                where=where,
            )


def _refuse_depth(page: str, where: str) -> None:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(recover=True)
    try:
        etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return  # no tree at all: the extractor will find no article
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableFile(
            f"{where!r} nests its elements deeper than {MAX_DEPTH} levels; what lies deeper would be lost. "
            "Expected a page as browsers show it; save its text instead.",
            where=where,
        )


def _extract(page: str, where: str) -> Any:
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        from trafilatura import bare_extraction
        from trafilatura.settings import DEFAULT_CONFIG

        config = ConfigParser()
        config.read_dict(DEFAULT_CONFIG)
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(MIN_ARTICLE_CHARS))
        # Without these the date would be searched for in any text of the page, and
        # dates after today refused: the same page would read differently tomorrow.
        dates = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
        try:
            return bare_extraction(
                page, include_comments=False, with_metadata=True, date_extraction_params=dates, config=config
            )
        except Exception as error:
            raise UnreadableFile(
                f"{where!r} could not be taken apart as HTML ({type(error).__name__}). "
                "Expected a web page; save its text instead.",
                where=where,
            ) from error


def _with_title(body: str, title: str | None) -> str:
    lines = [line.strip() for line in canonical(body).split("\n")]
    lines = [line for line in lines if line]
    if title and not any(line.casefold() == title.casefold() for line in lines[:5]):
        lines.insert(0, title)
    return "\n\n".join(lines)


def _hints(article: Any, title: str | None) -> PublicationHints:
    import trafilatura

    return PublicationHints(
        published=article.date,
        published_in_page=article.date is not None,
        title=title,
        url=article.url,
        publisher=article.sitename,
        byline=article.author,
        media_type="text/html",
        extractor=f"trafilatura {trafilatura.__version__}",
    )
