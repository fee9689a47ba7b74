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
    _("new", '0-3s: a dark forest with "Ready?" in white\n3-8s: city skyline at night, text "The city never sleeps"\n8-12s: '
      'ocean waves, text "But the sea does"\n12-15s: end card "wander.co"\nMusic: lofi at 40%', ms=15_000, music="lofi",
      level=[0.4], scenes="forest city ocean", texts=["Ready?", "The city never sleeps", "But the sea does", "wander.co"],
      spans=[(0, 3_000), (3_000, 8_000), (8_000, 12_000), (12_000, 15_000)]),
    _("new", "Make it 16s: ocean morning 4s, ocean noon 4s, ocean sunset 4s, ocean night 4s. Text on each: Morning, Noon, "
      "Evening, Night. Calm music. Vertical.", ms=16_000, shots=4, moods="sunrise day sunset night", size="1080x1920",
      texts=["Morning", "Noon", "Evening", "Night"], music="ambient"),
    _("new", "Make a travel video, 40 seconds, 4 places: Paris, Sahara, Maldives, Alps, each with its name as caption, title "
      '"Around the World"', ms=40_000, scenes="city desert beach mountains", shots=4, unsaid="can't show",
      text=["Paris", "Sahara", "Maldives", "Alps", "Around the World"]),
    _("new", "做一个30秒旅行短片：雪山、沙漠、大海，每个画面配上地名，片头写“环游中国”", scenes="mountains desert ocean",
      text=["雪山", "沙漠", "大海", "环游中国"], ms=30_000),
    _("new", '3 slides, 4s each: "Step 1: Plug in", "Step 2: Sync", "Step 3: Enjoy". product background, wipe transitions',
      ms=12_000, shots=3, kinds=["wipe", "wipe"], texts=["Step 1: Plug in", "Step 2: Sync", "Step 3: Enjoy"]),
    _("new", "Video:\nTitle: 5 Tips for Better Sleep\n- No screens after 9\n- Keep the room cool\n- Same time every day\n"
      "- Read a book\nFormat: vertical, 30 seconds, calm night scene, ambient music", ms=30_000, moods="night", shots=4,
      size="1080x1920", unsaid="book", text=["5 Tips for Better Sleep", "Same time every day", "Read a book"]),
    _("new", "recipe reel: 3 ingredient banana pancakes. 1. mash 2 bananas 2. add 2 eggs 3. fry until golden", shots=3,
      scenes="product", size="1080x1920", texts=["mash 2 bananas", "add 2 eggs", "fry until golden"]),
    _("new", 'lyric video: "We were stars / burning in the dark / now we\'re only light" night sky', scenes="space",
      texts=["We were stars", "burning in the dark", "now we're only light"]),
    _("new", "Make a short video invitation for our wedding, Emma & Jack, June 14 2027, Lakeside Manor", scenes="beach",
      texts=["You Are Invited", "Emma & Jack", "June 14 2027", "Lakeside Manor"], unsaid="didn't understand"),
    _("new", "happy birthday video for my best friend Priya 🎉 she is turning 30", texts=["Happy 30th Birthday, Priya"]),
    _("new", "Event promo - Jazz Night, Friday 8 PM, The Blue Room, tickets $15",
      text=["Jazz Night", "Friday 8 PM, The Blue Room, tickets $15"]),
    _("new", "Black Friday ad 50% OFF everything, this weekend only, 9:16, 10s", size="1080x1920",
      text=["Black Friday 50% OFF everything", "This Weekend Only"], spans=[(0, 6_000)]),
    _("new", 'Real estate promo, 20s: title "Villa Azure", subtitle "4 bedrooms", ocean at sunset, end card "Call 555-0199"',
      text=["Villa Azure", "4 bedrooms", "Call 555-0199"], spans=[(0, 3_000), (17_000, 20_000)], scenes="ocean"),
]  # fmt: skip
