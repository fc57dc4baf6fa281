"""Sentences that a quote amounts to without having them: a glossary's row, labels under a name, a chronology's row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.proof import goes_on
from ingest.normalise import fold
from ingest.years import find_years

#: A term and what it means, and a plan's words for where it means that.
_TERM = re.compile(r"(?P<term>[^\t。、:：]{2,30})(?:\t|\s?[:：]\s?)(?P<meaning>[^\t:：]{8,}[^\t:：。]。?)$")
_OF_THE_PLAN = re.compile(r"^本(?:計画|方針|プラン|戦略|書)では、")
_SPANS = re.compile(
    r"([^、。（(\s・]{2,20})[（(]((?:令和|平成|R|H|20)[^、。（()）]{1,14}(?:[~〜～]|から)[^、。（()）]{1,14}年度?)[)）]"
)
#: A label and what it stands before (副本部長：総務部長); a name that holds several of them in brackets.
_LABEL = re.compile(r"^[\s・•●○◎■□◆-]*(?P<label>[^\s\d:：、。（()）「」]{2,12})\s?[:：]\s?(?P<value>[^:：\t。]{2,60})$")
_HOLDER = re.compile(r"^[\s・•●○◎■□◆【-]*(?P<name>[^\t:：、。（()）「」【】]{3,30})】?$")
_IN_BRACKETS = re.compile(r"(?P<name>[^\t:：、。（()）「」\n]{3,30})[（(](?P<labels>[^（()）\t]*[:：][^（()）\t]*)")
#: A row of what happened in the course of something: the day, and what was held or decided then.
_EVENT = re.compile(r"^(?P<day>[^\t]{3,24})\t(?P<event>[^\t（(。]{3,40})(?P<note>[（(][^\t]*[)）])?$")
_COURSE = re.compile(r"経過|経緯|沿革|あゆみ|歩み")


def spelled_out(quote: str, names: str) -> Iterator[str]:
    """What the lines of a quote say; `names` are the headings that it stands under."""
    lines = list(_whole_lines(quote))
    holder = ""
    for line in lines:
        yield from _defined(line)
        yield from _labels_of(line)
        if found := _LABEL.match(line):
            yield f"{holder and holder + 'の'}{found['label']}は{found['value']}である"
        elif found := _HOLDER.match(line):
            holder = found["name"].strip()
        else:
            holder = ""
    if _COURSE.search(names + quote):
        yield from _happened(lines)


def _whole_lines(quote: str) -> Iterator[str]:
    """Lines, with those that a page's width parted within a word put together."""
    whole = ""
    for line in (x.strip(" \r\u3000") for x in quote.split("\n")):
        if not line:
            continue
        if whole and (goes_on(whole, line) or line[0] in "(（"):
            whole += line
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _defined(line: str) -> Iterator[str]:
    """A row of a glossary (a term and what it means), and a term before a colon, as a sentence."""
    m = _TERM.match(line)
    if m and not re.search("[はが]", m["term"]):
        meaning = _OF_THE_PLAN.sub("", m["meaning"])
        yield f"{m['term']}は、{meaning}"
        yield f"「{m['term']}」は、{meaning}"
    for name, span in _SPANS.findall(line):
        yield f"{name}の期間は{span}である。"


def _labels_of(line: str) -> Iterator[str]:
    """What stands before colons in the brackets behind a name: 本部（本部長：副市長、副本部長：総務部長、教育長）."""
    for found in _IN_BRACKETS.finditer(line):
        label, values = "", []
        for part in [*re.split("[、,]", found["labels"]), "："]:
            head, colon, rest = part.replace(":", "：").partition("：")
            if not colon:
                values.append(part)
                continue
            if label and any(values):
                yield f"{found['name']}の{label}は{'・'.join(v for v in values if v)}である"
            label, values = head.strip(), [rest.strip()]


def _happened(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = _EVENT.match(line)
        if found and find_years(fold(found["day"])) and re.search("日|[.．/]", found["day"]):
            for event in dict.fromkeys((found["event"], found["event"] + (found["note"] or ""))):
                yield f"{found['day']}に{event}を行った"
                yield f"{found['day']}に{event}を開催した"
