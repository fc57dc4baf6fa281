"""The words by which a statement and its quote are laid beside each other (`alignment`)."""

from __future__ import annotations

import re

#: What may not be lost where words are left out: it limits what the rest says.
LIMITS = re.compile(
    r"ない|ません|せず|ずに|ほぼ|おおむね|概ね|検討|予定|(?<![予契節要解規条])約|以上|以下|未満|のみ|だけ|一部|原則|場合|限り|限る|必要に応|可能|おそれ|恐れ|試行|実証|試験|モデル|希望|対象"
    r"|除|以外|最大|最低|最小|又は|または|若しくは|いずれか|目指|目標|見込|想定|期待|候補|努め|ただし|とき|うち|たら|れば|なら|計画|今後|将来|仮|案"
    r"|できるよう|べき|中止|廃止|見送"
)
#: A clause that something hangs on: what it hangs on may not be left out behind it.
HANGS = re.compile(
    r"(?:ため(?:に)?|により|によって|ことで|ことから|から|ので|よう(?:に)?|場合(?:は|に|には)?|れば|たら|とき(?:は|に)?|ただし)$"
)
STOP, CELL = re.compile(r"[。！？!?]"), re.compile(r"[\t ]")
BREAK = re.compile(r"[、。,，\t \[\]「」『』()（）【】:：・/／;；!?！？]")
OPENS, CLOSES = re.compile(r"[(（「『【]"), re.compile(r"[)）」』】]")
#: What stands for the same between two words; each row is one meaning.
SAME = tuple(
    frozenset(row.split())
    for row in (
        "は が", "は を", "で では において においては", "に には", "の における に関する に係る", "により によって",
        "へ に", "から より", "ため ために", "及び 並びに と や", "又は または 若しくは", "については は", "等 など",
        "です である だ であります であり", "した しました", "る ます", "た ました", "ている ています ており",
        "している しています しており", "する します し して いたします", "う い います", "く き きます",
        "る り ります", "む み みます", "つ ち ちます", "ぶ び びます", "ぐ ぎ ぎます", "す し します",
        "った りました いました ちました", "いた きました", "んだ みました びました", "ある あり あります",
        "いる おり います", "れる れ れます", "られる られ られます", "ない ず ません なく",
        "しない しません せず しないこと", "わない いません わず", "こと もの",
        "図る 目指す 図ります 目指します", "図り 目指し",
    )
)  # fmt: skip
#: What joins a whole clause to the next.
GOES_ON = re.compile(r"ほか|とともに|と同時に|一方で?")
#: What may stand behind a whole clause: that it is so, or that the plan says so.
ENDING = re.compile(
    r"(?:する|します|です|である|であります|だ|を行う|を行います|を実施する|を実施します|を進める|を進めます|を図る|を図ります|となっています|となっている|があります|がある)?"
    r"(?:こと|もの)?(?:です|と|としており|として|とし)?(?:いる|います|している|しています|されている|されています"
    r"|(?:記載|明記|記述)(?:されている|されています|している|しています|がある|があります)"
    r"|(?:定め|掲げ|示|述べ|説明し|書かれ|示され|定められ|掲げられ)(?:している|しています|ている|ています))?"
)
#: What names the speaker's subject before the quote's own words begin.
OPENING = re.compile(
    r"(?:本市|本町|本村|同市|同町|同村|本県|同県|市|町|村|県|計画|プラン|の|は|では|には|が|で|に|も|を|として|において|について|に関する|による|によると|によれば"
    r"|取組|取り組み|事業|施策|項目|指標|記載|とおり|第|章)*"
)
OWN_SUBJECT = re.compile(
    r"(?:本市|本町|本村|本県|市|町|村|県|当市|当町)(?:は|では|においては|としては|が|も)$|(?:は|では|には)$"
)
#: Governments and their offices, of which none is the municipality.
GOVERNMENTS = re.compile(
    r"(?:(?<![外全各自他本両島王中四])国|政府|内閣|[省庁]|都道府県|県|他市町?村?|他の自治体|機構|連合)$"
)
DATED = re.compile(r"\d{4}年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:末)?(?:から|までに|まで|には|に|は|の)?$")
NUMBERING = re.compile(r"^(?:第?\d+|[ivx]+|[①-⑳])?(?:章|節|項)?$")
#: What may join two cells of a row, and two pieces that something else than a letter parts.
LINKS = re.compile(r"(?:は|が|の|を|で|に|と|や|も|について|では|です|である|であり|となって(?:おり|いる))*")
TAKES_BACK = re.compile(r"(?:検討|期待|想定|おそれ|恐れ|見込|目指|予定|候補|案|なら|べき|ない|ません)[^、。]{0,8}$")
CALENDAR = re.compile(r"\d{4}年度?")
