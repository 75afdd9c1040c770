"""A line of a log without what builders, engines, terminals and pages put around the message."""

from __future__ import annotations

import json
import re

LONGEST = 1000
"""Characters of a line that are looked at: its first three quarters, and its end."""
PREFIXES = 6
"""How many are taken off one line: a CI's clock, compose's name, BuildKit's number and a level, say."""
LONGEST_JSON = 64 * 1024
"""Characters of a line that is still read as JSON."""

_ESCAPE = re.compile(
    r"""
    (?:\x1b|\\u001[bB]|\\x1[bB]|\\033|\^\[|\u241b)                 # as a byte, or as pages and JSON spell it
    (?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])
    | (?<![\w\[])\[\d{1,2}(?:;\d{1,3})*m | \[0?m                    # a colour whose escape was lost
    """,
    re.VERBOSE,
)
_HAS_ESCAPE = re.compile(r"\x1b|\u241b|\^\[|\\[ux0]|\[\d{0,2}(?:;\d{1,3})*m")
_PREFIX = re.compile(
    r"""\ {0,20}(?:
    \#\d+\ (?:\d+\.\d+(?:\ |$))?                                             # BuildKit: #12 3.456
    | \d+\.\d{1,4}\ (?=\s*\S)                                                # BuildKit's summary: 3.456
    | \[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\ ?(?:Z|UTC|[+-]\d\d:?\d\d)?\]?[:\s]\s*  # clocks
    | \[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+                                     # Jenkins
    | (?:[A-Z][a-z]{2}\ +\d{1,2}\ )\d\d:\d\d:\d\d\ (?:[AP]M\s+|\S+\ [\w.@()/-]+(?:\[\d+\])?:\ )  # journal, Render
    | (?:\S+\ )?(?:[\w.-]{1,60}\[[\w.-]{1,40}\]|\(\w[\w.-]{0,40}\)\[\d+\]):\ # Heroku: app[web.1]:
    | [\w.-]{1,80}\ *\|(?:\ |$|(?=\S))                                   # compose: web-1  |
    | [\w.-]{1,80}\ [\w.-]{1,80}\ \u2502\ ?                                # stern
    | [^\t]{1,60}\t[^\t]{1,60}\t(?=\d{4}-)  | \d\d[OE]\+?\ ?(?=\S)           # gh run view, GitLab
    | \w{1,20}\[\w+\]\ \w{3}\ \[\w+\]\ ?                                    # Fly
    | [\w.-]{1,40}@[\w.-]{1,60}:\S{0,80}[#$]\ (?=\S)                         # a shell's prompt
    | \[(?!dumb-init)[a-z][\w./-]{0,40}\]\ (?=\S)                                         # a program's name
    | \[pod/[\w./-]+\]\ ?                                                    # kubectl logs --prefix
    | (?:INFO|WARN|ERRO|FATA|DEBU)\[\d+\]\ ?                                  # kaniko, logrus
    | \#\#\[(?:error|warning|debug)\] | ::(?:error|warning)[^:]*::           # GitHub Actions
    | [IWEF]\d{4}\ \d\d:\d\d:\d\d\.\d+\s+\d+\ [\w.]+:\d+\]\ ?                # klog
    | Step\ \#\d+(?:\ -\ "[^"]*")?:\ ?                                       # Cloud Build
    | remote:\s+ | =>\ =>\ \#\ | >\ (?=\S)                                   # git, BuildKit's screen, a quotation
    | \[\w[\w ./-]{0,30}\]\ (?=[\u2502|]\ )                                  # a name and a bar
    | \u2502\ ?                                                              # a box
    )""",
    re.VERBOSE,
)
_MESSAGES = ("log", "message", "msg", "error", "textPayload", "MESSAGE", "stderr", "stream", "errorMessage", "reason")
_LOGFMT = re.compile(r"""^(?:[A-Z]\S* )?time="?\S+(?: \S+)?"? level=\w+ msg="((?:[^"\\]|\\.)*)\"""")
_EMBEDDED = re.compile(r"""^[^{"]{0,200}(?<=\s)(?=\{\s*"\w+":.*\}$)""")

