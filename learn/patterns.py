"""Talks made up from learn/patterns.<language>.txt: {V}, {T}, {A}, {D} are filled with invented venues, titles, areas and
addresses; (a|b) is a choice, an empty one too. A line is a message, an empty line ends a talk."""
import os
import re

ROUNDS = {"en": 20, "zh": 50}  # each talk is told so many times, with other names

LABELS = {"V": "VENUE", "T": "TITLE", "A": "AREA", "D": "ADDRESS"}
HERE = os.path.dirname(os.path.abspath(__file__))


def words(text):
    return text.split()


SYLLABLES = words("ba be bo ca co da di do fa fe fi ga go ha ho ja ka ki ko la le li lo lu ma me mi mo na ne ni no "
                  "nu pa pe pi po ra re ri ro sa se shi so su ta te ti to tu va ve vi vo ya yo za zo lan ton mar ver "
                  "bel tor san min dor gal hart ster wick ley")
FIRST = words("anna tony maria joe lucy frank rosa pete nina marco ella hugo ida max vera leo")
COLOURS = words("red black golden little old blue white green silver happy hungry crooked lost quiet royal lucky")
THINGS = words("fox lion table spoon kitchen oak garden lantern horse pig fig olive barrel anchor bell crown swan plum "
               "goat bread pepper lemon river moon star bridge mill rabbit crane elephant dragon rose thistle")
KINDS = words("cafe bistro grill kitchen tavern bar diner noodles house pizzeria bakery deli brasserie tandoori sushi "
              "ramen taqueria steakhouse eatery inn lodge hotel suites theater arena hall museum stadium park")
TITLE_WORDS = words("night last house summer war dead city lights dark king queen girl boy fire ice storm ghost "
                    "return story love letters long road home wild days secret blood gold wolves heart song river sky "
                    "shadow island game machine winter glass stranger midnight children ocean bird silence")
STREETS = words("st street ave avenue road rd lane drive blvd way court")

ZH_NAME = "云放山海牛里小鸣鹿月花竹松鹤春和福满堂兴隆德庆永盛荣华锦绣江南渔家阿婆外公胖哥老王家姐巷子口半亩塘一坐忘食桂蟹姑娘石榴麦田稻香禾绿茶白鲸蓝港橘青柠梧桐栖霞客归园拾味川湘粤徽晋蒙陕徐刘孙梅兰芳草北平东来顺南门西贝莜面同聚鼎泰丰湖畔溪谷雾灯塔船长猫狗熊鱼虎鸭鹅羊"
ZH_KIND = words("小馆 食堂 私房菜 火锅 酒楼 面馆 咖啡 烤肉 烧烤 串吧 茶馆 餐厅 饭店 大排档 涮肉 酒吧 居酒屋 拉面 小厨 菜馆 书店 公园 "
                "影城 体育馆 剧场 酒店 宾馆 民宿 广场 商场 健身房 球馆 博物馆 美术馆")
ZH_TITLE_EXTRA = words("长安 平原 深海 少年 江湖 孤城 夜航 归途 无声 烈日 雪国 迷雾 追光 春潮 惊雷 远山 白昼 逆流 王朝 星河")


def invented(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 2, 3, 3, 4))))


def cased(rng, name, shout=False):
    how = rng.random()
    if how < 0.55:
        return name.title().replace("'S", "'s")
    return name if how < 0.95 or not shout else name.upper()


def venue_en(rng):
    forms = (
        lambda: invented(rng), lambda: invented(rng), lambda: invented(rng) + " " + invented(rng),
        lambda: "the " + rng.choice(COLOURS) + " " + rng.choice(THINGS), lambda: "the " + rng.choice(THINGS),
        lambda: rng.choice(FIRST) + "'s", lambda: rng.choice(FIRST) + "'s " + rng.choice(KINDS),
        lambda: invented(rng) + " " + rng.choice(KINDS), lambda: rng.choice(KINDS[:4]) + " " + invented(rng),
        lambda: rng.choice(THINGS) + " & " + rng.choice(THINGS), lambda: rng.choice(THINGS) + " " + rng.choice(KINDS),
        lambda: rng.choice(COLOURS) + " " + rng.choice(THINGS) + " " + rng.choice(KINDS),
    )
    return cased(rng, rng.choice(forms)())


