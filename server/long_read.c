#include "server/long_read.h"

/* What a talk costs to read, in bytes of plain words, and how much of it a loop may read itself: in either language a KiB of
 * usual chat takes most of a millisecond, and a KiB of nothing but numbers six times that (`./dev bench read`). */
enum { NUMBER_COSTS = 12, MESSAGE_COSTS = 16, SHORT_COSTS = 2048 };

static size_t numbers_of(struct dg_str text)
{
    size_t count = 0;
    bool before = false;
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        count += digit && !before;
        before = digit;
    }
    return count;
}

bool dg_talk_is_long(const struct dg_talk *talk)
{
    size_t costs = 0;
    for (size_t i = 0; i < talk->count && costs <= SHORT_COSTS; i++) {
        costs += MESSAGE_COSTS + talk->messages[i].text.len;
        if (costs <= SHORT_COSTS)
            costs += NUMBER_COSTS * numbers_of(talk->messages[i].text);
    }
    return costs > SHORT_COSTS;
}

static void refuse(struct dg_long_read *read, enum dg_status status)
{
    struct dg_problem why;
    dg_problem_set(&why, status, "", "%s",
            status == DG_TOO_MANY ? "as many long texts of yours wait to be read as may"
                                  : "too many long texts wait to be read");
    dg_metrics_add(read->lane->metrics, DG_METRIC_LONG_READS_REFUSED, 1);
    read->done(read->owner, status, &why);
}

static void succeed(struct dg_long_read *read)
{
    static const struct dg_problem none = { .status = DG_OK };
    read->done(read->owner, DG_OK, &none);
}

static void was_read(void *owner, enum dg_status status)
{
    struct dg_long_read *read = owner;
    dg_metrics_add(read->lane->metrics, DG_METRIC_LONG_READS, -1);
    if (status == DG_OK)
        succeed(read);
    else
        refuse(read, status);
}

static void on_thread(void *owner)
{
    const struct dg_long_read *read = owner;
    read->read(read->owner);
}

static void ask(struct dg_long_read *read, struct dg_str caller)
{
    read->job = (struct dg_read_job){ .read = on_thread, .done = was_read, .owner = read };
    enum dg_status status = dg_readers_ask(read->lane->readers, caller, &read->job);
    if (status == DG_OK)
        dg_metrics_add(read->lane->metrics, DG_METRIC_LONG_READS, 1);
    else
        refuse(read, status);
}

void dg_long_read(struct dg_lane *lane, const struct dg_talk *talk, struct dg_str caller, struct dg_long_read *read)
{
    read->lane = lane;
    if (lane->readers && dg_talk_is_long(talk)) {
        ask(read, caller);
        return;
    }
    read->read(read->owner);
    succeed(read);
}
