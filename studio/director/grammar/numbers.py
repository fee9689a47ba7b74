"""Numbers in figures and words, in the languages we read."""

import re

_WORDS: dict[str, float] = {}
for _row in ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze",
    "um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze",
    "один два три четыре пять шесть семь восемь девять десять",):  # fmt: skip
    for _value, _word in enumerate(_row.split(), 1):
        _WORDS.setdefault(_word, float(_value))
for _row in (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante",
    "vinte trinta quarenta cinquenta sessenta",
    "двадцать тридцать сорок пятьдесят шестьдесят",
):
    for _value, _word in enumerate(_row.split(), 2):
        _WORDS[_word] = 10.0 * _value
_WORDS |= {"una": 1.0, "eine": 1.0, "einer": 1.0, "une": 1.0, "uma": 1.0, "dreissig": 30.0, "a": 1.0, "an": 1.0}
_WORDS |= {"half": 0.5, "a couple of": 2.0, "a few": 3.0, "couple of": 2.0, "few": 3.0, "several": 4.0, "both": 2.0}

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}

_NAMES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
LATIN_NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:{_NAMES})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)(?![a-z]))?)"
CJK_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二三四五六七八九十百两兩半]+)"


def _cjk(text: str) -> float | None:
    if text == "半":
        return 0.5
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None  # "两三秒" is no number
            digit = _DIGITS[char]
        elif char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        else:
            return None
    return float(total + (digit or 0))


def number(text: str) -> float | None:
    """The number that the text spells, or None. Takes figures with point or comma, words, Chinese numerals."""
    text = text.strip()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", ".")[:12])
    if text in _WORDS:
        return _WORDS[text]
    if re.fullmatch(CJK_NUMBER, text):
        return _cjk(text)
    parts = re.split(r"[ -]", text)
    values = [_WORDS[part] for part in parts if part in _WORDS]
    return sum(values) if values and len(values) == len(parts) else None


_ORDINALS: dict[str, int] = {}
for _row in (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "primer segundo tercer cuarto quinto sexto",
    "primero segunda tercero cuarta quinta sexta",
    "primera segunda tercera cuarta quinta sexta",
    "erste zweite dritte vierte fünfte sechste",
    "ersten zweiten dritten vierten fünften sechsten",
    "première deuxième troisième quatrième cinquième sixième",
    "premier second troisième quatrième cinquième sixième",
    "primeiro segundo terceiro quarto quinto sexto",
    "первый второй третий четвертый пятый шестой",
):
    for _place, _word in enumerate(_row.split(), 1):
        _ORDINALS.setdefault(_word, _place)
_ORDINALS |= {"opening": 1, "last": -1, "final": -1, "closing": -1, "последний": -1, "última": -1, "último": -1}
_ORDINALS |= {
    "letzte": -1,
    "letzten": -1,
    "dernière": -1,
    "dernier": -1,
    "middle": 0,
    "penultimate": -2,
    "second to last": -2,
}

_ORDINAL_NAMES = "|".join(sorted(_ORDINALS, key=len, reverse=True))
ORDINAL = rf"(?:{_ORDINAL_NAMES}|\d{{1,2}}(?:st|nd|rd|th|\.))(?![a-z])"


def ordinal(text: str) -> int | None:
    """The place that the text names: 1 is the first, -1 the last; None when it names none."""
    text = text.strip()
    if text in _ORDINALS:
        return _ORDINALS[text]
    match = re.match(r"\d{1,2}", text)
    return int(match[0]) if match else None
