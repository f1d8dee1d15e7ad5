"""The command `flask judge`: a ledger file judged against a course, without any database."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NoReturn, Protocol, TypeVar

import click

from trainee_tracker import clock
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.preset_files import (
    PresetError,
    load_preset,
    preset_keys,
    read_preset,
)
from trainee_tracker.file_faults import file_fault
from trainee_tracker.judging.clearances import read_clearances
from trainee_tracker.judging.ledger import LedgerFile, read_ledger
from trainee_tracker.judging.report import report, unjudged_sentence
from trainee_tracker.judging.results import read_results
from trainee_tracker.judging.rules import JudgedFile, answer, judge_file, with_forecasts
from trainee_tracker.languages import installed, language_of
from trainee_tracker.messages import (
    All,
    Message,
    Own,
    Verbatim,
    names,
    say,
    say_again,
    verbatim,
)
from trainee_tracker.reading import Unreadable, without_hidden
from trainee_tracker.spoken import speak, speaker, speaking
from trainee_tracker.tables.reading import iso_date
from trainee_tracker.tables.rules import Fault, is_workbook

BAD_INPUT = 2
"""The exit status where something that was given cannot be used."""


class _Read(Protocol):
    """What a reader of a file returns."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the file."""
        ...


Reading = TypeVar("Reading", bound=_Read)


def _deadline(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Return the date of an option that may be left out."""
    return None if value is None else _as_date(_context, _option, value)


def _as_date(_context: click.Context, _option: click.Parameter, value: str | None) -> date:
    """Return the date of an option, today where it is not given."""
    if value is None:
        return clock.today()
    try:
        return iso_date(value)
    except Unreadable as error:
        raise click.BadParameter(speak(error.message)) from None


def _speak(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Have all that follows said in the language of this tag; else in that of the installation."""
    if value is None:
        return
    found = language_of(value, pseudo=True)
    if found is None:
        tags = All(tuple(verbatim(each.tag) for each in installed()))
        why = say(
            "There is no catalogue of {tag}. There are: {tags}.", tag=verbatim(value), tags=tags
        )
        raise click.BadParameter(speak(why))
    context.with_resource(speaking(found))


@click.command("judge")
@click.option(
    "--course", required=True, help="The name of a preset, or a TOML file such as a preset is."
)
@click.option("--ledger", required=True, type=click.Path(path_type=Path), help="The hours.")
@click.option(
    "--clearances", type=click.Path(path_type=Path), help="From when to when checks were in date."
)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="Modules, attendance, evidence, competence, prior learning.",
)
@click.option(
    "--as-of", callback=_as_date, metavar="DATE", help="Judge as of this day (default: today)."
)
@click.option(
    "--forecast",
    "is_forecast",
    is_flag=True,
    help="Also say when each requirement is met at the pace of the last eight weeks.",
)
@click.option(
    "--deadline",
    callback=_deadline,
    metavar="DATE",
    help="The day by which it has to be met; includes --forecast.",
)
@click.option(
    "--language",
    callback=_speak,
    is_eager=True,
    expose_value=False,
    metavar="TAG",
    help="Report in this language, such as ar (default: that of the installation).",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def judge(
    course: str,
    ledger: Path,
    clearances: Path | None,
    results: Path | None,
    as_of: date,
    is_forecast: bool,
    deadline: date | None,
    as_json: bool,
) -> None:
    """Judge the hours in a CSV file against a course, and say why each minute counts or not.

    No database is asked. The exit status is 0 whether everything is met or not, and 2 where
    something that was given cannot be used: then every fault is named on standard error.
    """
    terms = _terms_of(course)
    faults: list[Message] = []
    hours = _read(ledger, lambda text: read_ledger(text, terms), faults)
    # While the ledger has faults nobody knows whom all it names.
    known = hours if hours and not hours.faults else LedgerFile((), (), names_trainees=True)
    checks = decided = None
    if clearances is not None:
        checks = _read(clearances, lambda text: read_clearances(text, terms, known), faults)
    if results is not None:
        decided = _read(results, lambda text: read_results(text, terms, known), faults)
    if faults:
        _refuse(faults)
    for path, strangers in (
        (clearances, checks.strangers if checks else ()),
        (results, decided.strangers if decided else ()),
    ):
        if path is not None and strangers:
            left_out = say(
                "{file}: left out whom the ledger does not name: {names}",
                file=_shown(path),
                names=names(strangers),
            )
            click.echo(speak(left_out), err=True)
    in_date = checks.clearances if checks else None
    outcomes = decided.outcomes if decided else ()
    lines = (*known.lines, *(decided.prior_lines if decided else ()))
    judged = judge_file(terms, lines, in_date, outcomes, as_of, known.trainees)
    if is_forecast or deadline is not None:
        judged = with_forecasts(judged, in_date, outcomes, deadline)
    _print(judged, as_json=as_json)


def _print(judged: JudgedFile, *, as_json: bool) -> None:
    if not as_json:
        click.echo("\n".join(report(judged, speaker())))
        return
    if judged.unjudged:
        click.echo(speak(unjudged_sentence(judged)), err=True)
    click.echo(json.dumps(answer(judged), ensure_ascii=False))


def _terms_of(course: str) -> Terms:
    """Return the terms of a preset, or of a file where no preset has this name."""
    is_a_file = course not in preset_keys() and (course.endswith(".toml") or Path(course).is_file())
    try:
        return read_preset(Path(course)) if is_a_file else load_preset(course)
    except PresetError as error:
        _refuse(error.sentences)


def _read(path: Path, reader: Callable[[str], Reading], faults: list[Message]) -> Reading | None:
    """Return what a file says, with what is wrong with it added to `faults`; None: unreadable."""
    file = _shown(path)
    try:
        data = path.read_bytes()
        if is_workbook(data):
            faults.append(
                say("{file}: is a workbook. In a spreadsheet, save it as “CSV UTF-8”.", file=file)
            )
            return None
        text = data.decode("utf-8")
    except OSError as error:
        faults.append(say("{file}: cannot be read: {why}.", file=file, why=file_fault(error)))
        return None
    except UnicodeDecodeError:
        faults.append(
            say(
                "{file}: is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.",
                file=file,
            )
        )
        return None
    found = reader(text)
    faults += [_sentence(file, fault) for fault in found.faults]
    return found


PLACES: Final = {
    (False, False): say("{file}: {fault}"),
    (True, False): say("{file}, row {row}: {fault}"),
    (False, True): say("{file}, column {column}: {fault}"),
    (True, True): say("{file}, row {row}, column {column}: {fault}"),
}
"""Whether a fault is of one row and of one column -> how it is told."""


def _sentence(file: Verbatim, fault: Fault) -> Message:
    """Return a fault with its file, its row as a spreadsheet counts it, and its column."""
    return say_again(
        PLACES[bool(fault.number), bool(fault.column)],
        file=file,
        row=verbatim(fault.number),
        column=Own(fault.column),
        fault=fault.message,
    )


def _shown(path: Path) -> Verbatim:
    """Return a path as it was given, with nothing hidden in it that would act on a terminal."""
    return Verbatim(without_hidden(str(path)))


def _refuse(faults: Sequence[Message]) -> NoReturn:
    """Print every fault and end."""
    click.echo("\n".join(map(speak, faults)), err=True)
    raise click.exceptions.Exit(BAD_INPUT)
