"""Which language a prompt is in."""

import re

_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[а-яё]")
_MARKS = {"de": re.compile(r"(?<!\w)(?:ein|eine|einen|mit|und|der|die|das|bei|nacht|dorf|frohe[ns]?|familie|zum|zur|"
    r"mach\w*|erstelle|für|bitte|füge|video "
    r"von|musik|sekunden|nicht|titel|hinzu|den|oben|unten|länger|es|schneide|entferne)(?!\w)|[äöüß]"), "es": re.compile(
    r"(?<!\w)(?:un|una|con|el|los|las|haz|crea|por|para|segundos|música|añade|vídeo|del|" r"pon|quita|al|principio|"
    r"título|hazlo|más|cambia|quiero|mi)(?!\w)|[ñ¿¡]"),
    "fr": re.compile(r"(?<!\w)(?:une|avec|le|les|des|fais|crée|pour|secondes|musique|ajoute|vidéo|sur|dans|"
    r"mets|la|titre|du|coupe|supprime|rends)(?!\w)|[êœçàù]"), "pt": re.compile(
    r"(?<!\w)(?:um|uma|com|os|faça|crie|para|segundos|música|adicione|vídeo|não|do|da|" r"coloque|título|ao|em|preto|na|"
    r"chuva|floresta|legenda|noite|praia|cidade|anúncio|você|são|"
    r"corte|remova)(?!\w)|[ãõ]"),}  # fmt: skip

# Words that tell a language by themselves: what people begin a message to an editor with.
_TELLING = {"de": r"danke|bitte|hallo|schneide|füge|mach|mache|tausche|vertausche|entferne|lösche|kürze|ersetze|ändere|"
    r"verschiebe|szene|musik|drehe?|zurück|spiegle|zoome|friere|setze|"
    r"rückgängig|nicht|keine?|zweite[nrs]?|letzte[nrs]?|ersten?|überblendungen|titel(?= )",
    "es": r"gracias|gira|congela|voltea|acerca|hola|volver|vuelve|atrás|quita|añade|agrega|corta|recorta|haz|hazlo|pon|cambia|"
    r"deshacer|deshaz|elimina|borra|escena|música|sube|baja|quiero|último|última|primera|título",
    "fr": r"merci|fige|zoome|pivote|bonjour|salut|coupe|ajoute|enlève|supprime|remplace|"
    r"échange|annule|musique|vidéo|deuxième|dernier|dernière|titre|accélère|ralentis|garde",
    "pt": r"obrigad[oa]|gire|congele|espelhe|olá|corte|remova|adicione|troque|coloque|mude|deixe|"
    r"desfaça|desfaz|legenda|cena|última|título|vídeo|tire|crie"}  # fmt: skip
_ALONE = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for name, words in _TELLING.items()}
_PLAINLY_ENGLISH = re.compile(
    r"(?<!\w)(?:the|add|make|with|and|of|to|it|cut|remove|show|create|music|put|this|my|video of)(?!\w)"
)
_ENGLISH = re.compile(r"(?<!\w)(?:the|an?|add|make|with|and|to|of|it|undo|cut|remove|show|create|music|put)(?!\w)")


def language_of(low: str, fallback: str) -> str:
    """The language of a lower-case prompt: en, zh, ja, ru, de, es, fr or pt; `fallback` when it has no
    words, or none that tell.
    """
    if _KANA.search(low):
        return "ja"
    if _HAN.search(low):
        return "zh"
    if _CYRILLIC.search(low):
        return "ru"
    if not re.search(r"[a-z]", low):
        return fallback.split("-")[0].split("_")[0].lower() or "en"
    scores = {name: len(set(pattern.findall(low))) for name, pattern in _MARKS.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 2:
        return best
    told = [name for name, pattern in _ALONE.items() if pattern.search(low)]
    if told and not _PLAINLY_ENGLISH.search(low):
        return max(told, key=lambda name: (scores[name], len(_ALONE[name].findall(low))))
    own = fallback.split("-")[0].split("_")[0].lower()
    return own if own in _MARKS and not _ENGLISH.search(low) else "en"
