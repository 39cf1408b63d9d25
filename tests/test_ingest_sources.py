"""Sources: real files of every kind, good and bad, read in order."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from whowhom.errors import UsageError
from whowhom.ingest import Failure, IngestOptions, read_sources
from whowhom.records import Document

HEAD = "Two killed in Herat"
BODY = "Gunmen killed two people in Herat on Monday, the police said."
MORE = "No group has said that it was behind the attack."
REPORT = f"{HEAD}\n\n{BODY}\n\n{MORE}"


def read(*paths: object, stdin: bytes | None = None, **options: object) -> list[Document | Failure]:
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(read_sources([str(path) for path in paths], options=IngestOptions(**options), stdin=stream))


def one_document(*paths: object, **options: object) -> Document:
    (report,) = read(*paths, **options)
    assert isinstance(report, Document), report
    return report


def one_failure(*paths: object, **options: object) -> Failure:
    (report,) = read(*paths, **options)
    assert isinstance(report, Failure), report
    assert report.message.endswith((".", "!")), report.message
    assert "Traceback" not in report.message
    return report


def kinds(document: Document) -> list[str]:
    return [region.kind for region in document.regions]


# ---- text ----


def test_text_files_keep_path_digest_and_encoding(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.encode())
    document = one_document(path)
    assert document.text == REPORT
    publication = document.publication
    assert publication.path == str(path)
    assert publication.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (publication.media_type, publication.extractor) == ("text/plain", "whowhom-text/1 utf-8")


ACCENTED = f"{HEAD}\n\nThe governor’s “aides” said José Peña – a café owner – was killed near El Paraíso.\n\n{MORE}"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_text_files_are_read_in_their_encoding(tmp_path: Path, encoding: str, named: str):
    path = tmp_path / "a.txt"
    path.write_bytes(ACCENTED.encode(encoding))
    document = one_document(path)
    assert document.text == ACCENTED
    assert document.publication.extractor == f"whowhom-text/1 {named}"


def test_text_files_in_latin_1_are_read(tmp_path: Path):
    text = f"{HEAD}\n\nJosé Peña, who had a café in Asunción, was killed by the army on Monday.\n\n{MORE}"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("latin-1"))
    assert one_document(path).text == text


def test_text_files_with_windows_line_ends_have_offsets_in_the_canonical_text(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_bytes(f"# {HEAD}\r\n\r\n{BODY}\r\n\r\n{MORE}\r\n".encode())
    document = one_document(path)
    region = document.regions[1]
    assert document.text[region.start : region.end] == BODY
    assert (document.publication.title, document.publication.media_type) == (HEAD, "text/markdown")


# ---- html ----


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{HEAD} | Northern Gazette</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
        f"{body}<footer><p>&copy; 2019 Northern Gazette. All rights reserved.</p></footer></body></html>"
    )


META = (
    "<meta property='article:published_time' content='2021-05-03T10:00:00Z'><meta property='og:site_name' content='Northern Gazette'>"
    "<meta name='author' content='Jane Roe'><link rel='canonical' href='https://gazette.example/herat'>"
)
ARTICLE = (
    f"<article><h1>{HEAD}</h1><p>{BODY}</p><p>{MORE}</p></article><div class='comments'><h3>Leave a Comment</h3></div>"
)


def test_html_gives_the_article_and_what_the_page_says_of_itself(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(page(ARTICLE, META))
    document = one_document(path)
    assert document.text == REPORT
    assert kinds(document) == ["headline", "body", "body"]
    publication = document.publication
    assert (publication.title, publication.byline, publication.publisher) == (HEAD, "Jane Roe", "Northern Gazette")
    assert (publication.published, publication.published_basis) == ("2021-05-03", "in the page")
    assert publication.url == "https://gazette.example/herat"
    assert publication.media_type == "text/html"
    assert publication.extractor is not None
    assert publication.extractor.startswith("trafilatura ")


def test_html_puts_the_title_first_when_the_article_lacks_it(tmp_path: Path):
    path = tmp_path / "a.htm"
    path.write_text(page(f"<article><p>{BODY}</p><p>{MORE}</p></article>"))
    document = one_document(path)
    assert document.text.count(HEAD) == 1
    assert document.text.startswith(HEAD)
    assert document.regions[0].kind == "headline"


def test_html_takes_no_date_from_a_copyright_line(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(page(ARTICLE))
    assert one_document(path).publication.published is None


def test_html_given_date_wins_over_that_of_the_page(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(page(ARTICLE, META))
    publication = one_document(path, published="4 May 2021").publication
    assert (publication.published, publication.published_basis) == ("2021-05-04", "given")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "windows-1251"])
def test_html_is_decoded_as_it_declares(tmp_path: Path, encoding: str):
    name = "Ирина" if encoding == "windows-1251" else "Peña"
    body = f"<article><h1>{HEAD}</h1><p>{BODY}</p><p>The mayor, {name}, was not in the city at the time.</p></article>"
    path = tmp_path / "a.html"
    path.write_bytes(page(body, f"<meta charset='{encoding}'>").encode(encoding))
    assert name in one_document(path).text


def test_html_fragments_are_read(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(f"<p>{BODY}</p><p>{MORE}</p>")
    assert one_document(path).text == f"{BODY}\n\n{MORE}"


@pytest.mark.parametrize(
    "body",
    [
        "<ul>" + "".join(f"<li><a href='/{i}'>Section number {i}</a></li>" for i in range(40)) + "</ul>",
        "<div id='root'></div><script>start()</script>",
        "<form><input name='user'><button>Log in</button></form><p>Please log in.</p>",
    ],
    ids=["menu", "script", "login"],
)
def test_html_without_an_article_is_an_empty_report(tmp_path: Path, body: str):
    path = tmp_path / "a.html"
    path.write_text(page(body))
    failure = one_failure(path)
    assert failure.code == "input.empty"
    assert "page without an article" in failure.message


def test_html_nested_too_deeply_is_refused(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(page("<div>" * 100_000 + f"<p>{BODY}</p>" + "</div>" * 100_000))
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert "deeper than" in failure.message


LAUGHS = "<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>"


def test_html_with_entities_of_its_own_is_refused(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(LAUGHS + f"<html><body><p>&c;</p><p>{BODY}</p></body></html>")
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert "entities of its own" in failure.message


# ---- pdf ----


def write_pdf(path: Path, *paragraphs: str, title: str | None = None, author: str | None = None) -> None:
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    flow: list[object] = []
    for index, words in enumerate(paragraphs):
        flow += [Paragraph(words, styles["Heading1" if index == 0 else "BodyText"]), Spacer(1, 12)]
    SimpleDocTemplate(str(path), pagesize=A5, title=title, author=author).build(flow)


LONG = (
    "Gunmen on motorcycles killed two teachers and a guard near the old market of Herat on Monday, the police of the city "
    "said. The attackers fled to the hills before soldiers came. Shops and schools were shut for the rest of the day."
)


def test_pdf_gives_paragraphs_and_properties(tmp_path: Path):
    path = tmp_path / "a.pdf"
    write_pdf(path, HEAD, LONG, BODY, MORE, title=HEAD, author="Jane Roe")
    document = one_document(path)
    assert kinds(document) == ["headline", "body", "body", "body"]
    region = document.regions[1]
    assert document.text[region.start : region.end].replace("\n", " ") == LONG
    publication = document.publication
    assert (publication.title, publication.byline, publication.media_type) == (HEAD, "Jane Roe", "application/pdf")


def test_pdf_of_a_web_page_keeps_headline_and_byline_below_its_links(tmp_path: Path):
    path = tmp_path / "a.pdf"
    links = ["Bomb kills 40 in mosque", "Army seizes power"]
    write_pdf(path, "Most read", *links, HEAD, "Sara Malik, 7 October 2024", LONG, title=f"{HEAD} | Northern Gazette")
    document = one_document(path)
    assert kinds(document) == ["furniture", "furniture", "furniture", "headline", "credit", "body"]
    assert (document.publication.byline, document.publication.published) == ("Sara Malik", "2024-10-07")


def test_pdf_of_several_pages_goes_on(tmp_path: Path):
    path = tmp_path / "a.pdf"
    write_pdf(path, HEAD, *[f"On day {i} the army shelled village {i}, its mayor said. {LONG}" for i in range(20)])
    document = one_document(path)
    assert all(f"shelled village {i}," in document.text.replace("\n", " ") for i in range(20))


def test_pdf_without_text_asks_for_ocr(tmp_path: Path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    failure = one_failure(path)
    assert failure.code == "input.empty"
    assert "OCR" in failure.message


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"This is no PDF at all.", "does not begin like one"), (b"%PDF-1.7\nbroken beyond repair", "damaged PDF")],
    ids=["fake", "damaged"],
)
def test_pdf_in_name_only_is_refused(tmp_path: Path, raw: bytes, words: str):
    path = tmp_path / "a.pdf"
    path.write_bytes(raw)
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert words in failure.message


def test_pdf_cut_short_is_refused_or_read_without_a_traceback(tmp_path: Path):
    path = tmp_path / "a.pdf"
    write_pdf(path, HEAD, LONG)
    raw = path.read_bytes()
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        path.write_bytes(raw[: int(len(raw) * share)])
        (report,) = read(path)
        assert isinstance(report, Document) or report.code in ("input.unreadable", "input.empty")


def test_pdf_with_a_password_is_refused(tmp_path: Path):
    from pypdf import PdfReader, PdfWriter

    path = tmp_path / "a.pdf"
    write_pdf(path, HEAD, LONG)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    assert "password" in one_failure(path).message


# ---- docx ----


def write_docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading(HEAD, 0)
    document.add_paragraph(BODY)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Killed"
    table.cell(0, 1).text = "Two teachers"
    document.add_paragraph(MORE)
    document.core_properties.author = "Jane Roe"
    document.core_properties.title = HEAD
    document.save(str(path))


def rewrite_docx(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in (parts | change).items():
            package.writestr(name, raw)


def test_docx_gives_paragraphs_tables_and_properties(tmp_path: Path):
    path = tmp_path / "a.docx"
    write_docx(path)
    document = one_document(path)
    assert document.text == f"{HEAD}\n\n{BODY}\n\nKilled\n\nTwo teachers\n\n{MORE}"
    publication = document.publication
    assert (publication.title, publication.byline) == (HEAD, "Jane Roe")
    assert publication.media_type is not None
    assert publication.media_type.endswith("wordprocessingml.document")


def test_docx_gives_inserted_words_and_no_deleted_ones(tmp_path: Path):
    path = tmp_path / "a.docx"
    write_docx(path)
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    changed = xml.replace(
        f"<w:r><w:t>{MORE}</w:t></w:r>",
        "<w:r><w:t xml:space='preserve'>No group </w:t></w:r>"
        "<w:ins w:id='1' w:author='a'><w:r><w:t xml:space='preserve'>yet </w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>at all </w:delText></w:r></w:del>"
        "<w:r><w:t>claimed it.</w:t></w:r>",
    )
    assert changed != xml
    rewrite_docx(path, {"word/document.xml": changed.encode()})
    assert one_document(path).text.endswith("No group yet claimed it.")


def test_docx_that_unpacks_to_a_bomb_is_refused(tmp_path: Path):
    path = tmp_path / "a.docx"
    write_docx(path)
    rewrite_docx(path, {"word/media/image1.png": b"\x00" * (300 * 1024 * 1024)})
    assert path.stat().st_size < 1_000_000
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert "would unpack to" in failure.message


def test_docx_with_entities_of_its_own_is_refused(tmp_path: Path):
    path = tmp_path / "a.docx"
    write_docx(path)
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml")
    laughs = LAUGHS.replace("html", "w:document").encode()
    rewrite_docx(path, {"word/document.xml": xml.replace(b"<w:document", laughs + b"<w:document", 1)})
    assert "entities of its own" in one_failure(path).message


@pytest.mark.parametrize("raw", [b"no zip at all", b"PK\x03\x04 broken"], ids=["text", "damaged"])
def test_docx_in_name_only_is_refused(tmp_path: Path, raw: bytes):
    path = tmp_path / "a.docx"
    path.write_bytes(raw)
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert "no Word file" in failure.message


def test_docx_without_words_is_an_empty_report(tmp_path: Path):
    import docx

    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    assert one_failure(path).code == "input.empty"


# ---- bad files ----


def test_empty_file_is_an_empty_report(tmp_path: Path):
    for name in ("a.txt", "a.html", "a.pdf", "a.docx", "a.jsonl", "a.csv", "a.json"):
        (tmp_path / name).write_bytes(b"")
        assert one_failure(tmp_path / name).code == "input.empty"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02 some bytes \xff\x00",
        b"\x89PNG\r\n\x1a\n....",
        b"PK\x03\x04....",
        b"MZ\x90\x00\x03",
        bytes(range(1, 256)) * 20,
    ],
    ids=["zeros", "png", "zip", "exe", "all bytes"],
)
def test_binary_file_is_unreadable(tmp_path: Path, raw: bytes):
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert "is not text" in failure.message


def test_unknown_suffix_is_unreadable_and_names_the_known(tmp_path: Path):
    path = tmp_path / "a.xyz"
    path.write_text(REPORT)
    failure = one_failure(path)
    assert failure.code == "input.unreadable"
    assert ".xyz" in failure.message
    assert ".docx" in failure.message


def test_missing_file_is_unreadable(tmp_path: Path):
    failure = one_failure(tmp_path / "none.txt")
    assert failure.code == "input.unreadable"
    assert "no such file" in failure.message


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission_is_unreadable(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    path.chmod(0)
    assert "permission denied" in one_failure(path).message


def test_named_pipe_is_unreadable_and_does_not_hang(tmp_path: Path):
    path = tmp_path / "a.txt"
    os.mkfifo(path)
    assert "no regular file" in one_failure(path).message


def test_file_over_the_limit_is_not_read(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000)
    failure = one_failure(path, max_bytes=1000)
    assert failure.code == "input.unreadable"
    assert "1,000 bytes" in failure.message


def test_another_language_is_a_failure_that_names_it(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(
        "La policía dijo que dos personas murieron en Herat el lunes tras el ataque contra el mercado viejo.", "utf-8"
    )
    failure = one_failure(path)
    assert failure.code == "input.language"
    assert "Spanish" in failure.message
    assert one_document(path, check_language=False).language == "es"


def test_unreadable_option_date_is_a_usage_error_at_once():
    with pytest.raises(UsageError, match="'soon' is no date"):
        read_sources([], options=IngestOptions(published="soon"))


def test_file_whose_name_is_no_text_still_gives_a_path_that_can_be_written(tmp_path: Path):
    path = os.fsencode(tmp_path) + b"/a\xff.txt"
    with open(path, "wb") as stream:
        stream.write(REPORT.encode())
    document = one_document(os.fsdecode(path))
    assert document.publication.path is not None
    assert document.publication.path.encode("utf-8").endswith("a\ufffd.txt".encode())


# ---- folders, order, standard input ----


def test_folder_is_read_sorted_with_its_bad_file_and_without_hidden_ones(tmp_path: Path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/d.txt", "sub/.git/e.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{REPORT}\n\nThis stands in {name}.")
    (tmp_path / "c.pdf").write_bytes(b"no PDF")
    reports = read(tmp_path)
    assert [type(report).__name__ for report in reports] == ["Document", "Document", "Failure", "Document", "Document"]
    where = [report.where if isinstance(report, Failure) else report.publication.path for report in reports]
    assert where == [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.pdf", "sub/d.txt", "z.txt")]


def test_folder_without_files_says_so(tmp_path: Path):
    assert "folder without files" in one_failure(tmp_path).message


def test_sources_keep_the_order_given(tmp_path: Path):
    (tmp_path / "b.txt").write_text(f"{REPORT} B.")
    (tmp_path / "a.txt").write_text(f"{REPORT} A.")
    found = read(tmp_path / "b.txt", tmp_path / "none.txt", tmp_path / "a.txt")
    assert [report.text[-2:] if isinstance(report, Document) else report.code for report in found] == [
        "B.",
        "input.unreadable",
        "A.",
    ]


def test_sources_are_read_as_they_are_asked_for(tmp_path: Path):
    path = tmp_path / "a.txt"
    reports = read_sources([str(path)], options=IngestOptions())
    path.write_text(REPORT)
    assert isinstance(next(reports), Document)


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (REPORT.encode(), "text/plain"),
        (page(ARTICLE).encode(), "text/html"),
        (json.dumps({"text": REPORT}).encode(), "application/x-ndjson"),
    ],
    ids=["text", "html", "jsonl"],
)
def test_standard_input_is_known_by_its_first_bytes(raw: bytes, media_type: str):
    (document,) = read("-", stdin=raw)
    assert isinstance(document, Document)
    assert document.publication.media_type == media_type
    assert BODY in document.text


def test_standard_input_that_is_not_there_is_a_failure():
    assert "standard input" in one_failure("-").message


# ---- jsonl, csv, json ----


def write_jsonl(path: Path, *records: object) -> Path:
    path.write_text("\n".join(record if isinstance(record, str) else json.dumps(record) for record in records) + "\n")
    return path


def test_jsonl_gives_one_document_a_line(tmp_path: Path):
    first = {
        "id": "A-1",
        "text": REPORT,
        "published": "2021-05-03T10:00:00Z",
        "title": HEAD,
        "url": "https://gazette.example/1",
    }
    path = write_jsonl(tmp_path / "a.jsonl", first, "", {"text": f"{REPORT} B.", "publisher": "Northern Gazette"})
    one, two = read(path)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert one.publication.path == f"{path}#A-1"
    assert (one.publication.published, one.publication.published_basis) == ("2021-05-03", "given")
    assert (one.publication.title, one.publication.url) == (HEAD, "https://gazette.example/1")
    assert two.publication.path == f"{path}:3"
    assert (two.publication.publisher, two.publication.published) == ("Northern Gazette", None)
    assert one.publication.digest == hashlib.sha256(json.dumps(first).encode()).hexdigest()


def test_jsonl_own_date_wins_over_the_option(tmp_path: Path):
    path = write_jsonl(tmp_path / "a.jsonl", {"text": REPORT, "published": "2021-05-03"}, {"text": REPORT})
    found = read(path, published="2020-01-01")
    assert [report.publication.published for report in found if isinstance(report, Document)] == [
        "2021-05-03",
        "2020-01-01",
    ]


def test_jsonl_fields_may_have_other_names(tmp_path: Path):
    path = write_jsonl(tmp_path / "a.jsonl", {"key": 7, "body": REPORT, "date": "3 May 2021"})
    document = one_document(path, id_field="key", text_field="body", published_field="date")
    assert document.publication.path == f"{path}#7"
    assert document.publication.published == "2021-05-03"


def test_jsonl_broken_lines_stand_among_good_ones(tmp_path: Path):
    good = {"text": REPORT}
    path = write_jsonl(
        tmp_path / "a.jsonl",
        good,
        '{"text": "Two killed',
        "[1, 2]",
        {"title": HEAD},
        {"text": None},
        {"text": 5},
        {"text": "  "},
        {"text": REPORT, "published": "05/03/2021"},
        {"text": REPORT, "title": ["a"]},
        '{"text": "Two killed \\ud800 in Herat"}',
        '{"text": "Two killed in Herat.", "title": "\\ud800"}',
        "[" * 100_000,
        good,
    )
    found = read(path)
    failures = [report for report in found if isinstance(report, Failure)]
    assert isinstance(found[0], Document)
    assert isinstance(found[-1], Document)
    assert [failure.where for failure in failures] == [f"{path}:{line}" for line in range(2, 13)]
    assert {failure.code for failure in failures} == {"input.record", "input.empty"}
    words = [
        "broken JSON",
        "an array",
        "'text' is missing",
        "'text' is null",
        "is no text",
        "no text",
        "no date",
        "'title' is no text",
    ]
    assert all(word in failure.message for word, failure in zip([*words, "half a character"], failures, strict=False))
    assert "Two killed" not in "".join(failure.message for failure in failures)


def test_jsonl_in_utf16_and_with_a_mark_is_read(tmp_path: Path):
    line = json.dumps({"text": ACCENTED}, ensure_ascii=False) + "\n"
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        path = tmp_path / f"{encoding}.jsonl"
        path.write_bytes((line * 2).encode(encoding))
        assert [report.text for report in read(path) if isinstance(report, Document)] == [ACCENTED] * 2


class Endless(io.RawIOBase):
    """A stream of one line of ``size`` bytes and one good line, never whole in memory."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.tail = b'\n{"text": "' + BODY.encode() + b'"}\n'

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.left:
            count = min(len(buffer), self.left)
            buffer[:count] = b"x" * count
            self.left -= count
            return count
        count = min(len(buffer), len(self.tail))
        buffer[:count], self.tail = self.tail[:count], self.tail[count:]
        return count


