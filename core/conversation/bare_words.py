"""Messages of a word or two that mean a command, whatever language they are in: nobody wants a video of "stop"."""

import re

from core.conversation.commands import Word

_WORDS = {
    Word.CANCEL: "cancel stop abort 取消 停止 停 cancelar parar para detener abbrechen abbruch stopp annuler arrête arrêter "
    "отмена отмени стоп 停下 停下来 别做了 不要了 取消吧 请停止 请取消 キャンセル 中止 ストップ やめて 止めて とめて 中止して "
    "キャンセルして",
    Word.HELP: "help ? 帮助 幫助 ayuda hilfe aide ajuda помощь ヘルプ 助けて",
    Word.START: "hi hello hey start 你好 您好 hola hallo bonjour salut olá oi привет здравствуйте こんにちは",
}
_FILLERS = (
    "it that this them please pls now everything all bitte das es alles jetzt sofort mal por favor eso esto todo ya ça cela "
    "tout svp maintenant isso isto tudo agora это всё все пожалуйста сейчас"
)
_BESIDE_STOP = frozenset(_FILLERS.split())
_CHEERS = frozenset("👍👌🙏❤♥😍🥰🔥👏💯✅🎉😀😁😃😄😊🙂😎🤩😘💪🙌")
_MODIFIERS = re.compile("[\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]")
_BY_TEXT = {text: word for word, texts in _WORDS.items() for text in texts.split()}


def bare_word(text: str) -> Word | None:
    """The command that a message of one word stands for, if it is one of these."""
    return _BY_TEXT.get(text.strip().strip("!.。！¡?？¿ ").casefold() or text.strip())


def means_stop(text: str) -> bool:
    """Whether a message says nothing but to stop: "please stop it", "cancel everything"."""
    said = [word for word in re.findall(r"\w+", text.casefold()) if word not in _BESIDE_STOP]
    return bool(said) and all(_BY_TEXT.get(word) is Word.CANCEL for word in said)


def only_cheers(text: str) -> bool:
    """Whether a message is nothing but approving emoji."""
    signs = _MODIFIERS.sub("", text)
    return bool(signs) and all(sign in _CHEERS for sign in signs)


def says_nothing(text: str) -> bool:
    """Whether there is nothing in a message but ASCII signs: "...", "!!"."""
    return bool(text.strip()) and text.isascii() and not any(sign.isalnum() for sign in text)
