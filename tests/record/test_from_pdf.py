"""Files inside a PDF: read where there is one of a name, however a reader looks for it; else refused in plain words."""

import io
from collections.abc import Callable
from contextlib import suppress

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from advisor.record.verify.from_pdf import RECORD, embedded_files
from advisor.record.verify.reading import RecordError

FIRST, SECOND = b'{"a": 1}', b'{"a": 2}'


def document(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A PDF of one page with a record inside, and then changed."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments[RECORD] = FIRST
    change(pdf)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def attached(pdf: pikepdf.Pdf, content: bytes = SECOND) -> Dictionary:
    """One more file called like the record."""
    stream = pdf.make_indirect(pikepdf.Stream(pdf, content))
    return Dictionary(Type=Name.Filespec, F=String(RECORD), UF=String(RECORD), EF=Dictionary(F=stream))


def named_twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.EmbeddedFiles.Names.extend([String(RECORD), attached(pdf)])


def called_so_under_another_key(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.EmbeddedFiles.Names.extend([String("a"), attached(pdf)])


def two_contents(pdf: pikepdf.Pdf) -> None:
    pdf.attachments[RECORD].obj.EF.UF = attached(pdf).EF.F


def related(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([attached(pdf)])


def related_to_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AF = Array([attached(pdf)])


def pinned_to_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.FileAttachment, FS=attached(pdf))])


@pytest.mark.parametrize(
    "change",
    [named_twice, called_so_under_another_key, two_contents, related, related_to_a_page, pinned_to_a_page],
)
def test_pdf_with_a_second_record_of_other_words_is_refused_wherever_it_is(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    with pytest.raises(RecordError, match="more than one file called"):
        embedded_files(document(change))


def test_pdf_with_the_same_record_in_two_places_is_read() -> None:
    def same(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF = Array([attached(pdf, FIRST)])

    assert embedded_files(document(same)) == {RECORD: FIRST}


@pytest.mark.parametrize(
    "value",
    [Array([1, 2, 3]), Array([String(RECORD), Dictionary()]), Array([String(RECORD), 5]), String("x"), Name.X, 7],
)
def test_pdf_whose_names_are_none_gives_the_first_record_or_none(value: object) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names.EmbeddedFiles.Names = value

    with suppress(RecordError):
        assert embedded_files(document(spoil)) in ({}, {RECORD: FIRST})
