/* The classes a word of intents/data can have: what the first column after the word may say.
 * The compiler of the tables refuses any other. Meanings are documented at the head of each .tsv file. */
#ifndef DG_LEXICON_CLASSES_H
#define DG_LEXICON_CLASSES_H

#define DG_LEXICON_CLASSES(X) X(NUMBER_DIGIT, "number.digit")

#endif
