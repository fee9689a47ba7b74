"""Which language a message is written in: by its script, and for Latin letters by small everyday words."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from core.locales import LANGUAGES

_READ: Final = 2000  # characters
_SCRIPTS: Final[Mapping[str, str]] = {
    "kana": "\u3041-\u30ff\uff66-\uff9f",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
    "cyrillic": "\u0400-\u04ff",
    "arabic": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "el": "\u0370-\u03ff",
    "th": "\u0e00-\u0e7f",
    "hi": "\u0900-\u097f",
    "latin": "a-zA-Z\u00c0-\u024f\u1e00-\u1eff",
}
_SCRIPT: Final = re.compile("|".join(f"(?P<{name}>[{chars}])" for name, chars in _SCRIPTS.items()))
_NOT_WORDS: Final = re.compile(
    r"https?://\S+|[\w.-]+\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)\b|@\w+", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_WORDS: Final[Mapping[str, str]] = {
    "en": "no yes not the and of to with make this that for you please add my is it at from your video's can"
    " could would have send"
    " turn into cut remove change about what how me want give show second seconds longer shorter second music put some",
    "es": "no sí un de en quedan créditos atardecer"
    " una estas estos ponlo anuncio presentación exporta vídeos puesta necesito buenas buenos días gato fotos último"
    " el los las una del con para por que y hazlo haz video este esta más música añade pon quita quiero puedes"
    " hola gracias segundos corta cómo cuánto mi muy sin sobre hacer agrega favor al crea envíame",
    "de": "der die das und ein eine einen mit für bitte mach mache nicht ist auf zum den dem von ich du mein meine"
    " diese diesen diesem dieses aus ende erstelle brauche exportiere guten werbung fotos letzten"
    " füge hinzu schneide kürzer länger sekunden musik wie viel kannst über schick mir es entferne hallo danke ersten",
    "fr": "un de en titre fondu oui non"
    " salut bonsoir reste crédits exporte rends enlève raccourcis besoin dernier dernière faire ces"
    " le les des une et avec pour dans mets fais ajoute vidéo cette ce est pas je tu mon ma sur plus du aux bonjour"
    " merci coupe supprime secondes musique s'il peux envoie moi combien qui d'un d'une l'intro",
    "pt": "de em quantos créditos restam sim"
    " oi bom dia boa tudo bem adicione remova deixe crie gere coloque exporte exporta mude troque abaixe faz anúncio"
    " legendas clipe último última preciso estas fotos gato"
    " os um uma e com para não faz faça adiciona vídeo este esta isso mais música você quero meu minha do da"
    " segundos corta coloca olá obrigado como quanto por favor ao no na em muito sobre tira",
    "it": "no il lo gli un una e con per di che questo questa più musica aggiungi fai taglia video ciao grazie secondi"
    " della del sono non voglio mio mia metti puoi togli",
    "nl": "de het een en met voor van niet maak dit dat mijn ik je voeg toe muziek seconden alsjeblieft graag naar op"
    " knip korter langer kun hallo bedankt over",
    "pl": "i z na do nie się jest to proszę zrób dodaj muzykę film wideo mój moje sekund usuń dla o jak chcę cześć"
    " dziękuję krótszy w",
    "tr": "ve bir bu ile için lütfen ekle yap müzik saniye videoyu benim çok nasıl kısa daha sil merhaba teşekkürler",
    "vi": "và của cho một với này làm thêm nhạc giây tôi bạn không là các cắt xóa xin chào cảm ơn",
    "id": "dan yang untuk dengan ini itu saya buat buatkan tambahkan musik detik tolong video di dari tidak lebih hapus"
    " terima kasih potong",
    "sv": "och att det en ett med för på inte jag gör lägg till musik sekunder är min den som av snälla hej tack klipp",
}
_LETTERS: Final[Mapping[str, str]] = {
    "es": "ñ¿¡", "de": "ß", "pt": "ãõ", "fr": "œêèùâ", "pl": "łżźśćńąę", "tr": "ışğ", "vi": "ơưđạảấầậắếệọộợụ", "sv": "å",
}  # fmt: skip
_TABLES: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SPEAKERS: Final = Counter(word for words in _TABLES.values() for word in words)
_SURE: Final = 1.0


def detect(text: str, locale: str | None = None) -> str:
    """The language of a text as an ISO 639-1 code: one of LANGUAGES, or another where it is clear (ko, ar, it …).

    `locale` is the platform's tag ("pt-BR"); it decides where the text does not (a word, a number, a link), and without
    it English does.
    """
    plain = _NOT_WORDS.sub(" ", text[:_READ])
    hint = _code(locale) or "en"
    scripts = Counter(match.lastgroup or "" for match in _SCRIPT.finditer(plain))
    if not scripts:
        return hint
    return _by_script(plain, scripts, hint) or _by_words(plain, hint)


def _code(locale: str | None) -> str | None:
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if re.fullmatch("[a-z]{2}", code) else None


def _by_script(text: str, scripts: Counter[str], hint: str) -> str | None:
    """The language that a script gives away; None for Latin letters. One CJK character says as much as four letters."""
    cjk = scripts["kana"] + scripts["han"]
    if cjk and 4 * cjk >= scripts["latin"]:
        if scripts["kana"]:
            return "ja"
        return "ja" if hint == "ja" and cjk <= 4 else "zh"
    script, number = max(((s, n) for s, n in scripts.items() if s not in ("kana", "han")), key=lambda item: item[1])
    if script == "latin" or number < 2:
        return None
    if script == "cyrillic":
        if re.search("[іїєґІЇЄҐ]", text):
            return "uk"
        return hint if hint in ("uk", "bg", "sr") else "ru"
    if script == "arabic":
        return "fa" if re.search("[پچژگ]", text) else "ar"
    return script


def _by_words(text: str, hint: str) -> str:
    scores = dict.fromkeys(_WORDS, 0.0)
    for word in _WORD.findall(text.lower().replace("’", "'")):
        if word in _SPEAKERS:
            for language, words in _TABLES.items():
                scores[language] += (word in words) / _SPEAKERS[word]
    for language, letters in _LETTERS.items():
        scores[language] += len(set(text.lower()) & set(letters))
    if hint in scores:
        scores[hint] += 0.5
    first, second, *_ = sorted(scores.items(), key=lambda item: -item[1])
    # another language than ours is believed only when it is clear
    sure = _SURE if first[0] in (*LANGUAGES, hint) else 2 * _SURE
    if first[1] - (0.5 if first[0] == hint else 0) >= sure and first[1] > second[1]:
        return first[0]
    return hint
