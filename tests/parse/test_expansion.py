"""Docker's expansion of words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.environment import Value
from venvoy.parse.expansion import expand

SET = {
    "PWD": "/home",
    "SHELL": "bash",
    "KOREAN": "한국어",
    "NULL": "",
    "FILE": "/tmp/tmp/bar.tar.gz",
    "STAR": "a***yy*",
}


def under(variables: Mapping[str, str], text: str, escape: str = "\\") -> str | None:
    """Return the text that *text* expands to when just *variables* are set."""
    return expand(text, {name: Value(value) for name, value in variables.items()}.get, escape).text


def _unset(name: str) -> None:
    return None


QUOTES_AND_ESCAPES = [
    ("hello", "hello"),
    ("he'll'o", "hello"),
    (r"he\'llo", "he'llo"),
    (r"abc\tdef", "abctdef"),
    (r'"abc\tdef"', r"abc\tdef"),
    (r'"abc\\tdef"', r"abc\tdef"),
    (r"'abc\tdef'", r"abc\tdef"),
    ("hello\\", "hello"),
    (r"hello\\", "hello\\"),
    ('"hel\'lo"', "hel'lo"),
    (r"'hello\'", "hello\\"),
    ("\"''\"", "''"),
    ("'\"hello\"'", '"hello"'),
    (r'"say \"x\""', 'say "x"'),
    ("a  b", "a  b"),
]

DOLLARS = [
    ("$", "$"),
    ("$.", "$."),
    ("he$PWD.", "he/home."),
    ("he$pwd.", "he."),
    (r"he\$PWD", "he$PWD"),
    (r"he\\$PWD", r"he\/home"),
    (r'"he\$PWD"', "he$PWD"),
    ('"$PWD"', "/home"),
    ("'$PWD'", "$PWD"),
    ("\"he'$PWD'\"", "he'/home'"),
    ("${PWD}x", "/homex"),
    ("$PWDx", ""),
    ("$1x", "x"),
    ("$12x", "x"),
    ("$@@", "@"),
    ("${?}", ""),
    (r"\${}", "${}"),
    ("안녕$KOREAN", "안녕한국어"),
    ("${aaa}}", "}"),
]

ALTERNATIVES = [
    ("${XXX:-000}", "000"),
    ("${NULL:-000}", "000"),
    ("${NULL-000}", ""),
    ("${PWD:-000}", "/home"),
    ("${XXX:-$PWD}", "/home"),
    ("${XXX:-${YYY:-${PWD}x}y}z", "/homexyz"),
    ("${XXX:-'a b'}", "a b"),
    (r"${XXX:-\}}", "}"),
    ("${XXX:+000}", ""),
    ("${PWD:+$SHELL}", "bash"),
    ("${NULL:+x}", ""),
    ("${NULL+x}", "x"),
    ("${PWD?}", "/home"),
    ("${NULL?}", ""),
    ("${1:-bbb}", "bbb"),
    ("${-:-bbb}", "bbb"),
    ("${aaa:-bbb {foo}", "bbb {foo"),
]

PATTERNS = [
    ("${FILE#*/}", "tmp/tmp/bar.tar.gz"),
    ("${FILE##*/}", "bar.tar.gz"),
    ("${FILE%.*}", "/tmp/tmp/bar.tar"),
    ("${FILE%%.*}", "/tmp/tmp/bar"),
    ("${FILE%/*}", "/tmp/tmp"),
    ("${FILE#?tmp}", "/tmp/bar.tar.gz"),
    ("${FILE#nothing}", "/tmp/tmp/bar.tar.gz"),
    ("${FILE#}", "/tmp/tmp/bar.tar.gz"),
    ("${FILE#*}", "/tmp/tmp/bar.tar.gz"),
    ("${FILE##*}", ""),
    (r"${STAR%%\**\*}", "a"),
    (r"${STAR#a\*}", "**yy*"),
    (r"${FILE/\/tmp/}", "/tmp/bar.tar.gz"),
    (r"${FILE//\/tmp/}", "/bar.tar.gz"),
    (r"${FILE//\//-}", "-tmp-tmp-bar.tar.gz"),
    ("${FILE/t*p/x}", "/x/bar.tar.gz"),
    ("${FILE//t?/x}", "/xp/xp/bar.xr.gz"),
    ("${FILE///x}", "x/xtxmxpx/xtxmxpx/xbxaxrx.xtxaxrx.xgxzx"),
    ("${STAR//*/x}", "x"),
    ("${XXX//a/b}", ""),
]

REFUSED = [
    "he'llo",
    '"hello',
    r'"hello\"',
    r"he\\'llo",
    "${}",
    "${",
    "${aaa",
    "${:-bbb}",
    "${{aaa}",
    "${.}",
    "${XXX:YYY}",
    "${XXX:=000}",
    "${XXX?}",
    "${XXX:?gone}",
    "${NULL:?gone}",
    "${aaa:-bbb",
    "${aaa:-bbb ${foo}",
    "${FILE//a}",
    "${FILE/a",
    "${FILE:#a}",
    r"${FILE#\x}",
    r"${FILE/\x/y}",
]


@pytest.mark.parametrize(("text", "expected"), [*QUOTES_AND_ESCAPES, *DOLLARS, *ALTERNATIVES, *PATTERNS])
def test_expands_as_docker_does(text: str, expected: str) -> None:
    """A word becomes what BuildKit makes of it."""
    assert expected == under(SET, text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_docker_refuses_has_no_text(text: str) -> None:
    """A word at which the build would stop is unknown, not guessed at."""
    assert under(SET, text) is None


def test_backtick_escapes_by_directive() -> None:
    """With a backtick as escape character, a backslash is a plain character."""
    assert r"c:\home$PWD" == under({"PWD": "home"}, r"c:\$PWD`$PWD", escape="`")


ARGUMENTS = {
    "V": Value("3.12", frozenset({"V"})),
    "NONE": Value(None, frozenset({"NONE"})),
    "TARGETARCH": Value(None, frozenset({"TARGETARCH"})),
    "FROM_NONE": Value(None, frozenset({"NONE"})),
    "SURE": Value("x"),
    "EMPTY": Value(""),
}


@pytest.mark.parametrize(
    ("text", "expected", "names"),
    [
        ("plain", "plain", ()),
        ("$SURE", "x", ()),
        ("py$V", "py3.12", ("V",)),
        ("$V$NONE", None, ("NONE", "V")),
        ("a$NONE", None, ("NONE",)),
        ("${NONE:-3.9}", "3.9", ("NONE",)),
        ("${NONE:-$V}", "3.12", ("NONE", "V")),
        ("${NONE:+x}", "", ("NONE",)),
        ("${NONE+x}", "", ("NONE",)),
        ("${V:-3.9}", "3.12", ("V",)),
        ("${V:+-$SURE}", "-x", ("V",)),
        ("${SURE:-$V}", "x", ()),
        ("${EMPTY:+$V}", "", ()),
        ("${EMPTY:-$V}", "3.12", ("V",)),
        ("${V%.*}", "3", ("V",)),
        ("${V/./}", "312", ("V",)),
        ("${NONE%.*}", None, ("NONE",)),
        ("${SURE/x/$V}", "3.12", ("V",)),
        ("${NONE:?needed}", None, ("NONE",)),
        ("${V:?needed}", "3.12", ("V",)),
        ("${TARGETARCH:-amd64}", None, ("TARGETARCH",)),
        ("${FROM_NONE:-x}", None, ("NONE",)),
        ("'$V'", "$V", ()),
        ("$V${", None, ("V",)),
    ],
)
def test_says_what_a_value_rests_on(text: str, expected: str | None, names: tuple[str, ...]) -> None:
    """The names of all build arguments that could change the text go with it, and of no others."""
    assert Value(expected, frozenset(names)) == expand(text, ARGUMENTS.get)


def test_deep_nesting_is_unknown() -> None:
    """A word nested deeper than any build needs is unknown instead of exhausting the stack."""
    assert Value(None) == expand("${a:-" * 5000 + "}" * 5000, _unset)


def test_many_stars_are_no_trap() -> None:
    """A pattern that would make backtracking take years is matched at once."""
    assert "a" * 2000 == under({"X": "a" * 2000}, "${X#" + "*a" * 40 + "*b}")


def test_enormous_work_is_unknown() -> None:
    """A replacement whose cost grows beyond bounds is left unknown."""
    assert under({"X": "a" * 20_000}, "${X//*a*b/c}") is None


def test_text_does_not_grow_without_bounds() -> None:
    """A value that doubles line by line, or is multiplied by a replacement, ends as unknown."""
    value = Value("aaaa")
    for _ in range(100):
        value = expand("$A$A", {"A": value}.get)
    assert Value(None) == value
    assert under({"X": "a" * 20_000}, "${X//a/$X}") is None


WORDS = st.text(alphabet=st.sampled_from("$${}{}:-+?#%/\\'\"`*aXV =\n.é"), max_size=40)
NAMES = st.sampled_from(["a", "X", "V", "aX"])
VALUES = st.builds(Value, st.none() | st.text(max_size=8), st.frozensets(st.sampled_from(["V", "X"])))


@given(WORDS | st.text(), st.dictionaries(NAMES, VALUES), st.sampled_from(["\\", "`"]))
def test_never_raises_and_never_invents_names(text: str, variables: dict[str, Value], escape: str) -> None:
    """Whatever the text, there is a value, and it rests only on what its variables rest on."""
    value = expand(text, variables.get, escape)
    assert value.depends_on <= frozenset().union(*(v.depends_on for v in variables.values()))


@given(st.text().filter(lambda text: not set(text) & set("$'\"\\")))
def test_plain_text_stays(text: str) -> None:
    """Text without a dollar sign, quotes and escapes means itself."""
    assert Value(text) == expand(text, _unset)


@given(WORDS, st.dictionaries(NAMES, st.text(max_size=8)))
def test_certain_variables_make_certain_text(text: str, variables: dict[str, str]) -> None:
    """When nothing rests on a build argument, neither does the result."""
    assert frozenset() == expand(text, {name: Value(value) for name, value in variables.items()}.get).depends_on


@given(st.text(alphabet="ab/.", max_size=12), st.text(alphabet="ab/.", max_size=4))
def test_trimming_removes_a_matching_end(value: str, literal: str) -> None:
    """Without wildcards, ``#`` and ``%`` are what str.removeprefix and str.removesuffix are."""
    variables = {"X": value, "P": literal}
    assert value.removeprefix(literal) == under(variables, "${X#$P}")
    assert value.removesuffix(literal) == under(variables, "${X%$P}")


@given(st.text(alphabet="ab/.", max_size=12), st.text(alphabet="ab*?", min_size=1, max_size=4))
def test_longest_trim_leaves_no_more_than_the_shortest(value: str, pattern: str) -> None:
    """``##`` and ``%%`` leave an end of what ``#`` and ``%`` leave."""
    variables = {"X": value, "P": pattern}
    front, back = under(variables, "${X##$P}"), under(variables, "${X%%$P}")
    assert front is not None
    assert back is not None
    assert (under(variables, "${X#$P}") or "").endswith(front)
    assert (under(variables, "${X%$P}") or "").startswith(back)
