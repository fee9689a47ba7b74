"""Edits of footage in the words of people in a hurry, each the first message or a follow-up on a film that is there."""

from tests.studio.director.prompts.expecting import prompt

_ = prompt
EDITING = [
    _("titled", "bigger, and yellow", colors=["#fdd835"], says="size"),
    _("titled", "get rid of it", texts=[]),
    _("titled", "only show it in the last 5 seconds", spans=[(5_000, 10_000)]),
    _("beach", "only show it in the last 5 seconds", ms=5_000),
    _("duo", "stick these two together no transitions", media="c1 c2", ms=20_000, laps=[False, False]),
    _("three", "now the second one is too loud, turn it down", volumes=[1.0, 0.6, 1.0], unsaid="understand"),
    _("three", "put some chill music under everything but keep it low", music="lofi", level=[0.21]),
    _("duo", "swap em", media="c2 c1"),
    _("beach", "can u flip this sideways clip upright", stands=["90"]),
    _("beach", "freeze it on the last frame for like 2 sec w/ the text 'thx for watching'", stills=[(20_000, 2_000)],
      texts=["thx for watching"], spans=[(20_000, 22_000)]),
    _("mixed", "zoom so there are no blurry sides", edited=True, size="1920x1080"),
    _("three", "cut out the first 12 seconds and everything after 25", ms=13_000),
    _("faded", "fade out at the end, music too", fades=(False, True), tune_fades=[(False, True)]),
    _("show", "the second pic longer", ms=11_375),
    _("show", "remove pic 3", media="photo1 photo2"),
    _("mixed", "put the vertical one first", media="tall demo", size="1920x1080"),
    _("logo+clip", "put the logo bottom right, small", inlays=["logo bottom-right"], unsaid="understand"),
    _("three", "mute between 5 and 8 sec", volumes=[1.0, 0.0, 1.0, 1.0, 1.0], cuts=[(0, 5_000), (5_000, 3_000), (8_000, 2_000),
      (20_000, 10_000), (40_000, 10_000)]),
    _("three", "split it at 5s and at 15s", shots=5, ms=30_000),
    _("three", "delete the middle piece", ids="s0 s2"),
    _("three", "reverse the last piece", turned=[False, False, True]),
    _("beach", "caption: golden hour, bottom, whole time", texts=["golden hour"], spans=[(0, 20_000)], colors=[None]),
    _("titled", "can you make the title pulse", edited=False, says="no other animation"),
    _("clip+song", "use my song and skip the first 5 seconds of the song", heard=[(0, 7_000), (7_000, 19_000), (19_000, 25_000)],
      music="song"),
    _("drawn", "what's the length now?", edited=False, says="10 s"),
]