def title_en(rng):
    one = lambda: rng.choice(TITLE_WORDS)
    forms = (
        lambda: invented(rng), lambda: one() + " " + one(), lambda: "the " + one() + " " + one(),
        lambda: "the " + one() + " of " + one(), lambda: one() + " " + str(rng.randint(2, 4)),
        lambda: rng.choice(FIRST) + " " + invented(rng), lambda: invented(rng) + " vs " + invented(rng),
        lambda: one(), lambda: one() + " in the " + one(), lambda: "the " + one() + "s",
    )
    return cased(rng, rng.choice(forms)())


def listed(kind):
    rows = []
    for name in ("city", "area"):
        with open(os.path.join(HERE, "..", "intents", "data", "any", name + ".tsv"), encoding="utf-8") as file:
            rows += [line.split("\t")[0] for line in file if line[0] != "#" and "\t" in line]
    han = re.compile("^[\u4e00-\u9fff]+$")
    return [r for r in rows if bool(han.match(r)) == (kind == "zh")]


AREAS = {"zh": listed("zh"), "en": [a for a in listed("en") if re.match("^[a-z ]{3,}$", a)]}


def area_en(rng):
    return cased(rng, rng.choice(AREAS["en"]) if rng.random() < 0.8 else invented(rng))


def address_en(rng):
    return f"{rng.randint(1, 2999)} {cased(rng, invented(rng) + ' ' + rng.choice(STREETS))}"


def characters(rng, low, high):
    return "".join(rng.choice(ZH_NAME) for _ in range(rng.randint(low, high)))


def venue_zh(rng):
    forms = (
        lambda: characters(rng, 2, 4), lambda: characters(rng, 2, 4), lambda: characters(rng, 2, 3) + rng.choice(ZH_KIND),
        lambda: "小" + characters(rng, 1, 2), lambda: "老" + characters(rng, 1, 1) + "家",
        lambda: characters(rng, 1, 2) + "记", lambda: rng.choice(AREAS["zh"]) + "那家" + characters(rng, 2, 3),
        lambda: characters(rng, 2, 3) + f"({rng.choice(AREAS['zh'])}店)", lambda: cased(rng, invented(rng)),
    )
    return rng.choice(forms)().split("那家")[-1]


def ordinary_zh():
    path = os.path.join(HERE, "..", "intents", "data", "zh", "word.tsv")
    with open(path, encoding="utf-8") as file:
        rows = [line.split("\t")[0] for line in file if "word.common" in line]
    return [r for r in rows if re.match("^[\u4e00-\u9fff]{2,3}$", r)]


ZH_TITLE = ZH_TITLE_EXTRA * 6 + ordinary_zh()


def title_zh(rng):
    one = lambda: rng.choice(ZH_TITLE)
    forms = (
        lambda: one() + one(), lambda: one() + "的" + one(), lambda: one() + one(), lambda: one(),
        lambda: characters(rng, 2, 4), lambda: one() + characters(rng, 1, 2), lambda: characters(rng, 2, 2) + "之" + characters(rng, 1, 1),
        lambda: cased(rng, rng.choice(TITLE_WORDS)), lambda: "我" + rng.choice(("和", "的", "不是")) + one(),
    )
    return rng.choice(forms)() + rng.choice(("", "", "", "", "2", "3"))


def address_zh(rng):
    return characters(rng, 2, 2) + rng.choice(("路", "街", "大道", "胡同")) + f"{rng.randint(1, 900)}号"


FILL = {"en": {"V": venue_en, "T": title_en, "A": area_en, "D": address_en},
        "zh": {"V": venue_zh, "T": title_zh, "A": lambda rng: rng.choice(AREAS["zh"]), "D": address_zh}}


def choose(rng, line):
    """(a|b): one of them; the innermost first."""
    while (match := re.search(r"\(([^()]*\|[^()]*)\)", line)):
        line = line[:match.start()] + rng.choice(match.group(1).split("|")) + line[match.end():]
    return line.strip()


def told(rng, language, line, names):
    text, spans = "", []
    for part in re.split(r"(\{[VTAD]\d?\})", choose(rng, line)):
        if not re.fullmatch(r"\{[VTAD]\d?\}", part):
            text += part
            continue
        kind = part[1]
        name = names.setdefault(part, FILL[language][kind](rng))
        spans.append((len(text), len(text) + len(name), LABELS[kind]))
        text += name
    return text, spans


def talks(path, rng):
    language = "zh" if ".zh." in os.path.basename(path) else "en"
    with open(path, encoding="utf-8") as file:
        blocks = [b.split("\n") for b in re.sub(r"(?m)^#.*\n", "", file.read()).strip().split("\n\n")]
    for _ in range(ROUNDS[language]):
        for block in blocks:
            names = {}
            yield language, [told(rng, language, line, names) for line in block if line.strip()]
