"""Shell text becomes commands: words, operators, contexts."""

from __future__ import annotations

import pytest

from venvoy.model.shell import Language

from .shell_texts import argv, said, script, shown

WORDS = {
    "plain": ("pip install flask==3.0", ["pip", "install", "flask==3.0"]),
    "quotes": ("""a 'b  c' "d e" f"g"'h'""", ["a", "b  c", "d e", "fgh"]),
    "empty words": ("""a "" ''""", ["a", "", ""]),
    "escapes outside of quotes": (r"a b\ c \$X \>", ["a", "b c", "$X", ">"]),
    "escaped blanks": ("a \\  b\\ #c \\ ", ["a", " ", "b #c", " "]),
    "escapes in double quotes": (r'a "b\"c\$\x\\"', ["a", 'b"c$\\x\\']),
    "single quotes keep everything": (r"""a '$X \n "b"'""", ["a", r'$X \n "b"']),
    "ansi-c quotes": (r"a $'b\tc\'\x41\u00e9\101'", ["a", "b\tc'A\u00e9A"]),
    "translated quotes": ('a $"b $X"', ["a", "b <$X>"]),
    "variables": ("a $X ${X} b${X:-y}c \"$X$Y\"", ["a", "<$X>", "<${X}>", "b<${X:-y}>c", "<$X><$Y>"]),
    "a default with quotes and blanks": ('a ${X:-"b c"} d', ["a", '<${X:-"b c"}>', "d"]),
    "parameters of the shell": ('a "$@" $1 $?', ["a", "<$@>", "<$1>", "<$?>"]),
    "a lone dollar": ("a $ b$", ["a", "$", "b$"]),
    "arithmetic": ("a $((1 + 2))", ["a", "?$((1 + 2))?"]),
    "unquoted globs": ("a *.txt x/y? [ab]c", ["a", "?*.txt?", "?x/y??", "?[ab]c?"]),
    "quoted globs": ("""a "*.txt" 'x[standard]' \\*""", ["a", "*.txt", "x[standard]", "*"]),
    "braces": ("a {b,c} x{1..3} {} {b} '{b,c}'", ["a", "?{b,c}?", "?x{1..3}?", "{}", "{b}", "{b,c}"]),
    "home": ("a ~ ~/x x~ ~joe/x '~' --t=~/x", ["a", "<~>", "<~>/x", "x~", "?~joe/x?", "~", "--t=~/x"]),
    "process substitution": ("a -r <(b)", ["a", "-r", "?<(b)?"]),
    "a hash inside of a word": ("a b#c git+https://x#egg=y", ["a", "b#c", "git+https://x#egg=y"]),
    "a comment": ("a b # c 'd", ["a", "b"]),
    "continuations": ("pip in\\\nstall \\\n x", ["pip", "install", "x"]),
    "keyword time": ("time -p pip install x", ["pip", "install", "x"]),
    "arguments that look like assignments": ("env A=b pip C=d", ["env", "A=b", "pip", "C=d"]),
    "wrappers are kept": ("sudo -H nice -n 5 pip x", ["sudo", "-H", "nice", "-n", "5", "pip", "x"]),
    "umlauts": ("a ü '日本'", ["a", "ü", "日本"]),
    "carriage returns": ("a b\r\n", ["a", "b"]),
    "a test": ('[ "$X" = y ]', ["[", "<$X>", "=", "y", "]"]),
    "a test of all kinds": (
        r'[ 1 -eq 1 -a \( "$A" \> b -o $B = [a-z] \) ]',
        ["[", "1", "-eq", "1", "-a", "(", "<$A>", ">", "b", "-o", "<$B>", "=", "?[a-z]?", ")", "]"],
    ),
    "a conditional expression": ("[[ -f x && y < z ]]", ["[[", "-f", "x", "&&", "y", "<", "z", "]]"]),
    "two backtick substitutions": ("a `b` `c`", ["a", "?`b`?", "?`c`?"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS)
def test_words(text: str, expected: list[str]) -> None:
    """A command's words are what the shell passes on, with variables and dynamic parts told apart."""
    commands = script(text).commands
    assert expected == argv(commands[0])


COMMANDS = {
    "chain": ("a && b || c; d & e\nf", ["a", "&& b", "|| c", "; d", "& e", "NL f"]),
    "pipeline": ("a | b |& c", ["a (pipeline)", "| b (pipeline)", "| c (pipeline)"]),
    "pipeline in a chain": ("x && a | b || y", ["x", "&& a (pipeline)", "| b (pipeline)", "|| y"]),
    "negation": ("! a && b", ["a", "&& b"]),
    "if": (
        "if a; then b; elif c; then d; else e; fi; f",
        ["a (condition)", "b (branch)", "c (branch condition)", "d (branch)", "e (branch)", "; f"],
    ),
    "several in a branch": (
        "if a; then b && c; d; fi",
        ["a (condition)", "b (branch)", "&& c (branch)", "; d (branch)"],
    ),
    "case": ("case $x in a|b) c ;; *) d || e;; esac", ["c (branch)", "d (branch)", "|| e (branch)"]),
    "for assigns something that changes": ("for i in a b; do c $i; done", ["", "c|<$i> (loop)"]),
    "for in C style": ("for ((i=0;i<3;i++)); do c $i; done", ["", "c|<$i> (loop)"]),
    "while": ("while a; do b; done", ["a (condition)", "b (loop)"]),
    "until": ("until a; do b; done", ["a (condition)", "b (loop)"]),
    "function": ("f() { a; }; function g { b; }; h() ( c )",
                 ["a (function)", "b (function)", "c (function subshell)"]),
    "subshell": ("a && (b; c) && d", ["a", "&& b (subshell)", "; c (subshell)", "&& d"]),
    "braces": ("a && { b; c; } > x && d", ["a", "&& b", "; c", "&& d"]),
    "an alternative of several commands may be passed by": ("a || { b; c; }", ["a", "|| b (branch)", "; c (branch)"]),
    "substitution": ("a $(b $(c)) d", ["a|?$(b $(c))?|d", "b|?$(c)? (substitution)", "c (substitution substitution)"]),
    "backticks": ("a `b \\`c\\``", ["a|?`b \\`c\\``?", "b|?`c`? (substitution)", "c (substitution substitution)"]),
    "substitution in quotes": ('a " $(b "x y")"', ['a| ?$(b "x y")?', "b|x y (substitution)"]),
    "substitution in a default": ("a ${X:-$(b)}", ["a|<${X:-$(b)}>", "b (substitution)"]),
    "substitution in an assignment": ("A=$(b) c", ["c", "b (substitution)"]),
    "substitution in a loop's words": ("for i in $(a); do b; done", ["", "a (substitution)", "b (loop)"]),
    "substitution in a loop's redirection": (
        "while read i; do b; done < <(a)", ["a (substitution)", "read|i (condition)", "b (loop)"]
    ),
    "substitution in a test": ("[ -n $(a) ]", ["[|-n|?$(a)?|]", "a (substitution)"]),
    "bash -c": ("bash -c 'a; b' x", ["bash|-c|a; b|x", "a (nested)", "; b (nested)"]),
    "bash -c behind options": ("bash -euxo pipefail -c 'a'", ["bash|-euxo|pipefail|-c|a", "a (nested)"]),
    "sh -lc": ("/bin/sh -lc 'a && b'", ["/bin/sh|-lc|a && b", "a (nested)", "&& b (nested)"]),
    "sudo bash -c": ("sudo -u x bash -c 'a'", ["sudo|-u|x|bash|-c|a", "a (nested)"]),
    "bash -c with variables": ('bash -c "a $X \\"b c\\""', ['bash|-c|a <$X> "b c"', "a|<$X>|b c (nested)"]),
    "bash -c with a substitution": (
        'bash -c "a $(b "c d")"', ['bash|-c|a ?$(b "c d")?', 'a|?$(b "c d")? (nested)', "b|c d (nested substitution)"]
    ),
    "bash -c in bash -c": (
        """bash -c "bash -c 'a b'" """,
        ["bash|-c|bash -c 'a b'", "bash|-c|a b (nested)", "a|b (nested nested)"],
    ),
    "eval": ("eval 'a &&' b", ["eval|a &&|b", "a (nested)", "&& b (nested)"]),
    "here-document for a shell": ("bash -e <<'E'\na\nb\nE\nc", ["bash|-e", "a (heredoc)", "NL b (heredoc)", "NL c"]),
    "here-document as data": ("cat <<E > x && c\na $(b)\nE\n", ["cat", "b (heredoc substitution)", "&& c"]),
    "quoted here-document": ("cat <<'E'\n$(b)\nE\nc", ["cat", "NL c"]),
    "two here-documents": ("cat <<A 3<<-B\nx\nA\n\ty\n\tB\nc", ["cat", "NL c"]),
    "words behind a here-document's marker": ("a <<E b\nx\nE\n", ["a|b"]),
    "a dash before a here-document": ("cat - <<E\nx\nE\n", ["cat|-"]),
    "here-string": ('a <<< "b $(c)"', ["a", "c (substitution)"]),
    "arithmetic command": ("((i++)) && a", ["((|i++|))", "&& a"]),
    "a bare redirection": ("> x; a", ["", "; a"]),
    "a bare assignment": ("A=1; a", ["", "; a"]),
    "a coprocess": ("coproc a", ["coproc|a"]),
    "nothing": ("", []),
    "only a comment": ("# a", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COMMANDS.values(), ids=COMMANDS)
def test_commands(text: str, expected: list[str]) -> None:
    """Every command that runs is found, in order, with its operator and what it stands inside."""
    assert expected == [said(command) for command in script(text).commands]


REDIRECTS = {
    "in order": ("a > b 2>&1 < c", [(">", "b"), ("2>&", "1"), ("<", "c")], ["a"]),
    "before and between words": ("2>x a >>y b", [("2>", "x"), (">>", "y")], ["a", "b"]),
    "both outputs": ("a &> x", [("&>", "x")], ["a"]),
    "an unquoted version is a file": ("pip install pkg>=4.8 b", [(">", "=4.8")], ["pip", "install", "pkg", "b"]),
    "a quoted version is none": ("pip install 'pkg>=4.8'", [], ["pip", "install", "pkg>=4.8"]),
    "a number in a word is no descriptor": ("a pkg2>x", [(">", "x")], ["a", "pkg2"]),
    "at the end of a chain": ("x && a > y", [(">", "y")], ["a"]),
    "at the end of a pipeline": ("x | a > y", [(">", "y")], ["a"]),
    "a here-document has no target": ("a <<E\nE\n", [("<<", None)], ["a"]),
}


@pytest.mark.parametrize(("text", "redirects", "words"), REDIRECTS.values(), ids=REDIRECTS)
def test_redirects(text: str, redirects: list[tuple[str, str | None]], words: list[str]) -> None:
    """Redirections belong to the last command before them, and are no words of it."""
    command = script(text).commands[-1]
    found = [(r.operator, None if r.target is None else shown(r.target)) for r in command.redirects]
    assert (redirects, words) == (found, argv(command))


ASSIGNMENTS = {
    "before a command": ("A=1 B='x y' c", [("A", "1"), ("B", "x y")], ["c"]),
    "exported": ("export A=1 B", [("A", "1")], ["export", "B"]),
    "alone": ("A=$X/b", [("A", "<$X>/b")], []),
    "empty": ("A= b", [("A", "")], ["b"]),
    "appended": ("A+=:x b", [("A", "<${A}>:x")], ["b"]),
    "an element": ("A[1]=x b", [("A", "?x?")], ["b"]),
    "an array": ("A=(b c) d", [("A", "?(b c)?")], ["d"]),
    "homes": ("PATH=~/a:~/b:c b", [("PATH", "<~>/a:<~>/b:c")], ["b"]),
    "no globs": ("A=*.txt b", [("A", "*.txt")], ["b"]),
}


@pytest.mark.parametrize(("text", "assignments", "words"), ASSIGNMENTS.values(), ids=ASSIGNMENTS)
def test_assignments(text: str, assignments: list[tuple[str, str]], words: list[str]) -> None:
    """Assignments are told apart from words, with values in which tildes count and globs do not."""
    command = script(text).commands[0]
    assert (assignments, words) == ([(a.name, shown(a.value)) for a in command.assignments], argv(command))


CONDITIONAL = {
    "a chain that stops the build": ("[ -f x ] && a", [False, False]),
    "a chain that is forgiven": ("[ -f x ] && a || true", [False, True, True]),
    "a chain that something follows": ("test -f x && a; b", [False, True, False]),
    "a command that is forgiven still runs": ("a || true", [False, True]),
    "a chain without a test": ("a && b; c", [False, False, False]),
    "a negated test": ("! [ -f x ] && a; b", [False, True, False]),
    "redirected parts": ("[ -f x ] > y && a > z; b", [False, True, False]),
}


@pytest.mark.parametrize(("text", "expected"), CONDITIONAL.values(), ids=CONDITIONAL)
def test_conditional(text: str, expected: list[bool]) -> None:
    """What a run may pass by without failing is conditional."""
    assert expected == [command.conditional for command in script(text).commands]


def test_loop_variable() -> None:
    """A loop's variable is an assignment of something that only running tells."""
    (assignment,) = script("for i in a b; do c; done").commands[0].assignments
    assert ("i", "?a b?") == (assignment.name, shown(assignment.value))


def test_language() -> None:
    """Shell text is of the language of shells."""
    assert script("a").language is Language.SHELL
