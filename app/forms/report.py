"""The forms of a report: who signs it, why it is corrected, how it went out (domain.md §5 “sent”)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l

from app.domain.errors import Invalid
from app.domain.frozen import BASES, WAYS, Signer
from app.domain.text import check_text
from app.forms.base import ActForm, MakingForm
from app.forms.choices import Choice, RecordSet
from app.forms.duty_words import duty_words
from app.forms.fields import Day, Hidden, LongText, Text, TypedField
from app.forms.registers import EvidenceFiles
from app.i18n.labels import label
from app.operations.report_input import NUMBER_LIMIT, REASON_LIMIT, TEXT_LIMIT
from app.queries.letters import ReportDuty

LINES = 3  # for signatures, where no more are typed
DAY_HINT = _l("Masalan 05.12.2025")


class Signers(TypedField):
    """Who signs: post and name of each by turns, all under one name. A line left empty is none."""

    kind = "signers"

    def process_data(self, value: Iterable[Signer] | None) -> None:
        self.data = list(value or ())
        self.lines = list(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        pairs = list(zip(valuelist[::2], valuelist[1::2], strict=False))
        self.lines = [Signer(post, name) for post, name in pairs]
        self.data = self.understood(lambda: self.signers(valuelist))

    def signers(self, texts: Sequence[str]) -> list[Signer]:
        if len(texts) % 2:
            raise Invalid("form.uneven")
        cleaned = [check_text(text, TEXT_LIMIT) for text in texts]
        return [Signer(post, name) for post, name in zip(cleaned[::2], cleaned[1::2], strict=True)]

    @property
    def drawn_lines(self) -> list[Signer]:
        """The lines as typed, and empty ones up to the usual number."""
        return self.lines + [Signer("", "")] * (LINES - len(self.lines))


class SignedForm(MakingForm):
    """What every frozen report has: signatures, and the outgoing number where it is known before printing."""

    signers = Signers(_l("Imzolaydi"))
    number = Text(
        _l("Chiqish raqami"),
        limit=NUMBER_LIMIT,
        width=4,
        hint=_l("Oldindan maʼlum boʻlsa, faylda bosiladi; boʻlmasa yuborilganini qayd etishda yoziladi."),
    )
    day = Day(_l("Chiqish sanasi"), width=4, hint=DAY_HINT)


class PeriodKey(Hidden):
    """The period that was chosen on the page before; the view finds it with its plan."""

    is_value = False


class NewReportForm(SignedForm):
    """A period that is frozen. A draft has no number; a report is always made of accepted figures."""

    period = PeriodKey()
    basis = Choice(
        _l("Qaysi maʼlumotlar asosida"),
        required=True,
        radio=True,
        width=12,
        choices=lambda: [(basis, label("basis", basis)) for basis in BASES],
    )

    def without_number(self) -> Self:
        """The form of a draft."""
        del self.number
        del self.day
        return self

    def without_basis(self) -> Self:
        """The form of a report that can leave."""
        del self.basis
        return self


class CorrectionForm(SignedForm):
    """A report that was sent is corrected by another version."""

    reason = LongText(_l("Nima uchun tuzatilmoqda"), required=True, limit=REASON_LIMIT)


class LeaveForm(ActForm):
    """Why a report that was sent and became wrong stays as it is."""

    reason = LongText(_l("Nima uchun tuzatilmaydi"), required=True, limit=REASON_LIMIT)


class AnsweredDuties(RecordSet):
    """The duties that a report of their period answers, of the whole centre."""

    def offer(self, owed: Sequence[ReportDuty]) -> None:
        self.choices = [(str(duty.id), duty_words(duty, with_unit=True)) for duty in owed]


class SendingForm(MakingForm):
    """How a report went out, and what it answers. Neither a number ``printed`` on its workbook is asked for again, nor
    a day that it is ``dated``."""

    number = Text(_l("Chiqish raqami"), required=True, limit=NUMBER_LIMIT)
    day = Day(_l("Chiqish sanasi"), required=True, width=3, hint=DAY_HINT)
    way = Choice(
        _l("Qanday yuborildi"),
        required=True,
        empty=_l("tanlang"),
        choices=lambda: [(way, label("report_way", way)) for way in WAYS],
    )
    recipient = Text(_l("Kimga"), required=True, limit=TEXT_LIMIT)
    duties = AnsweredDuties(
        _l("Qaysi majburiyatlarga javob beradi"), hint=_l("Belgisi olib tashlangani bajarilmagan boʻlib qoladi.")
    )

    def __init__(
        self,
        *args: Any,
        printed: bool = False,
        dated: bool = False,
        owed: Sequence[ReportDuty] = (),
        **values: Any,
    ) -> None:
        super().__init__(*args, duties=[duty.id for duty in owed], **values)
        if printed:
            del self.number
        if dated:
            del self.day
        self.duties.offer(owed)
        if not owed:
            del self.duties


class AnswersForm(MakingForm):
    """What a report that was sent answers, too: what is owed for its period and was not ticked then."""

    duties = AnsweredDuties(_l("Qaysi majburiyatlarga javob beradi"), required=True)

    def __init__(self, *args: Any, owed: Sequence[ReportDuty] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.duties.offer(owed)


class ScanForm(MakingForm):
    """The signed letter of a report that was sent."""

    files = EvidenceFiles(_l("Imzolangan nusxa"), width=6, hint=_l("PDF, rasm, DOCX, XLSX. Har biri 10 MB gacha."))
