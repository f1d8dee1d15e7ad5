"""The frame of a page and its components: wired for everyone, safe under the strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from lxml import html
from werkzeug.datastructures import MultiDict

from trainee_tracker import filters, form
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    LineField,
    MinutesField,
    NoteField,
    TickField,
    UploadField,
)
from trainee_tracker.form import Form, RequestIdField
from trainee_tracker.paging import pages_of

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "templates"
STATIC = PROJECT / "trainee_tracker" / "static"
AT = datetime(2026, 11, 22, 19, 42, tzinfo=UTC)


class EveryField(Form):
    request_id = RequestIdField()
    held_on = CivilDateField("When was it?", needed="Enter a date", not_after=date(2026, 11, 22))
    minutes = MinutesField(
        "How many minutes?", needed="Enter the minutes", description="No travel."
    )
    who = ChipsField("Who was there?", needed="Choose who", choices=[("a", "One"), ("b", "Two")])
    site = ChoiceField("Where?", needed="Choose where", choices=[("1", "Tooting")])
    title = LineField("Title", needed="Enter a title")
    note = NoteField("A short reflection")
    sure = TickField("I was there", needed="Tick the box", description="All the time.")
    paper = UploadField("Paper log", needed="Choose a file", endings=(".pdf",))


@pytest.fixture
def pages() -> Iterator[Flask]:
    """An app that has nothing but the frame and the components."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(SECRET_KEY="a test's own")
    Babel(app, default_locale="en_GB")
    CSRFProtect(app)
    filters.register(app)
    form.register(app)
    app.add_url_rule("/list", "list")
    with app.test_request_context():
        yield app


def rendered(app: Flask, source: str, **values: Any) -> html.HtmlElement:
    """Return what a template of `source` shows."""
    made = app.jinja_env.from_string(source).render(**values)
    return (
        html.fromstring(f"<div>{made}</div>") if "<!doctype" not in made else html.fromstring(made)
    )


def text_of(element: html.HtmlElement) -> str:
    """Return the words of an element, with single spaces."""
    return " ".join(str(element.text_content()).split())


def framed(app: Flask, **values: Any) -> html.HtmlElement:
    """Return a page in the whole frame."""
    source = """{% extends "base.html" %}{% block title %}Log{% endblock %}
    {% block content %}<h1>Log</h1>{% endblock %}"""
    return rendered(app, source, **values)


FORM_PAGE = """{% from "components/form.html" import sheet, field %}
{% call sheet(form, submit="Log the session", cancel_url="/") %}
{% for f in form if f.widget.input_type != "hidden" %}{{ field(f) }}{% endfor %}{% endcall %}"""


def bad_form() -> EveryField:
    """Return a form in which every field has something to correct."""
    form = EveryField(formdata=MultiDict({"request_id": "8a6e0804-2bd0-4672-b79d-d97027f9071a"}))
    form.validate()
    form.note.errors = ["Shorten it"]
    return form


def test_every_input_has_a_label_a_hint_and_an_error_that_belong_to_it(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=bad_form())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inputs = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert len(inputs) == 9
    for control in inputs:
        identity = control.get("id")
        assert page.xpath(f"//label[@for='{identity}']") or control.xpath("ancestor::label")
        holder = (
            control.xpath("ancestor::fieldset")[0] if control.get("type") == "radio" else control
        )
        assert holder.get("aria-invalid") == "true"
        described = (holder.get("aria-describedby") or "").split()
        assert f"{control.get('name')}-error" in described
        assert set(described) <= set(ids)
    assert "minutes-hint" in page.get_element_by_id("minutes").get("aria-describedby").split()


def test_the_summary_links_to_inputs_that_are_there(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=bad_form())
    summary = page.xpath("//*[@class='error-summary' and @role='alert']")[0]
    targets = [link.get("href")[1:] for link in summary.xpath(".//a")]
    assert targets == ["held_on", "minutes", "who-0", "site", "title", "note", "sure", "paper"]
    for target in targets:
        assert page.get_element_by_id(target).tag in {"input", "select", "textarea"}


def test_a_form_without_errors_shows_no_trace_of_them(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=EveryField(formdata=None))
    assert not page.xpath("//*[contains(@class, 'error')] | //@aria-invalid")
    assert not page.xpath("//fieldset/@required | //div/@required")


def test_a_form_goes_whole_with_its_token_its_id_and_its_file(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=EveryField(formdata=None))
    form = page.xpath("//form")[0]
    assert form.get("enctype") == "multipart/form-data"
    assert {field.get("name") for field in form.xpath("./input[@type='hidden']")} == {
        "csrf_token",
        "request_id",
    }
    assert not form.xpath(".//input[@type='hidden']/@id")


def test_chips_are_a_group_with_a_question(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=EveryField(formdata=None))
    group = page.xpath("//fieldset[@role='radiogroup']")[0]
    assert text_of(group.find("legend")) == "Who was there?"
    assert [choice.get("value") for choice in group.xpath(".//input")] == ["a", "b"]


