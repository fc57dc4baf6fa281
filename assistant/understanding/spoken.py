"""Statements as they are passed on in talk: hearsay behind them (らしいよ, って聞いた, んやて), and everyday verb
endings of the regions (しとる, 決まっとらん, できへん), each written as a plan would write it; and the words in which
the regions ask (どがん), as standard Japanese has them."""

from __future__ import annotations

import re

_SAID = r"(?:聞い|きい|聴い|耳にし|言わ?れ|言っ|伺っ)"
#: Says of a statement that it was heard, and nothing of its matter.
_HEARD = re.compile(
    r"(?P<end>(?<=[るうくすつぬぶむぐいただ])|(?<=です)|(?<=ます)|(?<=つもり)|(?<=はず)|(?<=予定))、?"
    r"(?:な?(?:ん|の)(?:だって|ですって|やって|やて|だと)(?:さ|ね|よ)?"
    r"|(?:ん|の)(?:だよ|だ|です|ですよ|や|よ|やで|じゃ|じゃよ|やよ)"
    r"|らしい(?:で|ん)?(?:です|だ|や)?(?:よ|ね|わ|な|ぞ)*"
    r"|そう(?:だ|です|や|じゃ|な)(?:よ|ね|な)*|げな(?:よ|ね|ばい)?|だとさ|とさ|とよ|とか|みたい(?:だ|です|や)?(?:よ|ね)*"
    r"|っちゃ|ばい|けん(?:ね)?"
    rf"|(?:と|って)(?:いう(?:話|こと|噂|うわさ))?(?:を|は|が)?、?{_SAID}"
    r"(?:た|てた|ていた|とった|ました|ている|ています|てる)(?:よ|ね|ん(?:だ|です|や))*"
    r"|(?:と|って)(?:いう)?(?:話|こと|噂|うわさ)(?:だ|です|や)?(?:よ|ね)*"
    r"|とのこと(?:だ|です)?|って(?:さ|よ|ね)?)[。 ]*$"
)
#: What a noun is said to be by hearsay (目標は12件らしい).
_NOUN_HEARD = re.compile(
    r"(?<=[一-龥ァ-ヶーA-Za-z0-9%)）])(?:な(?:ん|の)(?:だって|ですって|やって|やて|だと)|やねんて"
    r"|らしい(?:です)?|やって|だって|みたい(?:だ|です)?|げな)(?:さ|よ|ね|わ|で)*[。 ]*$"
)
#: An arrangement, or what one means to do: the statement is what is arranged.
_ARRANGED = re.compile(
    r"(?<=[るうくすつぬぶむぐいた])(?:(?:という)?こと(?:に(?:なっ|し)て(?:い)?(?:る|ます)|に(?:なった|した))"
    r"|つもり(?:な|だ|で(?:いる|す)|である)?|はず(?:な|だ|です)?)(?=[。 ]*$)"
)
_TE = r"(?<=[っんしいれえてべめねせげじ])"
_STOP = r"(?=[。、 ]|$|が、|けど|から、|ので|と(?:いう|聞|の)|って|らしい|そう|ん(?:だ|や|で)|こと)"
#: Everyday endings of the regions and what a plan writes for them, in order.
_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (rf"(?<=ん)(?:ど(?:る|う)){_STOP}", "でいる"),
        (r"(?<=ん)どら(?:ん|へん)(?:で)?(?=[。、 ]|$)", "でいない"),
        (rf"{_TE}(?:とら(?:ん|へん|ない)|ちょらん|てへん|てまへん)で(?=、)", "ていなくて"),
        (rf"{_TE}(?:とら(?:ん|へん|ない)|ちょらん|てへん){_STOP}", "ていない"),
        (rf"(?<=[っしれえてべめね])(?:と(?:る|う)|ちょる|ちゅう|てはる|よる){_STOP}", "ている"),
        (rf"(?<=[っしれえてべめね])と(?:った|んだ){_STOP}", "ていた"),
        (rf"(?:せえへん|しいひん|せいへん|しやへん|(?<=[一-龥ァ-ヶはもを])せん){_STOP}", "しない"),
        (rf"(?<=[きえけせてねめれべげ])(?:へん|ひん){_STOP}", "ない"),
        (rf"(?<=でき)ん{_STOP}", "ない"),
        (r"(?<=[一-龥][らかわさまたなばがえけせてねめれべげ])ん(?=[。 ]*$|らしい|げな|(?:って|と)(?:聞|言))", "ない"),
        (r"(?<=[一-龥ァ-ヶーA-Za-z0-9%)）])(?:や|じゃ)(?=った)", "だ"),
        (r"(?<=[一-龥ァ-ヶーA-Za-z0-9%)）])(?:や|じゃ)(?=[。 ]*$)", "である"),
    )
)


#: How the regions ask in what way, and what for, and how standard Japanese does.
_ASKING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"ど(?:が|ぎゃ|げ|ん?げ)(?:ん|い)?(?:して|やって)", "どうやって"),
        (r"ど(?:が|ぎゃ|げ)(?:ん|い)?な(?=[一-龥ァ-ヴーこも])", "どんな"),
        (r"ど(?:が|ぎゃ|げ|んげ)(?:ん|い)?(?=[一-龥しなす])", "どう"),
        (r"(?<=[るたい])と(?:[ねよ])?(?=[?？]\s*$)", "の"),
    )
)


def asked_plainly(text: str) -> str:
    """A Japanese question with the words in which the regions ask (どがん, どぎゃん) as all of Japan writes them."""
    for pattern, written in _ASKING:
        text = pattern.sub(written, text)
    return text


def as_written(text: str) -> str:
    """A Japanese statement as a plan would write it; what asks something, or is written so already, as it is."""
    if re.search(r"[?？]\s*$", text):
        return text
    plain = text
    for pattern, written in _ENDINGS:
        plain = pattern.sub(written, plain)
    plain = _HEARD.sub("。", _NOUN_HEARD.sub("である。", plain))
    for pattern, written in _ENDINGS:
        plain = pattern.sub(written, plain)
    return _ARRANGED.sub("", plain)
