#include "intents/activity.h"

static const struct dg_activity activities[] = {
    { NULL, DG_FAMILY_NONE, -1, "Meet", "见面" },
    { "trip", DG_FAMILY_TRIP, -1, "Trip", "出行" },
    { "meal", DG_FAMILY_MEAL, 19, "Meal", "聚餐" },
    { "dinner", DG_FAMILY_MEAL, 19, "Dinner", "晚饭" },
    { "lunch", DG_FAMILY_MEAL, 12, "Lunch", "午饭" },
    { "brunch", DG_FAMILY_MEAL, 11, "Brunch", "早午餐" },
    { "breakfast", DG_FAMILY_MEAL, 8, "Breakfast", "早饭" },
    { "coffee", DG_FAMILY_CAFE, 13, "Coffee", "喝咖啡" },
    { "drinks", DG_FAMILY_CAFE, 20, "Drinks", "喝酒" },
    { "movie", DG_FAMILY_SHOW, 19, "Film", "看电影" },
    { "concert", DG_FAMILY_SHOW, 19, "Concert", "演出" },
    { "show", DG_FAMILY_SHOW, 19, "Show", "演出" },
    { "match", DG_FAMILY_SHOW, 19, "Match", "看比赛" },
    { "karaoke", DG_FAMILY_MEET, 19, "Karaoke", "唱歌" },
    { "game", DG_FAMILY_MEET, 15, "Games", "游戏" },
    { "sport", DG_FAMILY_MEET, 15, "Sport", "运动" },
    { "outing", DG_FAMILY_MEET, 9, "Outing", "户外" },
    { "shopping", DG_FAMILY_MEET, 14, "Shopping", "逛街" },
    { "meeting", DG_FAMILY_MEET, 13, "Meeting", "会议" },
    { "appointment", DG_FAMILY_MEET, 13, "Appointment", "预约" },
    { "interview", DG_FAMILY_MEET, 13, "Interview", "面试" },
    { "party", DG_FAMILY_MEET, 19, "Party", "聚会" },
    { "class", DG_FAMILY_MEET, 13, "Class", "上课" },
    { "reminder", DG_FAMILY_MEET, -1, "Reminder", "提醒" },
    { "hotel", DG_FAMILY_STAY, -1, "Hotel", "住宿" },
    { "flight", DG_FAMILY_FLIGHT, -1, "Flight", "航班" },
    { "train", DG_FAMILY_TRAIN, -1, "Train", "火车" },
    { "bus", DG_FAMILY_BUS, -1, "Coach", "大巴" },
    { "ride", DG_FAMILY_RIDE, -1, "Ride", "打车" },
    { "drive", DG_FAMILY_ROUTE, -1, "Drive", "出行" },
};

enum { ACTIVITY_COUNT = sizeof activities / sizeof activities[0] };

const struct dg_activity *dg_activity_none(void)
{
    return &activities[0];
}

const struct dg_activity *dg_activity_find(struct dg_str name)
{
    for (size_t i = 1; i < ACTIVITY_COUNT; i++) {
        if (dg_str_is(name, activities[i].name))
            return &activities[i];
    }
    return dg_activity_none();
}

bool dg_activity_is_journey(enum dg_family f)
{
    return f == DG_FAMILY_FLIGHT || f == DG_FAMILY_TRAIN || f == DG_FAMILY_BUS;
}

bool dg_activity_is_arranged(const struct dg_activity *activity)
{
    return activity->family == DG_FAMILY_NONE || activity->typical_hour >= 0;
}
