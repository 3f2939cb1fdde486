#include "intents/reach.h"

#include <math.h>

/* The road is longer than the crow's way by this factor (the usual "detour index" of cities lies between 1.2 and 1.5). */
#define ROAD 1.35
#define EARTH_KM 6371.0
#define DEGREE (3.14159265358979323846 / 180)

enum { TOWN_KM = 30, TOWN_KMH = 25, ROAD_KMH = 70, WAIT_MIN = 5, ROUND_MIN = 5, HOUR_MIN = 60 };

double dg_reach_km(struct dg_point a, struct dg_point b)
{
    double dlat = (b.lat - a.lat) * DEGREE, dlon = (b.lon - a.lon) * DEGREE;
    double h =
            sin(dlat / 2) * sin(dlat / 2) + cos(a.lat * DEGREE) * cos(b.lat * DEGREE) * sin(dlon / 2) * sin(dlon / 2);
    return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

int dg_reach_ride_min(struct dg_point a, struct dg_point b)
{
    double km = dg_reach_km(a, b) * ROAD, town = km < TOWN_KM ? km : TOWN_KM;
    double minutes = town / TOWN_KMH * HOUR_MIN + (km - town) / ROAD_KMH * HOUR_MIN + WAIT_MIN;
    return (int)ceil(minutes / ROUND_MIN) * ROUND_MIN;
}
