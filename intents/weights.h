/* Every number that decides confidence and order. Chosen by hand on annotated chats: the scores so that the order is right,
 * the calibration so that a confidence is the share of right intents; ./dev eval prints the table that checks it. */
#ifndef DG_WEIGHTS_H
#define DG_WEIGHTS_H

/* What a plan's first intent starts from: somebody put it forward and nothing more is known. */
#define DG_WEIGHT_PROPOSED 0.50
/* Somebody else said yes: the strongest sign that something will be done. */
#define DG_WEIGHT_ACCEPTED 0.20
/* Somebody is told to book or call, or it is booked already: nearly as strong, also without an answer. */
#define DG_WEIGHT_REQUESTED 0.15
/* A time and a place make it doable; each alone only half. */
#define DG_WEIGHT_TIME 0.08
#define DG_WEIGHT_PLACE 0.06
/* The activity was named, not only hinted at. */
#define DG_WEIGHT_NAMED 0.05
/* Each required slot that nobody filled. */
#define DG_WEIGHT_MISSING (-0.12)
/* Each step down the list of a plan's intents: the ride to the dinner is wanted less often than the table. */
#define DG_WEIGHT_STEP (-0.10)
/* Plans of the person who drags come before plans of others. */
#define DG_WEIGHT_MINE 0.05
/* A service asked for by name, or a parcel whose number is known. */
#define DG_WEIGHT_TASK 0.85
/* What is learned of a talk's aim (intents/aim.h) against what the rules say, in nats: that the rules find nothing, or
 * something where nothing is meant; that the aim is their first, that it is among the others. Chosen in cross-validation over the project's chats. */
#define DG_AIM_SILENT 1.0f
#define DG_AIM_FOUND (-0.7f)
#define DG_AIM_FIRST 3.0f
#define DG_AIM_LISTED 1.0f
/* An aim that no rule found must be at least so likely. */
#define DG_AIM_PLAIN 0.35f
/* No aim is less likely than this, whatever was learned. */
#define DG_AIM_LEAST 1e-4f
/* From a score to a confidence: how many are right even of the weakest, and what the score and the learned chance of the
 * plan's aim add; taken off is the chance that nothing is meant, above what it often is. Fitted on chats that neither the rules nor the model had
 * been made for. */
#define DG_CALIBRATED_BASE 0.70
#define DG_CALIBRATED_SCORE 0.18
#define DG_CALIBRATED_AIM 0.10
#define DG_CALIBRATED_NONE (-0.30)
#define DG_CALIBRATED_NONE_OFTEN 0.30
/* How sure the model of acts (intents/act_review.h) must be to overrule the words. Chosen by what became of the plans of
 * the tuning chats. */
#define DG_ACT_SURE 0.4f
/* Bounds: nothing is sure, and what is below the floor is not told. */
#define DG_WEIGHT_CEILING 0.98
#define DG_WEIGHT_FLOOR 0.30

/* The quickest way that can be hoped for, from door to door: what takes longer is said to be out of reach. A warning that is
 * wrong costs more trust than one that is missing, so the figures are those of an empty road and a direct train. */
#define DG_FAST_CAR_KMH 90.0
#define DG_FAST_TRAIN_KMH 250.0
#define DG_TRAIN_EXTRA_H 0.75
#define DG_AIR_KMH 800.0
#define DG_AIR_EXTRA_H 2.5

#endif