def peak_of(reports: Iterator[Document | Failure]) -> tuple[list[Document | Failure], int]:
    import tracemalloc

    tracemalloc.start()
    try:
        return list(reports), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_jsonl_huge_line_is_one_failure_and_is_not_held_in_memory(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    with open(path, "wb") as stream:
        stream.write(json.dumps({"text": REPORT}).encode() + b'\n{"text": "')
        stream.seek(200 * 1024 * 1024, os.SEEK_CUR)  # a hole: 200 MB that take no disk
        stream.write(b'"}\n' + json.dumps({"text": f"{REPORT} B."}).encode())
    found, peak = peak_of(read_sources([str(path)], options=IngestOptions(max_bytes=8 * 1024 * 1024)))
    assert [type(report).__name__ for report in found] == ["Document", "Failure", "Document"]
    assert isinstance(found[1], Failure)
    assert found[1].where == f"{path}:2"
    assert "8,388,608" in found[1].message
    assert peak < 40 * 1024 * 1024


def test_stdin_huge_line_is_not_held_in_memory():
    stream = Endless(200 * 1024 * 1024)
    stream.tail = b'"}' + stream.tail
    source = io.BufferedReader(stream)
    first = io.BytesIO(b'{"text": "')

    class Joined(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return first.read(size) or source.read(size)

    found, peak = peak_of(read_sources(["-"], options=IngestOptions(max_bytes=1024 * 1024), stdin=Joined()))  # type: ignore[arg-type]
    assert [type(report).__name__ for report in found] == ["Failure", "Document"]
    assert peak < 20 * 1024 * 1024


def test_csv_with_quoted_line_ends_and_commas_is_read(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(
        f'id,published,text\nA-1,3 May 2021,"{REPORT}"\nA-2,,"He said ""go"", then left the city. {BODY}"\n'
    )
    one, two = read(path)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert one.text == REPORT
    assert (one.publication.path, one.publication.published) == (f"{path}#A-1", "2021-05-03")
    assert two.text.startswith('He said "go", then')
    assert two.publication.media_type == "text/csv"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_with_another_delimiter_is_read(tmp_path: Path, delimiter: str):
    path = tmp_path / "a.csv"
    path.write_bytes(f"id{delimiter}text\r\n1{delimiter}{BODY}\r\n".encode("utf-8-sig"))
    assert one_document(path).text == BODY


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_csv_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str):
    path = tmp_path / "a.csv"
    path.write_bytes(f'id,text\r\n1,"{ACCENTED}"\r\n'.replace("\n\n", "\r\n\r\n").encode(encoding))
    assert one_document(path).text == ACCENTED


def test_csv_with_a_field_over_the_modules_limit_is_read(tmp_path: Path):
    import csv

    before = csv.field_size_limit()
    path = tmp_path / "a.csv"
    long = f"{BODY} " * 5000
    path.write_text(f'text\n"{long}"\n')
    assert one_document(path).text == long
    assert csv.field_size_limit() == before


def test_csv_broken_rows_stand_among_good_ones(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{REPORT}"\n2,{BODY}\n3,"{MORE}"\n4\n5,"{BODY}"\n6,"never closed\n7,x\n')
    found = read(path)
    names = [type(report).__name__ for report in found]
    assert names == ["Document", "Failure", "Document", "Failure", "Document", "Failure"]
    places = [report.where for report in found if isinstance(report, Failure)]
    assert places == [f"{path}:7", f"{path}:9", f"{path}:11"]
    assert "never closes" in str(found[-1])


def test_csv_without_the_text_column_says_what_to_name(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,x\n")
    failure = one_failure(path)
    assert failure.code == "input.record"
    assert "no column 'text'" in failure.message


def test_json_gives_one_object_or_an_array(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"id": "A", "text": REPORT}, indent=2))
    assert one_document(path).publication.path == f"{path}#A"
    path.write_text(json.dumps([{"text": REPORT}, {"title": HEAD}, "x"]))
    assert [getattr(report, "where", "read") for report in read(path)] == ["read", f"{path}:2", f"{path}:3"]


def test_one_text_in_two_kinds_of_file_is_one_witness(tmp_path: Path):
    (tmp_path / "a.txt").write_text(REPORT)
    write_jsonl(tmp_path / "b.jsonl", {"text": REPORT})
    (tmp_path / "c.html").write_text(page(ARTICLE))
    assert len({report.id for report in read(tmp_path) if isinstance(report, Document)}) == 1
