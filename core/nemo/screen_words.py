"""The words by which a sentence about a screen is known, in the languages that the backend answers in.

All patterns are matched against a sentence without markup whose quoted passages are blanked out (`Q` marks one): what is
quoted is content, be it a title on the video.
"""

import re

Q = "\ue000"
"""Stands for one character inside quotation marks."""

_GUI_NOUN = (
    r"(?:buttons?|panels?|side\s?bars?|tool\s?bars?|menus?|tabs?|icons?|drop-?downs?|dialog(?:ue)?s?(?:\sbox)?|inspector"
    r"|play\s?head|work\s?space|dashboard|settings|editor|timeline|player|preview\swindow|canvas|properties|library|page"
    r"|check\s?box|upload\s(?:area|zone|box)|drop\s?zone|slider|corner|screen|interface|handles?)"
)
# Where a plain statement places things; narrower, because videos have corners and pages too.
_GUI_PLACE = (
    r"(?:buttons?|panels?|side\s?bars?|tool\s?bars?|menus?|tabs?|icons?|drop-?downs?|inspector|work\s?space|dashboard"
    r"|settings|editor|(?:media|asset)\slibrary|(?:video|preview)\s(?:player|window)|slider|upload\s(?:area|zone|box)"
    r"|(?:billing|account|settings|export)\spage)(?!\s+of\b)"
)
# What may stand before an instruction: "Then", "You can now", "When you are ready,", "Next step:", "To export,".
_LEAD = (
    r"(?:(?:and|or|then|now|next|first|second|finally|lastly|also|afterwards|alternatively|otherwise|please|just|simply"
    r"|tip|note|hint|(?:next\s)?steps?(?:\s\d+)?|done|ready|great|ok(?:ay)?|all\sset)\b[\s,:!–—-]*"
    r"|(?:you|we)(?:['’]ll|\swill|\scan|\smay|\smight|\scould|\sshould|\sneed\sto|\shave\sto|\swant\sto|['’]d)?"
    r"(?:\s(?:also|now|then|need\sto|have\sto|be\sable\sto|simply|just|always|either))*\s"
    r"|feel\sfree\sto\s|don['’]t\sforget\sto\s|make\ssure\sto\s|be\ssure\sto\s|try\sto\s|go\sahead\sand\s"
    r"|(?:to|when|once|if|whenever|after|before|for|in\sorder\sto)\b[^.!?,:]{1,120}[,:]\s*){0,4}"
)
_OBJECT = (
    r"(?=(?:on|the|an?|your|it|its|this|that|these|those|any|each|every|here|there|anywhere|outside|to|into|in|over|down|up|left|right|through|and\sdrop|back|play|save"
    rf"|export|download|[\"'“‘«「]|{Q})(?:\b|[\"'“‘«「{Q}])|(?-i:[A-Z]))"
)

_HAND = r"(?:(?:double|right|left)[\s-]?click|click|tap|drag|swipe|hover)"
_HAND_OR_EYE = (
    r"(?:open|close|dismiss|select|choose|press|hit|push|use|go|head|navigate|switch|scroll|look|find|see|view|visit|access|check"
    r"|preview|review|adjust|move|drop|pick|toggle|resize|trim|edit|watch|play|locate|export|download|customi[sz]e|browse|return|refresh|reload)(?:\s(?:at|out))?"
)

_KEY = r"(?:the\s)?(?:space\s?bar|space|enter|return|delete|backspace|esc(?:ape)?|ctrl|cmd|command|shift|alt)\b"
_PUSH = rf"(?:press|hit|push)\s+(?:[\"“「]{Q}|(?-i:Export|Download|Play|Save|Generate|Render|Done|Enter)\b|{_KEY})"
_SELECT_AND = (
    r"(?:select|choose|pick)\s(?:the|an?|any|your|it)\b[^.!?]{0,60}\b(?:and|then)\s(?:press|hit|push|click|tap|drag)\b"
)
_SCROLL = r"scroll\s(?:up|down|left|right|to|through)\b"
_LOOK_ASIDE = (
    r"(?:check\sout|see|look\sat|view)\s(?:the|your)\s(?:preview|results?|video|clips?|changes?)\b"
    r".*\bon\sthe\s(?:right|left)\b"
)

