/* The classes a word of intents/data can have: what the first column after the word may say.
 * The compiler of the tables refuses any other. Meanings are documented at the head of each .tsv file. */
#ifndef DG_LEXICON_CLASSES_H
#define DG_LEXICON_CLASSES_H

/* One list a subject, so that two people can add to them at once. */

/* data/any/chatlog.tsv, data/any/contact.tsv, data/any/domain.tsv, data/any/code.tsv */
#define DG_CHAT_CLASSES(X) \
    X(CHAT_DAY, "chat.day") \
    X(CHAT_WEEKDAY, "chat.weekday") \
    X(CHAT_MONTH, "chat.month") \
    X(CHAT_HALF, "chat.half") \
    X(CHAT_FILLER, "chat.filler") \
    X(CHAT_SYSTEM, "chat.system") \
    X(CHAT_MEDIA, "chat.media") \
    X(CHAT_NOISE, "chat.noise") \
    X(CHAT_KEY, "chat.key") \
    X(CHAT_WROTE, "chat.wrote") \
    X(CHAT_MAIL, "chat.mail") \
    X(CHAT_SIGNOFF, "chat.signoff") \
    X(CHAT_SIGNATURE, "chat.signature") \
    X(CHAT_HEADING, "chat.heading") \
    X(CHAT_EDITED, "chat.edited") \
    X(CHAT_REPLY, "chat.reply") \
    X(CONTACT_DOMAIN, "contact.domain") \
    X(CONTACT_MEETING, "contact.meeting") \
    X(CONTACT_EXTENSION, "contact.extension") \
    X(DOMAIN_KNOWN, "domain.known") \
    X(CODE_CARRIER, "code.carrier") \
    X(CODE_CARRIER_NAME, "code.carrier_name") \
    X(CODE_POST, "code.post") \
    X(CODE_AIRLINE, "code.airline") \
    X(CODE_TAIL, "code.tail") \
    X(CODE_CUE, "code.cue") \
    X(CODE_LAST, "code.last")

/* data/<lang>/word.tsv: ordinary words, which open names do not consist of */
#define DG_WORD_CLASSES(X) \
    X(WORD_FUNCTION, "word.function") \
    X(WORD_PARTICLE, "word.particle") \
    X(WORD_COMMON, "word.common")

/* data/<lang>/place.tsv, data/any/{city,airport,station,area,brand}.tsv */
#define DG_PLACE_CLASSES(X) \
    X(PLACE_CITY, "place.city") \
    X(PLACE_AIRPORT, "place.airport") \
    X(PLACE_STATION, "place.station") \
    X(PLACE_AREA, "place.area") \
    X(PLACE_BRAND, "place.brand") \
    X(PLACE_NOUN, "place.noun") \
    X(PLACE_OWN, "place.own") \
    X(PLACE_CUE, "place.cue") \
    X(PLACE_LINK, "place.link") \
    X(PLACE_TAIL, "place.tail") \
    X(PLACE_AFTER, "place.after") \
    X(PLACE_DRIVEN, "place.driven") \
    X(ADDRESS_PART, "address.part")

/* data/<lang>/person.tsv, data/<lang>/topic.tsv */
#define DG_TOPIC_CLASSES(X) \
    X(PERSON_SURNAME, "person.surname") \
    X(PERSON_GIVEN, "person.given") \
    X(PERSON_TITLE, "person.title") \
    X(PERSON_KIN, "person.kin") \
    X(PERSON_PREFIX, "person.prefix") \
    X(PERSON_EVERYONE, "person.everyone") \
    X(PERSON_CUE, "person.cue") \
    X(TOPIC_CUISINE, "topic.cuisine") \
    X(TOPIC_RIDE, "topic.ride") \
    X(TOPIC_SEAT, "topic.seat") \
    X(TOPIC_MODE, "topic.mode") \
    X(TOPIC_WATCH, "topic.watch")

