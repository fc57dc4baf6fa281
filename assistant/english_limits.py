"""English words that say how far something goes, how much or why, and what their Japanese quote needs for each."""

from __future__ import annotations

import re

#: English words that limit, compare or connect, and the Japanese that one of them needs in the quote or its headings.
NEEDS = tuple(
    (re.compile(rf"\b(?:{english})\b", re.I), re.compile(japanese))
    for english, japanese in (
        (
            r"over(?! (?:the )?(?:\w+ )?(?:years?|months?|weeks?|days?)\b)|more than|exceed\w*|above|beyond|upwards of",
            "以上|超|上回|越",
        ),
        ("at least|minimum|no less than|no fewer than", "以上|最低"),
        ("under(?! (?:study|review|consideration|the))|below|less than|fewer than", "未満|以下|下回"),
        ("up to|at most|maximum|no more than|limit(?:ed)?", "以下|以内|最大|まで|上限|限"),
        (
            r"(?:about|around)(?= (?:(?:half|a|one|two|three|four|five|ten)\b|[0-9¥.]))"
            r"|approximately|roughly|nearly|almost|some (?=[0-9])",
            r"約\d|程度|およそ|ほぼ|前後|ほど|おおむね|概ね",
        ),
        ("only|solely|exclusively|just|alone", "のみ|だけ|限[りるっら]|専"),
        (
            r"not|no|never|without|none|nobody|neither|cannot|\w+n't",
            "ない|なかっ|なく|ません|せず|わず|れず|きず|ずに|未|不|無|非|中止|廃止|見送",
        ),
        (r"will have (?=\w+(?:ed|en|un|ut|wn|ne)\b)", "予定|見込"),
        (r"(?:state|national|government) (?:subsid|fund|grant|aid|money|support)\w*", "国"),
        ("outside (?:the |of the )?(?:city|town|village)", "市外|町外|村外"),
        ("outside (?:the |of the )?prefecture", "県外"),
        ("all|every|entire(?:ly)?|fully|whole|always", "すべて|全|各|毎|常"),
        (
            "most|majority|largest|highest|greatest|first|best|biggest|lowest|smallest|fewest|top|leading",
            "最|一番|トップ|1位|初|多く|大半|過半|先進|第1",
        ),
        (r"increas\w*|grow\w*|grew|rise\w*|rose|expand\w*|up from", "増|拡|伸|上昇|上が|向上|広"),
        (r"decreas\w*|reduc\w*|fall\w*|fell|declin\w*|drop\w*|lower\w*|shr\w+k\w*", "減|縮|下|低|少な|短|省"),
        ("half|halves", "半|2分の1|1/2"),
        ("twice|double", "倍|2回"),
        ("against", "対し|対して|比べ|反対"),
        ("mostly|largely", "おおむね|概ね|ほぼ|大半|多く"),
        (
            r"because|due to|thanks to|as a result|therefore|thus|hence|why|lead\w* to|led to|caus\w+"
            r"|result\w* in|in order to|thereby|owing to|consequently|contribut\w+",
            "ため|より|から|ので|結果|よって|ことで|目的|つなが|寄与",
        ),
        (
            "some(?! [0-9])|several|certain",
            "一部|いくつ|複数|数(?![値字])|特定|一定",
        ),
        ("so that", "ため|より|ので|ことで|目的|よう|結果"),
        ("target|goal", "目標|目指|目的"),
        ("aims?", "目標|目指|目的|図"),
        (r"actual(?:ly)?|achiev\w*|reached|results?", "実績|達成|結果|現"),
        ("total|altogether|sum|combined|overall", "計|総|合|全"),
        ("annual(?:ly)?|per year|every year|yearly|each year|a year", "年"),
        ("month(?:ly)?", "月"),
        (r"must|mandatory|oblig\w+|have to|has to", "必須|義務|(?<!不)必要(?![はがもで]?な)|なければ|(?<![不必])要"),
        (r"(?:not|n't|no longer) requir\w*|requir\w* no", "不要|必要(?:は|が|も|で)?な|求めな"),
        (
            r"(?<!not )(?<!n't )(?<!longer )requir\w*(?! no)",
            "必須|義務|(?<!不)必要(?![はがもで]?な)|なければ|(?<![不必])要|求め(?!な)",
        ),
        (r"may|might|could|possibl\w+|likely|expect\w*|hop\w+|probabl\w+", "可能|見込|期待|おそれ|予想|想定|できる"),
        ("before|prior to", "前|まで"),
        ("until", "まで"),
        ("after|following|since", "後|から|以降|以来|のち|より"),
        (r"average\w*|mean", "平均"),
        (r"doubl(?:ed|es|ing)|halv\w+|tripl\w+", "倍|半"),
        (
            "instead of|rather than|replac\\w+|(?<!more )(?<!less )(?<!fewer )(?<!later )than",
            "代|替|より|比|ではなく|転換|移行",
        ),
        ("again|still|already|now|currently", "再|引き続|既|すで|現|中|て(?:いる|いま|おり)"),
        ("successful(?:ly)?|effective(?:ly)?|(?<!as )well|good|great", "成功|効果|良|優|順調"),
    )
)
