"""Places of the world by the scenery that people see when they name them.

Only names that are hardly ever given to people: a birthday video "for Sydney" is for a girl.
"""

CITIES = (
    "paris", "rome", "venice", "venedig", "venise", "venecia", "milan(?:o)?", "naples", "athens", "dublin",
    "edinburgh", "berlin", "munich", "hamburg", "barcelona", "madrid", "lisbon", "amsterdam", "vienna", "prague",
    "budapest",
    "istanbul", "moscow", "dubai", "abu dhabi", "singapore", "hong kong", "shanghai", "beijing", "shenzhen", "seoul", "osaka",
    "kyoto", "bangkok", "mumbai", "delhi", "kuala lumpur", "jakarta", "manila", "toronto", "chicago", "los angeles",
    "san francisco", "las vegas", "nyc", "brooklyn", "times square", "mexico city", "buenos aires", "são paulo",
    "rio de janeiro",
    "cairo", "lagos", "nairobi", "nueva york", "londres", "berlín", "roma", "moskau", "wien", "парижа?е?", "лондона?е?",
    "москв[аеуы]", "токио", "питера?е?", "нью-йорка?е?",
)  # fmt: skip
CITIES_CJK = (
    "|巴黎|伦敦|纽约|东京|北京|上海|香港|深圳|广州|重庆|成都|杭州|"
    "首尔|新加坡|迪拜|東京|大阪|京都|ロンドン|パリ|ニューヨーク"
)
BEACHES = (
    "bali", "maldives", "hawaii", "phuket", "ibiza", "cancun", "cancún", "caribbean", "seychelles", "mauritius", "fiji", "goa",
    "zanzibar", "tahiti", "bora bora", "copacabana", "waikiki", "maui", "malediven", "malediv(?:as|es)", "мальдив\\w*", "бали",
)  # fmt: skip
BEACHES_CJK = "|三亚|马尔代夫|巴厘岛|夏威夷|普吉|沖縄|ハワイ|バリ島"
OCEANS = ("santorini", "amalfi", "mediterranean", "pacific", "atlantic", "great barrier reef")
MOUNTAINS = (
    "everest", "andes", "rockies", "patagonia", "switzerland", "nepal", "dolomites", "yosemite", "matterhorn", "kilimanjaro",
    "mount fuji", "mt\\.? fuji", "alpen", "alpes", "норвеги\\w+", "norway", "tibet", "pyrenees", "schweiz", "альп\\w*",
)  # fmt: skip
MOUNTAINS_CJK = "|阿尔卑斯|喜马拉雅|珠峰|西藏|黄山|富士山|瑞士|九寨"
DESERTS = ("gobi", "atacama", "mojave", "wadi rum", "death valley", "arizona", "monument valley", "safari", "route 66")
DESERTS_CJK = "|撒哈拉|敦煌"
FORESTS = ("amazon (?:rain)?forest", "amazon jungle", "schwarzwald", "black forest(?! cake)", "sherwood")
