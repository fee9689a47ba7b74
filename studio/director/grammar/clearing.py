"""Whether a message wants everything gone: "delete everything and start over", "clear the timeline", "重新开始"."""

import re

from studio.director.grammar.talk import unpolite

_ALL = (
    r"(?:everything|it all|all of it|(?:all )?(?:of )?(?:the |my |this )?(?:whole |entire )?(?:timeline|project|edit|draft)"
    r"|all(?: the)? (?:clips|tracks))"
)
_EMPTY = (
    rf"(?:delete|remove|clear|erase|wipe|reset|empty|scrap|discard|throw away)(?: out| away)? {_ALL}"
    r"|reset|clear(?: it)? all"
)
_AFRESH = (
    r"(?:let'?s )?(?:start|begin)(?: it| this)?(?: all)?"
    r" (?:over|again|afresh|fresh|anew|from (?:scratch|zero|the beginning))"
)
_ELSEWHERE = (
    r"alles (?:löschen|entfernen|weg)|lösch(?:e|en)? alles|neu anfangen"
    r"|(?:noch ?mal )?(?:ganz )?von vorne?(?: anfangen| beginnen)?",
    r"tout (?:supprimer|effacer|enlever)|(?:supprime|efface|enlève)[rz]? tout|(?:on )?recommence[rz]?(?: à zéro| tout)?"
    r"|repar(?:s|tir|tons) (?:de|à) zéro",
    r"(?:borra|elimina|quita)r? todo|(?:empezar|empieza|empecemos|comenzar) de (?:nuevo|cero)",
    r"(?:apag(?:a|ue)|elimin[ae]|remov[ae])r? tudo|(?:começ(?:ar|a|e)) (?:de novo|do zero)|recome[cç](?:ar|a|e)",
    r"(?:удали(?:ть)?|сотри|убери|очисти(?:ть)?) вс[её]|(?:начн(?:и|ём|ем)|начать|давай) (?:вс[её] )?(?:заново|сначала|с нуля)",
    r"(?:把)?(?:全部|所有(?:内容|的)?|时间线|一切)(?:都)?(?:删掉|删除|清空|清除|删了|去掉)|清空(?:时间线|全部|所有|一切)?"
    r"|(?:删掉|删除|清除)(?:全部|所有(?:内容|的)?|一切)|重新开始|从头(?:开始|来)(?:吧)?|(?:推倒)?重来",
    r"(?:全部|すべて|全て)(?:を)?(?:消して|削除(?:して)?|消す)|(?:最初から|一から)(?:やり直し(?:て)?|始め(?:て|る|よう))?|やり直し",
)
_ONE = "|".join((_EMPTY, _AFRESH, *_ELSEWHERE))
_JOINT = r"(?:\s*[,，、;.。]?\s*(?:and then|and|then|und|et|puis|y|e|и|然后|再|并|て)?\s*)"
_CLEARING = re.compile(rf"(?:{_ONE})(?:{_JOINT}(?:{_ONE}))?(?: please| pls| bitte| por favor|吧|ください)?[\s.!。！]*")


def wants_nothing_left(low: str) -> bool:
    """Whether a message, in lower case, asks for an empty timeline and for nothing else."""
    return _CLEARING.fullmatch(unpolite(low).strip()) is not None