_SPOKEN = {
    "no such file or directory": (
        "Datei oder Verzeichnis nicht gefunden",
        "No existe el archivo o el directorio",
        "No existe el fichero o el directorio",
        "Aucun fichier ou dossier de ce type",
        "Aucun fichier ou dossier de ce nom",
        "Arquivo ou diretório inexistente",
        "Ficheiro ou directoria inexistente",
        "File o directory non esistente",
        "Bestand of map bestaat niet",
        "Нет такого файла или каталога",
        "Нет такого файла или директории",
        "Nie ma takiego pliku ani katalogu",
        "没有那个文件或目录",
        "沒有此一檔案或目錄",
        "そのようなファイルやディレクトリはありません",
        "그런 파일이나 디렉터리가 없습니다",
        "Böyle bir dosya ya da dizin yok",
    ),
    "command not found": (
        "Befehl nicht gefunden",
        "Kommando nicht gefunden",
        "orden no encontrada",
        "no se encontró la orden",
        "commande introuvable",
        "comando não encontrado",
        "comando non trovato",
        "opdracht niet gevonden",
        "команда не найдена",
        "nie znaleziono polecenia",
        "未找到命令",
        "找不到指令",
        "コマンドが見つかりません",
        "명령을 찾을 수 없음",
        "komut yok",
    ),
    "Permission denied": (
        "Keine Berechtigung",
        "Permiso denegado",
        "Permission non accordée",
        "Permissão negada",
        "Permesso negato",
        "Отказано в доступе",
        "权限不够",
        "許可がありません",
        "허가 거부",
    ),
}
"""What glibc and bash say in other languages, by what they say in English."""
_TRANSLATED = tuple((said, plain) for plain, others in _SPOKEN.items() for said in others)
_ALIKE = (
    *(("\u2018", "'"), ("\u2019", "'"), ("`", "'"), ("\u00b4", "'"), ("\u201c", '"'), ("\u201d", '"')),
    *(("\u00a0", " "), ("\u202f", " ")),
)
"""Quotes and blanks that pages, shells and languages write in their own way."""
_SPELT = re.compile(r"\\u(00[2-7][0-9a-fA-F]|20[0-9a-fA-F]{2})")
_OF_WINDOWS = re.compile(r"\b[A-Za-z]:\\")
_ESCAPED = re.compile(r'\\+(")|\\{2,}')


def messages(raw: str) -> list[str]:
    """Return what one line of a log says: the lines of its message when it is JSON, else itself, each made plain."""
    stripped = raw.strip()
    said = _message(stripped) if stripped.endswith(("}", '"')) else None
    if said is None and "\\n" in raw and not _OF_WINDOWS.search(raw):
        said = raw.replace("\\\\n", "\n").replace("\\n", "\n")
    if said is None:
        return [plain(raw)]
    # A message that is empty is a line, too.
    return [plain(line) for line in said.splitlines() or [""]]


def plain(line: str) -> str:
    """Return *line* without colours and prefixes, at most `LONGEST` characters of it."""
    if len(line) > LONGEST:
        first = LONGEST * 3 // 4
        line = line[:first] + line[first - LONGEST :]
    if _HAS_ESCAPE.search(line):
        line = _ESCAPE.sub("", line)
    line = line.replace("\r", " ").replace("\n", " ").rstrip()
    for _ in range(PREFIXES):
        prefix = _PREFIX.match(line)
        if prefix is None:
            break
        line = line[prefix.end() :]
    return line


def comparable(text: str) -> str:
    """Return *text*, plain lines, as wordings are written: one kind of quote, one of blank, and in English."""
    if "\\u" in text:
        text = _SPELT.sub(lambda found: chr(int(found[1], 16)), text)
    for said, alike in (*_ALIKE, *_TRANSLATED):
        text = text.replace(said, alike)
    if "\\\\" in text or '\\"' in text:
        text = _ESCAPED.sub(lambda found: found[1] or "\\", text)
    return text


def _message(line: str) -> str | None:
    """Return what a JSON or logfmt line says; None when it is none, or says nothing."""
    if len(line) > LONGEST_JSON:
        return None
    if "level=" in line and (logfmt := _LOGFMT.match(line)):
        return logfmt[1].replace("\\n", "\n").replace('\\"', '"')
    if not line.startswith("{") and (lead := _EMBEDDED.match(line)):
        line = line[lead.end() :]
    return _of_json(line) if line.startswith("{") else None


def _of_json(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    texts = [text for key in _MESSAGES if isinstance(text := entry.get(key), str)] if isinstance(entry, dict) else []
    said = next(iter(texts), None)
    return _of_json(said) or said if said is not None and said.startswith("{") else said
