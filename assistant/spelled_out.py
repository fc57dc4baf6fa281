"""Sentences that a quote amounts to without having them: a glossary's row, labels under a name, a chronology's row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.proof import goes_on
from ingest.normalise import fold, squash
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
#: Who is at the head of a body (市長を本部長とする「推進本部」).
_HEADED = re.compile(
    r"(?P<who>[一-龥・]{2,12})を(?P<post>[一-龥]{1,4}長|座長|代表|責任者)とする(?:[^、。「」を]{0,20}である)?「?(?P<body>[^「」、。をがはに\t]{3,30})」?(?=[をがはに」])"
)
#: A row of what happened in the course of something: the day, and what was held or decided then.
_EVENT = re.compile(r"^(?P<day>[^\t]{3,24})\t(?P<event>[^\t（(。]{3,40})(?P<note>[（(][^\t]*[)）])?$")
_COURSE = re.compile(r"経過|経緯|沿革|あゆみ|歩み")


def spelled_out(quote: str, names: str, said: str) -> Iterator[str]:
    """What the lines of a quote amount to, of what is `said`; `names` are the headings that it stands under."""
    plain, holder = squash(said), ""
    lines = list(_whole_lines(quote))
    for line in lines:
        yield from _defined(line, plain)
        yield from (told for label, told in _labels_of(line) if squash(label) in plain)
        if found := _LABEL.match(line):
            if squash(found["label"]) in plain:
                yield f"{holder and holder + 'の'}{found['label']}は{found['value']}である"
        elif found := _HOLDER.match(line):
            holder = found["name"].strip()
        else:
            holder = ""
    for m in _HEADED.finditer("".join(lines)):
        yield f"{m['body']}の{m['post']}は{m['who']}である"
        yield f"{m['who']}が{m['body']}の{m['post']}である"
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


def _defined(line: str, said: str) -> Iterator[str]:
    """A row of a glossary (a term and what it means), and a term before a colon, as a sentence."""
    m = _TERM.match(line)
    if m and not re.search("[はが]", m["term"]) and squash(m["term"]) in said:
        meaning = _OF_THE_PLAN.sub("", m["meaning"])
        yield f"{m['term']}は、{meaning}"
        yield f"「{m['term']}」は、{meaning}"
    for name, span in _SPANS.findall(line):
        yield f"{name}の期間は{span}である。"


def _labels_of(line: str) -> Iterator[tuple[str, str]]:
    """The labels in the brackets behind a name and what each says: 本部（本部長：市長、副本部長：総務部長、教育長）."""
    for found in _IN_BRACKETS.finditer(line):
        label, values = "", []
        for part in [*re.split("[、,]", found["labels"]), "："]:
            head, colon, rest = part.replace(":", "：").partition("：")
            if not colon:
                values.append(part)
                continue
            if label and any(values):
                yield label, f"{found['name']}の{label}は{'・'.join(v for v in values if v)}である"
            label, values = head.strip(), [rest.strip()]


def _happened(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = _EVENT.match(line)
        if found and find_years(fold(found["day"])) and re.search("日|[.．/]", found["day"]):
            for event in dict.fromkeys((found["event"], found["event"] + (found["note"] or ""))):
                yield f"{found['day']}に{event}を行った"
                yield f"{found['day']}に{event}を開催した"
