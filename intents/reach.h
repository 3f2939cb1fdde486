/* How long it takes to get somewhere: rough figures from the distance alone, for warnings and for the ride to a plan.
 * Points are WGS-84 degrees. Pure; any thread. */
#ifndef DG_REACH_H
#define DG_REACH_H

struct dg_point {
    double lat, lon;
};

/* Kilometres over the ground, as the crow flies. */
double dg_reach_km(struct dg_point a, struct dg_point b);
/* Minutes that a car takes from door to door, waiting included, rounded up to five. */
int dg_reach_ride_min(struct dg_point a, struct dg_point b);

#endif
