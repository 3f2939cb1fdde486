#include "intents/decline.h"

/* What a bare "no" turns down: what was put forward last by somebody else. */
static enum dg_field last_said(const struct dg_tracker *t, const struct dg_topic *topic)
{
    static const enum dg_field fields[] = { DG_F_TIME, DG_F_VENUE, DG_F_TITLE, DG_F_AREA };
    enum dg_field found = DG_F_COUNT;
    int32_t newest = DG_NO_STANCE;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        int32_t at = topic->newest[fields[i]];
        if (at > newest && t->topics->stances[at].speaker != t->turn.speaker &&
                t->topics->stances[at].message + 1 >= t->turn.message) {
            newest = at;
            found = fields[i];
        }
    }
    return found;
}

static enum dg_field meant_by(
        const struct dg_tracker *t, const struct dg_topic *topic, enum dg_about about, enum dg_field last)
{
    if (about == DG_ABOUT_TIME)
        return DG_F_TIME;
    if (about == DG_ABOUT_PLACE || about == DG_ABOUT_PRICE)
        return dg_topic_current(t->topics, topic, DG_F_VENUE) ? DG_F_VENUE : DG_F_AREA;
    return last;
}

/* Among two, "no" to what the other has just put forward leaves nothing to act on. */
static bool leaves_nothing(
        const struct dg_tracker *t, const struct dg_topic *topic, const struct dg_clause *c, enum dg_field last)
{
    bool settled = topic->accepted || topic->requested || topic->booked || topic->moved;
    bool of_all = c->reject_about == DG_ABOUT_ANY || c->reject_about == DG_ABOUT_ACTIVITY;
    return of_all && !settled && !c->question && t->heard->speaker_count == 2 && last != DG_F_COUNT;
}

void dg_decline(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    enum dg_field last = last_said(t, topic), field = meant_by(t, topic, c->reject_about, last);
    int32_t newest = field == DG_F_COUNT ? DG_NO_STANCE : topic->newest[field];
    if (leaves_nothing(t, topic, c, last))
        topic->declined_by = dg_agree_bit(t->turn.speaker);
    if (newest == DG_NO_STANCE || topic->stood || !(c->signals & DG_SIGNAL(REJECT)))
        return; /* "is the 3pm still on? – no": it is off, but it was to be at 3 */
    if (t->topics->stances[newest].message == t->turn.message) /* 去音乐厅吧 演出换地方了 */
        return;
    bool unsaid = c->reject_about == DG_ABOUT_ANY && t->topics->stances[newest].status != DG_REJECTED;
    dg_topic_reject(t->topics, topic, field, NULL, t->turn.message);
    topic->refused = unsaid && t->topics->stances[newest].status == DG_REJECTED ? newest : DG_NO_STANCE;
}

static bool names(const struct dg_clause *c, enum dg_field field)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        enum dg_mention_type type = c->mentions[i].type;
        if (field == DG_F_TIME ? type == DG_M_TIME : type == DG_M_PLACE || type == DG_M_TITLE)
            return true;
    }
    return false;
}

void dg_decline_revise(struct dg_tracker *t, struct dg_topic *topic, const struct dg_clause *c)
{
    struct dg_stance *refused = topic->refused == DG_NO_STANCE ? NULL : &t->topics->stances[topic->refused];
    bool yes = c->act == DG_ACT_ACCEPT && (topic->declined_by & dg_agree_bit(t->turn.speaker));
    bool another = names(c, DG_F_TIME) || names(c, DG_F_VENUE);
    if (!yes && !another)
        return;
    topic->declined_by = 0;
    topic->refused = DG_NO_STANCE;
    if (!refused || refused->status != DG_REJECTED || names(c, refused->field) ||
            dg_topic_current(t->topics, topic, refused->field))
        return;
    refused->status = DG_PROPOSED;
    refused->by_message = -1;
}
