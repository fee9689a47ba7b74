"""A sentence of their own for people who write in Spanish, German, French, Portuguese, Russian or Japanese."""

from dataclasses import replace

from studio.director.model import Outcome
from studio.director.operations.bench import seconds

_MADE = {
    "es": "Listo: el vídeo dura ahora {length}.",
    "de": "Fertig: Das Video ist jetzt {length} lang.",
    "fr": "C'est fait : la vidéo dure maintenant {length}.",
    "pt": "Pronto: o vídeo dura agora {length}.",
    "ru": "Готово: видео длится теперь {length}.",
    "ja": "できました: 動画の長さは {length} です。",
}
_KEPT = {
    "es": "No he cambiado nada.",
    "de": "Ich habe nichts geändert.",
    "fr": "Je n'ai rien changé.",
    "pt": "Não mudei nada.",
    "ru": "Я ничего не изменил.",
    "ja": "何も変更していません。",
}


_MET = {
    "greeting": {
        "es": "¡Hola!",
        "de": "Hallo!",
        "fr": "Bonjour !",
        "pt": "Olá!",
        "ru": "Здравствуйте!",
        "ja": "こんにちは！",
    },
    "thanks": {
        "es": "¡De nada!",
        "de": "Gern geschehen!",
        "fr": "Avec plaisir !",
        "pt": "De nada!",
        "ru": "Пожалуйста!",
        "ja": "どういたしまして！",
    },
}


def in_their_words(outcome: Outcome, language: str, talk: str | None = None) -> Outcome:
    """The outcome with a first sentence in the person's language; English and Chinese speak for themselves.

    `talk` says what kind of small talk it was, if it was any.
    """
    if language not in _MADE:
        return outcome
    met = _MET.get(talk or "") if not outcome.edited else None
    first = (met or (_MADE if outcome.edited else _KEPT))[language].format(length=seconds(outcome.draft.duration))
    lead = _MADE[language].split(":")[0]
    details = outcome.reply
    if details.startswith(lead):
        details = details.split(":", 1)[1].strip()
    return replace(outcome, reply=f"{first} {details[:1].upper()}{details[1:]}")
