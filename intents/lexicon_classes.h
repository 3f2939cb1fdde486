/* The classes a word of intents/data can have: what the first column after the word may say.
 * The compiler of the tables refuses any other. Meanings are documented at the head of each .tsv file. */
#ifndef DG_LEXICON_CLASSES_H
#define DG_LEXICON_CLASSES_H

/* One list a subject, so that two people can add to them at once. */

/* data/any/chatlog.tsv, data/any/code.tsv */
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
    X(CODE_CARRIER, "code.carrier") \
    X(CODE_AIRLINE, "code.airline") \
    X(CODE_CUE, "code.cue")

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
    X(ADDRESS_PART, "address.part")

/* data/<lang>/person.tsv, data/<lang>/topic.tsv */
#define DG_TOPIC_CLASSES(X) \
    X(PERSON_SURNAME, "person.surname") \
    X(PERSON_GIVEN, "person.given") \
    X(PERSON_TITLE, "person.title") \
    X(PERSON_KIN, "person.kin") \
    X(PERSON_CUE, "person.cue") \
    X(TOPIC_CUISINE, "topic.cuisine") \
    X(TOPIC_RIDE, "topic.ride") \
    X(TOPIC_SEAT, "topic.seat") \
    X(TOPIC_MODE, "topic.mode") \
    X(TOPIC_WATCH, "topic.watch") \
    X(TOPIC_SHOW, "topic.show")

#define DG_LEXICON_CLASSES(X) \
    X(NUMBER_DIGIT, "number.digit") \
    DG_CHAT_CLASSES(X) \
    DG_WORD_CLASSES(X) \
    DG_PLACE_CLASSES(X) \
    DG_TOPIC_CLASSES(X)

#endif