HAND_SENTENCE = re.compile(
    rf"^[^\w\"'“‘«「]*{_LEAD}(?:{_HAND}\s+{_OBJECT}|{_PUSH}|{_SELECT_AND}|{_SCROLL}|{_LOOK_ASIDE})", re.IGNORECASE
)
NOUN_SENTENCE = re.compile(rf"^[^\w\"'“‘«「]*{_LEAD}{_HAND_OR_EYE}\s+{_OBJECT}.*\b{_GUI_NOUN}\b", re.IGNORECASE)
HAND_CLAUSE = re.compile(
    rf"(?:\s*[,;–—]\s*(?:(?:and|or|so|where|then|now|just|please|simply)\s+)*|\s+(?:and|or|so|then|now)\s+)"
    rf"(?:you\s(?:can|may|could|should)\s(?:now\s|also\s|then\s)*)?(?:{_HAND}\s+{_OBJECT}|{_PUSH})",
    re.IGNORECASE,
)
STATEMENT = re.compile(
    rf"\b(?:you|it|its|it['’]s|this|that|they|them|everything|result|video|clip|draft|changes?|project)\b.*"
    rf"\b(?:in|on|at|from|under|using|via|through|with|to)\s(?:the|your)\s(?:[\w{Q}\"'“”‘’-]+\s){{0,3}}{_GUI_PLACE}\b"
    rf"|^[^\w]*the\s(?:[\w{Q}\"'“”‘’-]+\s){{0,3}}(?:button|icon|tab|menu|panel|side\s?bar|tool\s?bar|drop-?down)\s"
    rf"(?:is|are|at|in|on|above|below|next|will|lets|allows|shows)\b"
    r"|\bon\syour\sscreen\b|\b(?:double|right|left)-?click(?:ing)?\b|\b(?:by|try)\s(?:clicking|dragging|tapping)\b"
    r"|\bdrag(?:ging)?[\s-](?:and|&|n)[\s-]drop",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    rf"^[^\w]*{_LEAD}(?:check|visit|see|review|open|go\sto|look\sat|update|top\sup|recharge|buy|purchase|renew|upgrade|manage"
    r"|log\sin\sto)\b.*\b(?:account|billing|pricing|subscription|plan|payment|more\scredits|credits?\s(?:page|balance))\b",
    re.IGNORECASE,
)
PREVIEW = re.compile(
    rf"^[^\w]*{_LEAD}(?:preview|play|watch|review|see|view)\s.*\b(?:timeline|player|editor|preview\s(?:window|panel|area))\b",
    re.IGNORECASE,
)
# A sentence that reports work on the video, or offers it, is content, whatever things it names.
REPORT = re.compile(
    r"^[^\w]*(?:(?:should|shall|can|could|may|let)\s)?(?:i|we)\b|\bdo\syou\swant\b|\bwould\syou\slike\b|\b(?:(?:i|we)(?:['’]ve|\shave)?\s(?:\w+ly\s|also\s|now\s|just\s)?(?:\w+ed|put|set|cut|made|built|gave|kept|split)\b"
    r"|(?:has|have|was|were|been)\s(?:\w+\s)?(?:\w+ed|put|set|cut|made|built|split)\b"
    r"|^[^\w]*(?:added|removed|trimmed|changed|placed|inserted|created|generated|updated|replaced|moved|applied|adjusted))\b",
    re.IGNORECASE,
)