def test_what_may_stay_empty_says_so_beside_its_question(pages: Flask) -> None:
    page = rendered(pages, FORM_PAGE, form=EveryField(formdata=None))
    optional = [text_of(label) for label in page.xpath("//label[span[@class='optional']]")]
    assert optional == ["A short reflection (optional)"]


def test_what_was_typed_is_escaped_when_it_is_shown_again(pages: Flask) -> None:
    form = EveryField(formdata=MultiDict({"title": "<script>x</script>", "minutes": '"><b>'}))
    form.validate()
    page = rendered(pages, FORM_PAGE, form=form)
    assert not page.xpath("//script | //b")
    assert page.get_element_by_id("title").get("value") == "<script>x</script>"


def test_the_frame_carries_the_language_the_way_around_and_the_person(pages: Flask) -> None:
    page = framed(
        pages,
        language="ar",
        text_direction="rtl",
        navigation=[
            SimpleNamespace(url="/", label="Your progress", is_current=True),
            SimpleNamespace(url="/log", label="Log", is_current=False),
        ],
        account=SimpleNamespace(name="أمينة", url="/account", sign_out_url="/sign-out"),
        footer_links=[SimpleNamespace(url="/check", label="Check a certificate")],
        brand_stylesheet_url="/networks/1.css",
    )
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//nav//a[@aria-current='page']/text()") == ["Your progress"]
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert page.xpath("//main/@id") == ["main"]
    sign_out = page.xpath("//form[@action='/sign-out']")[0]
    assert sign_out.get("method") == "post"
    assert sign_out.xpath("./input[@name='csrf_token']/@value")[0]
    assert UUID(sign_out.xpath("./input[@name='request_id']/@value")[0])
    assert page.xpath("//summary//bdi/text()") == ["أمينة"]
    assert page.xpath("//footer//a/@href") == ["/check"]
    assert page.xpath("//link[@rel='stylesheet']/@href")[-1] == "/networks/1.css"
    assert len(page.xpath("//h1")) == 1


def test_the_frame_stands_without_a_person_or_a_network(pages: Flask) -> None:
    page = framed(pages)
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert not page.xpath("//nav | //details")


def test_a_title_says_first_that_something_must_be_corrected(pages: Flask) -> None:
    assert framed(pages).findtext(".//title") == "Log · Family Care Training"
    assert framed(pages, form=bad_form()).findtext(".//title").startswith("Error: Log")
    assert framed(pages, form_has_errors=True).findtext(".//title").startswith("Error: Log")
    assert framed(pages, form=EveryField(formdata=None)).findtext(".//title").startswith("Log")


def test_a_flashed_message_is_told_to_a_screen_reader(pages: Flask) -> None:
    from flask import flash

    flash("You declined these hours.")
    flash("The mail could not be sent.", "warning")
    shown = framed(pages).xpath("//*[@role='status']/div")
    assert [notice.get("class") for notice in shown] == ["notice notice-good", "notice notice-wait"]


def test_a_refusal_says_what_it_is_and_what_to_do_next(pages: Flask) -> None:
    page = rendered(
        pages,
        "{% include 'errors/refusal.html' %}",
        title="We cannot find that page",
        message="It may have moved.",
        next_step="Start again from your home page.",
    )
    assert text_of(page.xpath("//h1")[0]) == "We cannot find that page"
    assert "Start again" in text_of(page.xpath("//main")[0])
    assert page.xpath("//main//a/@href") == ["/"]


PROGRESS = """{% from "components/progress.html" import ring, meter, meter_cell, work_bar %}
{% call ring("Client work", 2490, 3600, waiting=330, plan=2700) %}<p>In time.</p>{% endcall %}
{{ meter("Taught", 3600, 3600) }}{{ meter_cell("Modules", 5, 6, unit="count", late=true) }}
{{ work_bar("Making certificates", 3, 11) }}"""


def test_every_picture_of_progress_has_a_title_and_its_figures_in_words(pages: Flask) -> None:
    page = rendered(pages, PROGRESS)
    pictures = page.xpath("//svg")
    assert len(pictures) == 4
    for picture in pictures:
        assert picture.get("role") == "img"
        assert picture.findtext("title")
        assert " of " in picture.findtext("desc")
    words = text_of(page)
    for figure in ("41 h 30 min of 60 h", "18 h 30 min to go", "5 h 30 min waiting", "45 h by now"):
        assert figure in words
    assert "60 h of 60 h · Complete" in words


def test_a_ring_draws_what_its_words_say(pages: Flask) -> None:
    page = rendered(pages, PROGRESS)
    arcs = {arc.get("class"): arc for arc in page.xpath("(//svg)[1]//circle")}
    assert arcs["done"].get("stroke-dasharray") == "69 100"
    assert arcs["waiting"].get("stroke-dasharray") == "78 100"
    assert arcs["plan"].get("stroke-dashoffset") == "-75"


