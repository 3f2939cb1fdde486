"""Between the card and the confirm the price rises, the offer runs out or what was offered is gone: it is said so, and nothing is bought.
Of every service that is sold; told in English and Chinese."""
import time

from tests.support.provider import Sandbox
from tests.support.scripted import confirm, use_scripted
from tests.support.server import Server
from tests.support.services import LIVE, SERVICES
from tests.support.tap import check, equal, main, test

OFFER_S = 1
DAY_28, DAY_27 = "depart=2030-05-28T", "depart=2030-05-27T"

# What makes the sandbox's price rise, and what makes its offer be gone; see tests/sandbox/*.py.
DEARER = {"tomp": ("passengers=2", "passengers=8"), "uber-rides": ("Shard@", "dearer@"), "osdm": ("passengers=2", "passengers=8"),
          "amadeus-hotel": ("guests=2", "guests=8"), "amadeus-flight": ("depart=2030-05-01T", DAY_28)}
GONE = {"tomp": ("passengers=2", "passengers=7"), "uber-rides": ("Shard@", "refused@"), "osdm": ("passengers=2", "passengers=7"),
        "amadeus-hotel": ("guests=2", "guests=7"), "amadeus-flight": ("depart=2030-05-01T", DAY_27)}
PRICE = {"en": "price", "zh": "价格"}
NOTHING = {"en": ("nothing was booked", "no ride was requested", "refused", "did not", "could not", "not sell", "no longer"),
           "zh": ("拒绝", "未", "没有", "无法", "不")}
LOCALE = {"en": "en-GB", "zh": "zh-CN"}


class World:
    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.sandbox = Sandbox(*self.options).__enter__()
        settings = {}
        for adapter in DEARER:
            settings.update(SERVICES[adapter].settings(self.sandbox.url))
        self.server = Server({"log": "none", "rate": "0", "prefetch_rate": "0", **settings}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def live(self):
        return sum(line["state"] in LIVE for line in self.sandbox.books()["bookings"])


def each(story):
    def told(world):
        for adapter in DEARER:
            for language in LOCALE:
                story(world, SERVICES[adapter], language)
    told.__name__ = story.__name__
    return test(told)


def card_of(world, service, language, change=("", "")):
    check(change[0] in service.text, service.adapter)
    return service.card(world.server, service.text.replace(*change), locale=LOCALE[language])


def refused(world, service, language, change):
    """What is said to the confirmation of a card that has come to nothing since."""
    card, before = card_of(world, service, language, change), world.live()
    reply = confirm(world.server, card, card["action"]["action_id"])
    where = f"{service.adapter}, {language}: {reply}"
    if check(reply.status == 200 and reply.json["state"] == "failed", where):
        equal(world.live(), before, where)
        return reply.json["result"]["detail"]
    return ""


@each
def a_price_that_has_risen_is_said_and_not_paid(world, service, language):
    said = refused(world, service, language, DEARER[service.adapter])
    check(PRICE[language] in said.lower(), f"{service.adapter}, {language}: {said}")


@each
def what_is_gone_is_said_and_not_bought(world, service, language):
    said = refused(world, service, language, GONE[service.adapter])
    check(any(word in said.lower() for word in NOTHING[language]), f"{service.adapter}, {language}: {said}")


@test
def an_offer_that_has_run_out_buys_nothing(world):
    with World("--offer-seconds", str(OFFER_S)) as brief:
        cards = {adapter: card_of(brief, SERVICES[adapter], "en") for adapter in DEARER}
        time.sleep(OFFER_S + 1)
        for adapter, card in cards.items():
            reply = confirm(brief.server, card, card["action"]["action_id"])
            ended = reply.status == 410 or reply.json.get("state") == "failed"
            check(ended, f"{adapter}: {reply}")
            if reply.status == 410:
                check("expired" in reply.json["detail"], f"{adapter}: {reply}")
            else:
                check(reply.json["result"]["detail"], f"{adapter}: {reply}")
        equal(brief.live(), 0, "bookings")


use_scripted()
main(World())
