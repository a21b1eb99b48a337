"""The last gate: what may not leave, what stays as it is, and that no field is forgotten."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from dashboards.components.outgoing import MARKED, MARKED_IN, PLAIN_IN, disarm, leads_out
from dashboards.components.quote import escape
from dashboards.i18n.texts import load_texts

# Fields of Streamlit's messages that no browser reads as Markdown or HTML, with the reason; but for
# kinds that MARKED_IN names.
PLAIN = {
    "words shown as they are": (
        "alt", "avatar", "code_text", "default", "divider", "doc_string", "message", "options",
        "placeholder", "stack_trace", "value", "raw_value", "raw_values", "default_tab_label",
    ),
    "names and settings": (
        "anchor", "autocomplete", "column_order", "component_name", "deferred_file_id",
        "element_id", "engine", "file_type", "form_id", "format", "fragment_id", "gap", "id",
        "key", "language", "max", "min", "name", "page_script_hash", "query_param_key",
        "selection_default", "selection_mode", "selection_state", "shortcut", "source_id", "tag",
        "theme", "type", "uuid", "validate_regex", "content_icon", "icon", "query_string",
    ),
    "files and addresses of Streamlit, kept in by the policy": (
        "link", "page", "src", "srcdoc", "url", "mapbox_token",
    ),
    "looked into by the gate itself": ("columns",),
    "written by us or by a library of charts": (
        "config", "css_content", "css_source_path", "html_content", "js_content",
        "js_source_path", "json", "json_args", "spec", "styles",
    ),
}  # fmt: skip
BAD = (
    "![x](http://vi-du.test/a.png)",
    "Sở ![x](/media/a.png) Y",
    "[x](https://vi-du.test)",
    "[x](//vi-du.test)",
    "[x](javascript:alert)",
    "[x](http&#58;//vi-du.test)",
    "[x][1]\n\n[1]: http://vi-du.test",
    "<http://vi-du.test>",
    "http://vi-du.test/a",
    "http&#58;//vi-du.test/a",
    "www.vi-du.test",
    "ai@vi-du.test",
    "**đậm ![x](y)**",
    ":red[![x](http://vi-du.test)]",
    "- mục\n  - [a](mailto:ai@vi-du.test)",
    # What is code, a table, a note or a directive to one reader and a link to another.
    "[x](///vi-du.test/a)",
    "[x](/\\vi-du.test)",
    "[x](&#47;&#47;vi-du.test)",
    "_www.vi-du.test",
    "a-@vi-du.test",
    "| ` | x |\n|--|--|\n| ![x](http://vi-du.test/a.png) [y](http://vi-du.test) | ` |",
    ":red[`]![x](http://vi-du.test)[y](http://vi-du.test)`",
    "[^1]\n\n[^1]: `\n\n    http://vi-du.test `",
    "`http://vi-du.test`",
    "<b>x</b>",
    # What the second reading found: within what is coloured, behind backslashes, read twice.
    ":red[http://vi-du.test/a]: b",
    ":red[www.vi-du.test]: b",
    ":small[a@vi-du.test]: b",
    "http:\\/\\/vi-du.test/a",
    "http:/\\/vi-du.test/a",
    "https:\\/&#47;vi-du.test",
    "xin www\\.vi-du.test/a nhé",
    "a\\@vi-du.test",
    "z :help[&#33;&#91;x&#93;&#40;//vi-du.test/a.png&#41;]",
    ":streamlit:",
    "```mermaid\nflowchart\n```",
)
GOOD = (
    "",
    "Kế hoạch 12/KH-UBND, 3 < 5 & 7",
    "**đậm** và [Đưa số liệu vào](dua-so-lieu)",
    "[xem](chat-luong?qview=findings&plan=a#b)",
    ":red[đỏ] :material/home:",
    ":red[đỏ]: đã qua hạn",
    "`select 1`",
)


@pytest.mark.parametrize("text", BAD)
def test_what_leads_out_goes_as_words(text):
    assert leads_out(text)
    assert not leads_out(escape(text)), "what was escaped is let through"


@given(st.text(alphabet=":/ \n\\@w.[]()!<>`~&#;ahtpsmlreik", max_size=30))
@example("Thời hạn: //2026")
@example("xong:\n//2026")
def test_what_was_escaped_is_let_through(text):
    assert not leads_out(escape(text))


@pytest.mark.parametrize("text", GOOD)
def test_what_stays_here_is_left_alone(text):
    assert not leads_out(text)


@pytest.mark.parametrize(
    "text",
    [
        ":red[<img src=/a.png>]: b",
        "<img src=x>",
        "<a href=x>y</a>",
        "<mark onclick=x>y</mark>",
        "<!doctype html>",
    ],
)
def test_tags_of_others_go_as_words(text):
    assert leads_out(text, is_html=True)


def test_a_text_is_plain_but_not_its_help():
    message = Delta()
    message.new_element.text.body = message.new_element.text.help = BAD[0]
    disarm(message)
    assert message.new_element.text.body == BAD[0]
    assert message.new_element.text.help == escape(BAD[0])


def test_tags_of_our_own_stay():
    assert not leads_out("<small>… a</small><mark>b</mark>", is_html=True)


def test_no_text_of_ours_leads_out():
    for language in ("vi", "en"):
        assert [
            key
            for key, text in load_texts(language).items()
            if leads_out(text.replace("{address}", "chat-luong?qview=findings"))
        ] == []


def _list_fields(kind, seen):
    if kind.full_name in seen:
        return
    seen.add(kind.full_name)
    for field in kind.fields:
        if field.message_type:
            yield from _list_fields(field.message_type, seen)
        elif field.type == field.TYPE_STRING:
            yield field.name


def test_every_field_of_streamlit_is_known():
    names = set(_list_fields(Delta.DESCRIPTOR, set()))
    plain = {name for group in PLAIN.values() for name in group}
    assert names - plain - MARKED == set(), "is it read as Markdown? then it belongs to MARKED"
    assert not plain & MARKED


@pytest.mark.parametrize(
    ("body", "stays"),
    [("<style>a{color:red}</style>", True), ("<style>@import 'x'</style>", False),
     ("<style>a{background:URL (x)}</style>", False),
     ("<style>a{background:-webkit-image-set('//x/a.png' 1x)}</style>", False),
     ("<style></style><img src=x>", False)],
)  # fmt: skip
def test_a_style_fetches_nothing(body, stays):
    message = Delta()
    message.new_element.html.body = body
    disarm(message)
    assert (message.new_element.html.body == body) == stays


def _fill(message, tried, depth=0):
    """Write something bad into every marked field, and note where."""
    kind = message.DESCRIPTOR
    for field in kind.fields:
        held = getattr(message, field.name)
        if field.message_type:
            if depth < 7 and not field.message_type.GetOptions().map_entry:
                _fill(held.add() if field.is_repeated else held, tried, depth + 1)
        elif kind.name != "Html" and field.name in (
            (MARKED | MARKED_IN.get(kind.name, set())) - PLAIN_IN.get(kind.name, set())
        ):
            tried.add(f"{kind.name}.{field.name}")
            if field.is_repeated:
                held.append(BAD[0])
            else:
                setattr(message, field.name, BAD[0])


@pytest.mark.parametrize("kind", ["markdown", "image", "link"])
def test_settings_of_columns_are_disarmed(kind):
    message = Delta()
    config = {"a": {"help": BAD[0], "type_config": {"type": kind}}, "b": {"help": "chú"}}
    message.new_element.dataframe.columns = json.dumps(config)
    disarm(message)
    assert json.loads(message.new_element.dataframe.columns) == {
        "a": {"help": escape(BAD[0]), "type_config": {"type": "text"}}, "b": {"help": "chú"},
    }  # fmt: skip


def test_a_table_whose_cells_nobody_looks_into_is_refused():
    message = Delta()
    message.new_element.table.SetInParent()
    with pytest.raises(TypeError, match="draw_table"):
        disarm(message)


@pytest.mark.parametrize("place", ["navigation", "page_config_changed"])
def test_names_of_pages_pass_the_gate_too(place):
    message = ForwardMsg()
    if place == "navigation":
        message.navigation.sections.append(BAD[0])
        page = message.navigation.app_pages.add()
        page.page_name = page.section_header = page.help = BAD[0]
    else:
        message.page_config_changed.menu_items.about_section_md = BAD[0]
    disarm(message)
    assert BAD[0] not in str(message)
    assert escape(BAD[0])[:6] in str(message)


@pytest.mark.parametrize("holder", ["new_element", "add_block"])
def test_every_kind_of_element_is_disarmed(holder):
    """Whatever message holds a marked field, at whatever depth, once and in lists."""
    tried: set[str] = set()
    for field in getattr(Delta(), holder).DESCRIPTOR.fields:
        if not field.message_type or field.name == "table":
            continue
        message = Delta()
        part = getattr(getattr(message, holder), field.name)
        _fill(part.add() if field.is_repeated else part, tried)
        disarm(message)
        assert BAD[0] not in str(message), field.name
    assert len(tried) > {"new_element": 50, "add_block": 4}[holder]


def _draw_badly():
    import streamlit as st

    from dashboards.components.outgoing import guard_outgoing

    guard_outgoing()
    guard_outgoing()
    bad = "![x](http://vi-du.test/a.png)"
    st.markdown(bad)
    st.expander(bad).caption("[a](dua-so-lieu)")
    st.button(bad, help=bad)
    st.text_input("tên", value=bad)
    st.selectbox("chọn", [bad])


def test_a_page_that_forgets_to_escape_cannot_go_around():
    page = AppTest.from_function(_draw_badly).run()
    assert not page.exception
    assert page.markdown[0].value == escape(BAD[0])
    assert page.caption[0].value == "[a](dua-so-lieu)"
    assert page.expander[0].label == page.button[0].label == escape(BAD[0])
    # What people chose or wrote stays what it is; browsers show it as words.
    assert page.text_input[0].value == page.selectbox[0].value == BAD[0]