/* The words of the time grammar; their order is that of its terminal symbols (intents/time_symbols.h). */
#define DG_LEXICON_TIME_CLASSES(X) \
    X(UNIT, "time.unit") \
    X(MONTH, "time.month") \
    X(WEEKDAY, "time.weekday") \
    X(WEEKDAYS, "time.weekdays") \
    X(DAY, "time.day") \
    X(DAYPART, "time.daypart") \
    X(PART, "time.part") \
    X(REL, "time.rel") \
    X(EDGE, "time.edge") \
    X(LATE, "time.late") \
    X(SEASON, "time.season") \
    X(QUARTERS, "time.quarters") \
    X(HALFYEAR, "time.halfyear") \
    X(NOW, "time.now") \
    X(VAGUE, "time.vague") \
    X(HOLIDAY, "time.holiday") \
    X(LUNAR, "time.lunar") \
    X(LMONTH, "time.lmonth") \
    X(LDAY, "time.lday") \
    X(LEAP, "time.leap") \
    X(AMPM, "time.ampm") \
    X(OCLOCK, "time.oclock") \
    X(CLOCKWORD, "time.clock") \
    X(DIAN, "time.dian") \
    X(FEN, "time.fen") \
    X(MIAO, "time.miao") \
    X(KE, "time.ke") \
    X(ZHENG, "time.zheng") \
    X(QUARTER, "time.quarter") \
    X(HALF, "time.half") \
    X(PAST, "time.past") \
    X(TILL, "time.till") \
    X(HAO, "time.hao") \
    X(YUE, "time.yue") \
    X(NIAN, "time.nian") \
    X(GE, "time.ge") \
    X(DI, "time.di") \
    X(IN, "time.in") \
    X(ON, "time.on") \
    X(AT, "time.at") \
    X(OF, "time.of") \
    X(FOR, "time.for") \
    X(FROM, "time.from") \
    X(TO, "time.to") \
    X(BETWEEN, "time.between") \
    X(AND, "time.and") \
    X(BEFORE, "time.before") \
    X(AFTER, "time.after") \
    X(SINCE, "time.since") \
    X(BY, "time.by") \
    X(ORSO, "time.orso") \
    X(AGO, "time.ago") \
    X(HENCE, "time.hence") \
    X(EVERY, "time.every") \
    X(FREQUENCY, "time.frequency") \
    X(ONCE, "time.once") \
    X(THE, "time.the") \
    X(AN, "time.a") \
    X(COMMA, "time.comma") \
    X(AROUND, "time.around") \
    X(ZONE, "time.zone") \
    X(COLON, "time.colon") \
    X(SLASH, "time.slash") \
    X(DOT, "time.dot") \
    X(DASH, "time.dash") \
    X(WITHIN, "time.within") \
    X(ALL, "time.all") \
    X(DECADE, "time.decade") \
    X(QUANTITY, "time.quantity") \
    X(YEARWORD, "time.yearword") \
    X(NEAREST, "time.nearest") \
    X(AFTERNEXT, "time.afternext") \
    X(LEFT, "time.left") \
    X(BESIDE, "time.beside") \
    X(DURING, "time.during") \
    X(PAIR, "time.pair") \
    X(ZI, "time.zi") \
    X(STREET, "time.street") \
    X(HOUSE, "time.house") \
    X(NOT, "time.not") \
    X(BLOCK, "time.block") \
    X(END, "time.end") \
    X(PARTS, "time.parts") \
    X(WEEKOF, "time.weekof") \
    X(ERA, "time.era") \
    X(OR, "time.or") \
    X(ANY, "time.any") \
    X(PLUS, "time.plus") \
    X(CLOSES, "time.closes") \
    X(MOVE, "time.move") \
    X(SELF, "time.self") \
    X(EXCEPT, "time.except")

#define DG_NUMBER_CLASSES(X) \
    X(NUMBER_DIGIT, "number.digit") \
    X(NUMBER_TENS, "number.tens") \
    X(NUMBER_SCALE, "number.scale") \
    X(NUMBER_UNIT, "number.unit") \
    X(NUMBER_ORDINAL, "number.ordinal") \
    X(NUMBER_AND, "number.and") \
    X(NUMBER_VAGUE, "number.vague") \
    X(NUMBER_POINT, "number.point") \
    X(NUMBER_PAIR, "number.pair") \
    X(NUMBER_MINUS, "number.minus") \
    X(NUMBER_PART, "number.part") \
    X(NUMBER_SUFFIX, "number.suffix") \
    X(NUMBER_OF, "number.of") \
    X(NUMBER_MIXED, "number.mixed") \
    X(NUMBER_OVER, "number.over") \
    X(NUMBER_PERCENT, "number.percent") \
    X(NUMBER_PERCENT_OF, "number.percentof") \
    X(NUMBER_TENTH, "number.tenth") \
    X(NUMBER_SHARE, "number.share") \
    X(NUMBER_NONE, "number.none")