TABLE = """{% from "components/table.html" import rows_table, grid_table, row, head_cell, cell %}
{% call rows_table("Sessions", ["Date", {"label": "Time", "number": true}, "Note"]) %}
{% call row(flagged=true) %}{{ head_cell("2 November") }}{{ cell("Time", "1 h", number=true) }}
{{ cell("Note", "") }}{% endcall %}{% endcall %}
{% call grid_table("Standings", ["Trainee"]) %}
{% call row() %}{% call head_cell() %}<a href="/">A</a>{% endcall %}
{% call cell("Taught") %}60 h{% endcall %}{% endcall %}{% endcall %}"""


def test_a_table_stays_a_table_when_it_is_laid_out_as_cards(pages: Flask) -> None:
    page = rendered(pages, TABLE)
    for tag, role in {"table": "table", "tr": "row", "td": "cell", "thead": "rowgroup"}.items():
        assert {element.get("role") for element in page.xpath(f"//{tag}")} == {role}
    assert page.xpath("//td/@data-label") == ["Time", "Note", "Taught"]
    assert page.xpath("(//table)[1]//th[contains(@class, 'number')]/text()") == ["Time"]
    assert "cell-empty" in page.xpath("//td[@data-label='Note']/@class")[0]
    assert page.xpath("//*[@role='region']/@tabindex") == ["0"]


DECIDE = """{% from "components/decide.html" import decide, decline_reason, decision_count, sticky_bar %}
{{ decide("d-1", "2 November", chosen="sign_off") }}
{{ decline_reason("r-1", "d-1", value="Too long", error="Say why") }}
{{ decline_reason("r-2", "d-2") }}
{% call sticky_bar() %}{{ decision_count(3, 1) }}{% endcall %}"""


def test_a_decision_names_its_row_and_its_reason_is_there_without_scripts(pages: Flask) -> None:
    page = rendered(pages, DECIDE)
    assert text_of(page.xpath("//fieldset/legend")[0]) == "Decision for 2 November"
    assert page.xpath("//input[@type='radio' and @checked]/@value") == ["sign_off"]
    reason = page.get_element_by_id("r-1")
    assert reason.get("aria-describedby") == "r-1-hint r-1-error"
    assert not page.xpath("//*[@hidden]")
    assert page.xpath("//@data-shown-when") == ["d-1=decline", "d-2=decline"]
    assert "3 to sign off, 1 to decline." in text_of(page)


REST = """
{% from "components/page.html" import page_head, section_head %}
{% from "components/button.html" import button, link_button, post_button %}
{% from "components/card.html" import card, stat, facts %}
{% from "components/empty_state.html" import empty_state %}
{% from "components/notice.html" import notice %}
{% from "components/pager.html" import pager %}
{% from "components/person.html" import name %}
{% from "components/status.html" import status %}
{% from "components/timeline.html" import timeline, timeline_item %}
{{ page_head("Sessions", lead="Second year", actions=link_button("Log", "/log"), back_url="/") }}
{% call section_head("Latest", id="latest", note="4") %}{{ button("More", kind="plain") }}{% endcall %}
{% call card("Needs you", id="needs", call=true) %}{{ status("bad", "Declined") }}{% endcall %}
{{ stat("Together", "712 h 30 min", note="by everyone") }}
{{ facts([("Holder", name("أمينة <b>"))]) }}
{{ empty_state("No sessions yet", "They appear here.", link_button("Log one", "/log")) }}
{% call notice(title="Valid", kind="good") %}<p>Not changed.</p>{% endcall %}
{{ post_button("Withdraw it", "/withdraw", values={"step": "1"}) }}
{{ pager(pages_of(50, length=10, asked=2), "list", show="all") }}
{{ pager(pages_of(1, length=10, asked=1), "list") }}
{% call timeline() %}{{ timeline_item("Signed off", at, who="Ruth", capacity="supervisor") }}{% endcall %}
"""


def test_the_other_components_show_what_they_are_given(pages: Flask) -> None:
    page = rendered(pages, REST, at=AT, pages_of=pages_of)
    assert page.xpath("//h1/text()") == ["Sessions"]
    assert page.xpath("//section[@aria-labelledby='needs']/h2/@id") == ["needs"]
    assert page.xpath("//dd/bdi/text()") == ["أمينة <b>"]
    assert page.xpath("//form[@action='/withdraw']/input/@name") == [
        "request_id",
        "csrf_token",
        "step",
    ]
    assert UUID(page.xpath("//form[@action='/withdraw']/input[@name='request_id']/@value")[0])
    assert page.xpath("//nav//a/@href") == ["/list?show=all&page=1", "/list?show=all&page=3"]
    assert "Page 2 of 5" in text_of(page)
    assert page.xpath("//time/@datetime") == ["2026-11-22T19:42:00Z"]
    assert "Ruth, supervisor · 22 November 2026, 19:42" in text_of(page)
