"""Films as customers of video bots order them: advertisements, invitations, countdowns, lists between dashes and emojis."""

from tests.studio.director.prompts.expecting import prompt

_ = prompt
CUSTOMERS = [
    _("new", "10 second countdown to new year with fireworks", scenes="city", moods="night", ms=13_000, music="upbeat",
      texts=["10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "Happy New Year"], says="countdown from 10 to 1"),
    _("new", "Countdown 5 to 1 then \"GO!\" in green, energetic music, 10 seconds, square", ms=10_000, music="upbeat",
      texts=["5", "4", "3", "2", "1", "GO!"], size="1080x1080", spans=[(n * 1000, n * 1000 + 1000) for n in range(5)]
      + [(5_000, 8_000)]),
    _("new", "Mach einen Countdown von 10 bis 1, danach „Frohes neues Jahr!“, Stadt bei Nacht, Hochformat", ms=13_000,
      scenes="city", moods="night", size="1080x1920",
      texts=["10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "Frohes neues Jahr!"]),
    _("new", "10秒倒计时视频，5 4 3 2 1，然后“新年快乐”，城市夜景", ms=10_000, texts=["5", "4", "3", "2", "1", "新年快乐"]),
    _("new", "Save the date video ✨ 12s ✨ portrait ✨ beach sunset ✨ \"Mia & Leo\" big ✨ \"05.09.2027\" smaller below ✨ "
      "romantic music", ms=12_000, size="1080x1920", scenes="beach", moods="sunset", music="acoustic",
      texts=["Mia & Leo", "05.09.2027"]),
    _("new", 'instagram story 10s - forest morning - "New blog post" on top - "link in bio" at the bottom - chill beat - '
      "fade out", ms=10_000, size="1080x1920", scenes="forest", moods="sunrise", place="top bottom",
      texts=["New blog post", "link in bio"], fades=(False, True)),
    _("new", 'Birthday video for Grandpa Joe, 25 sec, sunset by the lake, text "Happy 80th, Grandpa!" at start and '
      '"We love you" at end, gold letters', ms=25_000, texts=["Happy 80th, Grandpa!", "We love you"],
      spans=[(0, 3_000), (22_000, 25_000)], colors=["#ffb300", "#ffb300"]),
    _("new", 'Portrait 10s quote card: "Be the change", white text, centered, sunrise over the ocean, soft ambient music at 20%',
      ms=10_000, texts=["Be the change"], place="center", colors=["#ffffff"], unsaid="didn't understand"),
    _("new", 'outro for youtube: "Thanks for watching! Like & Subscribe", 6 sec', ms=6_000,
      texts=["Thanks for watching! Like & Subscribe"]),
    _("new", "Linkedin video announcing our Series A funding of $5M, corporate music, 20 sec", ms=20_000, music="corporate"),
    _("new", "A 15-second teaser w/o music: dark space, text \"THEY ARE COMING\" appears at 5s in red", ms=15_000, music="",
      scenes="space", spans=[(5_000, 8_000)], colors=["#e53935"]),
    _("new", "8 sec youtube short, snowy mountains at night, ambient music quiet", size="1080x1920", ms=8_000, level=[0.2]),
    _("new", "Создай видео 15 секунд: закат над морем, спокойная музыка", scenes="ocean", moods="sunset", music="ambient"),
    _("new", "Crie um vídeo de 10 segundos de uma noite estrelada no deserto, sem música", scenes="desert", moods="night",
      music="", ms=10_000),
    _("new", "Fais une pub verticale de 15 secondes pour ma boulangerie « Le Fournil »", scenes="product", size="1080x1920",
      texts=["Le Fournil"], ms=15_000),
]  # fmt: skip