/* data/<lang>/count.tsv, data/<lang>/money.tsv */
#define DG_COUNT_CLASSES(X) \
    X(COUNT_UNIT, "count.unit") \
    X(COUNT_WHOLE, "count.whole") \
    X(COUNT_LEAD, "count.lead") \
    X(COUNT_JOIN, "count.join") \
    X(COUNT_MEASURE, "count.measure") \
    X(COUNT_MORE, "count.more") \
    X(COUNT_SELF, "count.self") \
    X(COUNT_LISTED, "count.listed") \
    X(MONEY_UNIT, "money.unit") \
    X(MONEY_SIGN, "money.sign") \
    X(MONEY_PART, "money.part") \
    X(MONEY_HOME, "money.home") \
    X(MONEY_PER, "money.per")

/* data/<lang>/{act,activity,task}.tsv: what an utterance does, and what is done together */
#define DG_ACT_CLASSES(X) \
    X(ACT_ACCEPT, "act.accept") \
    X(ACT_REJECT, "act.reject") \
    X(ACT_PROPOSE, "act.propose") \
    X(ACT_ASK, "act.ask") \
    X(ACT_BUSY, "act.busy") \
    X(ACT_CHANGE, "act.change") \
    X(ACT_CANCEL, "act.cancel") \
    X(ACT_SETTLE, "act.settle") \
    X(ACT_PAST, "act.past") \
    X(ACT_IF, "act.if") \
    X(ACT_JOKE, "act.joke") \
    X(ACT_NOT, "act.not") \
    X(ACT_REQUEST, "act.request") \
    X(ACT_BOOKED, "act.booked") \
    X(ACT_BACK, "act.back") \
    X(ACT_IN, "act.in") \
    X(ACT_OUT, "act.out") \
    X(ACT_SAME, "act.same") \
    X(ACT_LIMIT, "act.limit") \
    X(ACT_PARTY, "act.party") \
    X(ACT_VIA, "act.via") \
    X(ACT_FIRST, "act.first") \
    X(ACT_POLITE, "act.polite") \
    X(ACT_ASIDE, "act.aside") \
    X(ACT_EXCEPT, "act.except") \
    X(ACT_JOIN, "act.join") \
    X(ACT_LEAVE, "act.leave") \
    X(ACT_SELF, "act.self") \
    X(ACT_CUT, "act.cut") \
    X(ACT_STOP, "act.stop") \
    X(ACT_AFTER, "act.after") \
    X(ACT_ALONE, "act.alone") \
    X(ACT_BUY, "act.buy") \
    X(ACT_SHIFT, "act.shift") \
    X(REMIND_WORD, "remind.word") \
    X(REMIND_AHEAD, "remind.ahead") \
    X(ACT_COME, "act.come") \
    X(TITLE_LEAD, "title.lead") \
    X(ACT_BESIDE, "act.beside") \
    X(ACT_HERE, "act.here") \
    X(ACT_AIM, "act.aim") \
    X(ACT_REPLY, "act.reply") \
    X(ACT_ARRIVE, "act.arrive") \
    X(TASK_LANGUAGE, "task.language") \
    X(TASK_STYLE, "task.style") \
    X(ACTIVITY, "activity") \
    X(TASK, "task")

#define DG_LEXICON_CLASSES(X) \
    DG_LEXICON_TIME_CLASSES(X) \
    DG_NUMBER_CLASSES(X) \
    DG_COUNT_CLASSES(X) \
    DG_ACT_CLASSES(X) \
    DG_CHAT_CLASSES(X) \
    DG_WORD_CLASSES(X) \
    DG_PLACE_CLASSES(X) \
    DG_TOPIC_CLASSES(X)

#endif
