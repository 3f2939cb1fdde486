#include "adapters/geo.h"

#include <math.h>

/* Krasovsky 1940, the ellipsoid that the reconstruction of GCJ-02 is built on. */
#define AXIS_M 6378245.0
#define ECCENTRICITY2 0.00669342162296594323
#define PI 3.14159265358979323846

enum { ROUNDS = 12 }; /* the shift is a contraction: each round gains more than two digits */

static double radians(double degrees)
{
    return degrees * PI / 180.0;
}

/* Four waves along one axis; the longest two differ in height between the axes. */
static double waves(double at, double high, double highest)
{
    double quick = 20.0 * sin(at * PI) + 40.0 * sin(at / 3.0 * PI);
    double slow = high * sin(at / 12.0 * PI) + highest * sin(at / 30.0 * PI);
    return (quick + slow) * 2.0 / 3.0;
}

static double ripple(double x)
{
    return (20.0 * sin(6.0 * x * PI) + 20.0 * sin(2.0 * x * PI)) * 2.0 / 3.0;
}

static double north_m(double x, double y)
{
    double plane = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x));
    return plane + ripple(x) + waves(y, 160.0, 320.0);
}

static double east_m(double x, double y)
{
    double plane = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x));
    return plane + ripple(x) + waves(x, 150.0, 300.0);
}

static struct dg_point shift(struct dg_point p)
{
    double x = p.lon - 105.0, y = p.lat - 35.0;
    double s = sin(radians(p.lat));
    double w = 1.0 - ECCENTRICITY2 * s * s;
    double meridian_m = AXIS_M * (1.0 - ECCENTRICITY2) / (w * sqrt(w));
    double parallel_m = AXIS_M / sqrt(w) * cos(radians(p.lat));
    return (struct dg_point){ p.lat + north_m(x, y) / radians(meridian_m), p.lon + east_m(x, y) / radians(parallel_m) };
}

/* The point whose `forward` image is `image`. */
static struct dg_point invert(struct dg_point (*forward)(struct dg_point), struct dg_point image)
{
    struct dg_point guess = image;
    for (int i = 0; i < ROUNDS; i++) {
        struct dg_point back = forward(guess);
        guess.lat += image.lat - back.lat;
        guess.lon += image.lon - back.lon;
    }
    return guess;
}

/* Baidu's turn and stretch of a GCJ-02 point. */
static struct dg_point baidu(struct dg_point p)
{
    const double turn = PI * 3000.0 / 180.0;
    double far = hypot(p.lon, p.lat) + 0.00002 * sin(p.lat * turn);
    double angle = atan2(p.lat, p.lon) + 0.000003 * cos(p.lon * turn);
    return (struct dg_point){ far * sin(angle) + 0.006, far * cos(angle) + 0.0065 };
}

struct dg_point dg_geo_gcj02(struct dg_point wgs84)
{
    return dg_geo_mainland(wgs84) ? shift(wgs84) : wgs84;
}

struct dg_point dg_geo_gcj02_to_wgs84(struct dg_point gcj02)
{
    struct dg_point wgs84 = invert(shift, gcj02);
    return dg_geo_mainland(wgs84) ? wgs84 : gcj02;
}

struct dg_point dg_geo_bd09(struct dg_point wgs84)
{
    return dg_geo_mainland(wgs84) ? baidu(shift(wgs84)) : wgs84;
}

struct dg_point dg_geo_bd09_to_wgs84(struct dg_point bd09)
{
    struct dg_point wgs84 = invert(shift, invert(baidu, bd09));
    return dg_geo_mainland(wgs84) ? wgs84 : bd09;
}