_ZH_NOUN = (
    r"(?:按钮|按鈕|面板|侧边栏|側邊欄|工具栏|菜单|选项卡|标签页|图标|时间线|时间轴|播放器|编辑器"
    r"|设置|界面|窗口|页面|工作区|属性栏|素材库|左侧|右侧|右上角|左上角|顶部|底部)"
)
_ZH_HAND = (
    r"(?:点击|點擊|单击|双击|点一下|按下[^，。]{0,8}(?:键|按钮)|点按|轻点|轻触|点选"
    r"|拖拽|拖动|拖曳|拖放|拖入|拖到|拖至|右键)"
)
_ZH_LEAD = (
    r"(?:请|您|你|也|可以|可|然后|再|接着|接下来|之后|只需|只要|直接|需要|现在|随时|或者|或|并|也可|如需|通过){0,8}"
    r"(?:[在要将把][^，。]{0,16}，?(?:请|可以|可|直接|再){0,4})?"
)
ZH_SENTENCE = re.compile(
    rf"^[^\w「“\"]*{_ZH_LEAD}(?:{_ZH_HAND}(?!声|音|率|量)|(?:打开|前往|进入|切换到|使用|选择|查看|找到)[^，。]*{_ZH_NOUN}"
    rf"|(?:预览|查看|播放)[^，。]*(?:时间线|时间轴|播放器)|在[^，。]*{_ZH_NOUN}[^，。]*(?:预览|查看|调整|导出|下载|编辑|看到|找到)"
    rf"|(?:检查|查看|前往|登录|升级)[^，。]*(?:账户|账号|账单|订阅|套餐))"
)
ZH_CLAUSE = re.compile(rf"[，,；;]\s*{_ZH_LEAD}(?:{_ZH_HAND}(?!声|音|率|量)|打开[^，。]*{_ZH_NOUN})")
ZH_REPORT = re.compile(
    r"(?:已经?|我)(?:为|将|把|给)?[^，。]{0,20}(?:添加|加入|加上|删除|移除|裁剪|剪辑|替换|生成|调整|设置|修改|插入)|(?:添加|加入|加上|删除|移除|替换|插入|生成)了"
)

# What an instruction leaves behind when it goes: "Once done", "如果满意". Nothing to read on its own.
LEFT_OVER = re.compile(
    r"^[^\w]*(?:(?:once|when|whenever|if|after|before|to|in\sorder\sto|for|then|now|and|or|next|finally|tip|note)\b[^.!?]{0,120}"
    r"|(?:如果|若|当|要|想|如需|等|一旦)[^。！？]{0,40}|[^。！？，]{0,12}(?:后|时|之前|以后))[.。]?\s*$",
    re.IGNORECASE,
)

OTHERS = re.compile(
    r"^[^\w]*(?:(?:haz|haga|hacer)\sclic\b|puls[ae]\s(?:el|en)\b|arrastr[ae]\b|klick(?:e|en\ssie)\b|ziehen?\ssie\b|cliquez\b|glissez\b"
    r"|clique\s(?:em|no|na)\b|arraste\b|нажмите\b|щ[её]лкните\b|перетащите\b)|(?:クリック|ドラッグ|タップ)(?:し|する|でき)",
    re.IGNORECASE,
)

APOLOGY = re.compile(
    r"\btemporar(?:y|ily)\b[^.!?]{0,40}\b(?:issues?|problems?|errors?|glitch(?:es)?|failures?|difficult(?:y|ies)|unavailable|outage)\b"
    r"|\btechnical\s(?:issues?|difficult(?:y|ies)|problems?)\b|(?:暂时|临时)[^。！？]{0,12}(?:问题|故障|异常|错误|不可用)|技术(?:问题|故障)",
    re.IGNORECASE,
)
TRY_AGAIN = re.compile(
    r"\b(?:try|retry)(?:ing)?\b[^.!?]{0,30}\b(?:again|later|shortly|moment)\b|\b(?:sorry|apologi[sz]e|apologies)\b|(?:稍后|请再)[^。！？]{0,6}(?:重试|再试|试)|抱歉",
    re.IGNORECASE,
)

TEXT_LIST = re.compile(
    r"\b(?:texts?|captions?|titles?|subtitles?|overlays?|lyrics|script|voice-?over|narration|says|reads)\b|字幕|标题|文字|文案|台词|旁白",
    re.IGNORECASE,
)

EXPORT = re.compile(r"\b(?:export|download|save)|导出|下载|匯出|保存|エクスポート|ダウンロード", re.IGNORECASE)
CREDITS = re.compile(
    r"\b(?:account|billing|pricing|subscription|plan|payment|credits?|top\sup)\b|账户|账号|账单|订阅|套餐|积分|充值",
    re.IGNORECASE,
)
EDIT = re.compile(r"\b(?:drag|drop|resize|trim|arrastr|glissez|ziehen|перетащ)|拖|ドラッグ", re.IGNORECASE)
STATE = re.compile(
    r"\b(?:open|preview|timeline|review|view|watch|play|see)\b|打开|预览|时间线|时间轴|查看|播放", re.IGNORECASE
)
