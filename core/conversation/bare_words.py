"""Messages of a single word that mean a command, whatever language they are in: nobody wants a video of "stop"."""

from core.conversation.commands import Word

_WORDS = {
    Word.CANCEL: "cancel stop abort 取消 停止 停 cancelar parar para detener abbrechen abbruch stopp annuler arrête arrêter "
    "отмена отмени стоп キャンセル 中止 ストップ",
    Word.HELP: "help ? 帮助 幫助 ayuda hilfe aide ajuda помощь ヘルプ 助けて",
    Word.START: "hi hello hey start 你好 您好 hola hallo bonjour salut olá oi привет здравствуйте こんにちは",
}
_BY_TEXT = {text: word for word, texts in _WORDS.items() for text in texts.split()}


def bare_word(text: str) -> Word | None:
    """The command that a message of one word stands for, if it is one of these."""
    return _BY_TEXT.get(text.strip().strip("!.。！¡ ").casefold() or text.strip())
