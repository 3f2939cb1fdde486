#include "adapters/geo.h"
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>

static bool near(struct dg_point a, struct dg_point b, double degrees)
{
    return fabs(a.lat - b.lat) < degrees && fabs(a.lon - b.lon) < degrees;
}

/* Points that several public implementations of the reconstruction give to all these digits. */
static void the_shift_is_the_public_one(void)
{
    static const struct {
        struct dg_point wgs84, gcj02;
    } cases[] = {
        { { 31.1774276, 121.5272106 }, { 31.17530398364597, 121.531541859215 } },
        { { 22.543847, 113.912316 }, { 22.540796131694766, 113.9171764808363 } },
        { { 39.911954, 116.377817 }, { 39.91334545536069, 116.38404722455657 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_point got = dg_geo_gcj02(cases[i].wgs84);
        DG_CHECK(near(got, cases[i].gcj02, 1e-9), "GCJ-02 of case %zu: %.12f,%.12f", i, got.lat, got.lon);
    }
}

/* The pair that is found in the documentation of several converters. */
static void baidus_shift_stands_on_top(void)
{
    struct dg_point gcj02 = { 39.915, 116.404 }, bd09 = { 39.92133699351021, 116.41036949371029 };
    struct dg_point wgs84 = dg_geo_gcj02_to_wgs84(gcj02), got = dg_geo_bd09(wgs84);
    DG_CHECK(near(got, bd09, 1e-8), "BD-09: %.12f,%.12f", got.lat, got.lon);
    got = dg_geo_bd09_to_wgs84(bd09);
    DG_CHECK(near(got, wgs84, 1e-8), "and back: %.12f,%.12f", got.lat, got.lon);
}

/* On a plane that touches the earth at `a`. */
static double metres(struct dg_point a, struct dg_point b)
{
    const double m_per_degree = 111195.0, radians_per_degree = 3.14159265358979323846 / 180.0;
    double east = (b.lon - a.lon) * m_per_degree * cos(a.lat * radians_per_degree);
    return hypot((b.lat - a.lat) * m_per_degree, east);
}

/* How far a link would be off that left a point as it is. The metres were computed apart from this program. */
static void the_shift_is_as_long_as_is_said(void)
{
    static const struct {
        const char *city;
        struct dg_point at;
        double metres;
    } cases[] = {
        { "Beijing", { 39.9042, 116.4074 }, 554.9 },
        { "Shanghai", { 31.2304, 121.4737 }, 481.2 },
        { "Urumqi", { 43.83, 87.62 }, 265.3 },
        { "Lhasa", { 29.65, 91.14 }, 338.1 },
        { "Sanya", { 18.25, 109.5 }, 472.8 },
        { "Harbin", { 45.8, 126.5 }, 532.5 },
        { "Chengdu", { 30.57, 104.07 }, 363.4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double got = metres(cases[i].at, dg_geo_gcj02(cases[i].at));
        DG_CHECK(fabs(got - cases[i].metres) < 0.1, "%s: %.2f m", cases[i].city, got);
    }
}

static void the_shift_is_nowhere_longer(void)
{
    double longest = 0;
    for (double lat = 18.2; lat < 53.5; lat += 0.19) {
        for (double lon = 73.6; lon < 135.0; lon += 0.17) {
            struct dg_point p = { lat, lon };
            if (!dg_geo_mainland(p))
                continue;
            double shifted = metres(p, dg_geo_gcj02(p)), on_top = metres(dg_geo_gcj02(p), dg_geo_bd09(p));
            longest = fmax(longest, shifted);
            DG_CHECK(shifted < 710.0, "GCJ-02 at %.2f,%.2f: %.1f m", lat, lon, shifted);
            DG_CHECK(on_top > 600.0 && on_top < 1300.0, "BD-09 at %.2f,%.2f: %.1f m", lat, lon, on_top);
        }
    }
    DG_CHECK(longest > 600.0, "the longest has %.1f m", longest);
}

/* Inside only: a shifted point that falls just beyond the border could come from either side. */
static void the_way_back_is_better_than_a_micro_degree(void)
{
    int points = 0;
    for (double lat = 18.5; lat < 53.0; lat += 0.73) {
        for (double lon = 74.5; lon < 134.0; lon += 0.91) {
            struct dg_point p = { lat, lon };
            if (!dg_geo_mainland(p))
                continue;
            struct dg_point gcj = dg_geo_gcj02_to_wgs84(dg_geo_gcj02(p)), bd = dg_geo_bd09_to_wgs84(dg_geo_bd09(p));
            DG_CHECK(near(gcj, p, 1e-6), "GCJ-02 at %.2f,%.2f: %.9f,%.9f", lat, lon, gcj.lat, gcj.lon);
            DG_CHECK(near(bd, p, 1e-6), "BD-09 at %.2f,%.2f: %.9f,%.9f", lat, lon, bd.lat, bd.lon);
            points++;
        }
    }
    DG_CHECK(points > 1000, "%d points", points);
}

static void a_border_is_not_a_box(void)
{
    static const struct {
        const char *name;
        double lat, lon;
        bool mainland;
    } cases[] = {
        { "Beijing", 39.9042, 116.4074, true },
        { "Shanghai", 31.2304, 121.4737, true },
        { "Pudong airport", 31.1443, 121.8083, true },
        { "Zhoushan", 29.985, 122.2072, true },
        { "Dalian", 38.914, 121.6147, true },
        { "Weihai", 37.5131, 122.1205, true },
        { "Xiamen", 24.4798, 118.0894, true },
        { "Pingtan", 25.5037, 119.7906, true },
        { "Sanya", 18.2528, 109.5119, true },
        { "Haikou", 20.044, 110.1999, true },
        { "Shenzhen, Luohu", 22.5405, 114.12, true },
        { "Shenzhen, Futian", 22.535, 114.055, true },
        { "Shenzhen, Shekou", 22.485, 113.915, true },
        { "Shenzhen, Yantian", 22.58, 114.24, true },
        { "Zhuhai, Gongbei", 22.2215, 113.549, true },
        { "Zhuhai, Hengqin", 22.13, 113.53, true },
        { "Dongxing", 21.5475, 107.972, true },
        { "Hekou", 22.529, 103.961, true },
        { "Ruili", 24.0128, 97.8516, true },
        { "Lhasa", 29.652, 91.1721, true },
        { "Yadong", 27.485, 88.907, true },
        { "Kashgar", 39.4704, 75.9898, true },
        { "Tashkurgan", 37.7725, 75.2297, true },
        { "Yining", 43.9168, 81.3241, true },
        { "Tacheng", 46.7456, 82.9858, true },
        { "Altay", 47.8449, 88.1413, true },
        { "Erenhot", 43.65, 111.98, true },
        { "Manzhouli", 49.598, 117.378, true },
        { "Mohe", 52.972, 122.538, true },
        { "Heihe", 50.2453, 127.4886, true },
        { "Fuyuan", 48.3614, 134.2997, true },
        { "Suifenhe", 44.412, 131.1525, true },
        { "Hunchun", 42.8625, 130.366, true },
        { "Tumen", 42.9682, 129.8434, true },
        { "Ji'an", 41.1253, 126.194, true },
        { "Dandong", 40.129, 124.385, true },
        { "Hong Kong, Central", 22.2819, 114.1582, false },
        { "Hong Kong, Sheung Shui", 22.5012, 114.128, false },
        { "Hong Kong airport", 22.308, 113.9185, false },
        { "Hong Kong, Sai Kung", 22.3814, 114.2705, false },
        { "Macau, Senado Square", 22.1937, 113.5399, false },
        { "Macau, Cotai", 22.1456, 113.5608, false },
        { "Taipei", 25.033, 121.5654, false },
        { "Kaohsiung", 22.6273, 120.3014, false },
        { "Penghu", 23.5711, 119.5793, false },
        { "Kinmen", 24.4321, 118.3171, false },
        { "Matsu, Nangan", 26.1517, 119.9364, false },
        { "Hanoi", 21.0278, 105.8342, false },
        { "Lao Cai", 22.4809, 103.9755, false },
        { "Mong Cai", 21.5248, 107.9664, false },
        { "Luang Prabang", 19.8834, 102.1347, false },
        { "Muse", 23.98, 97.9, false },
        { "Myitkyina", 25.3833, 97.4, false },
        { "Thimphu", 27.4728, 89.639, false },
        { "Kathmandu", 27.7172, 85.324, false },
        { "Leh", 34.1526, 77.5771, false },
        { "Almaty", 43.222, 76.8512, false },
        { "Bishkek", 42.8746, 74.5698, false },
        { "Ulaanbaatar", 47.8864, 106.9057, false },
        { "Zamyn-Uud", 43.735, 111.9, false },
        { "Zabaykalsk", 49.65, 117.327, false },
        { "Blagoveshchensk", 50.2907, 127.5272, false },
        { "Khabarovsk", 48.4802, 135.0719, false },
        { "Vladivostok", 43.1155, 131.8855, false },
        { "Sinuiju", 40.09, 124.41, false },
        { "Pyongyang", 39.0392, 125.7625, false },
        { "Seoul", 37.5665, 126.978, false },
        { "Fukuoka", 33.5904, 130.4017, false },
        { "London", 51.5074, -0.1278, false },
        { "New York", 40.7128, -74.006, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK_INT(
                dg_geo_mainland((struct dg_point){ cases[i].lat, cases[i].lon }), cases[i].mainland, cases[i].name);
}

static void outside_nothing_moves(void)
{
    static const struct dg_point points[] = { { 22.2819, 114.1582 }, { 25.033, 121.5654 }, { 51.5074, -0.1278 } };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        DG_CHECK(near(dg_geo_gcj02(points[i]), points[i], 1e-12), "GCJ-02 of point %zu", i);
        DG_CHECK(near(dg_geo_bd09(points[i]), points[i], 1e-12), "BD-09 of point %zu", i);
        DG_CHECK(near(dg_geo_gcj02_to_wgs84(points[i]), points[i], 1e-12), "back from GCJ-02 of point %zu", i);
    }
}

int main(void)
{
    dg_run("the shift is the public one", the_shift_is_the_public_one);
    dg_run("Baidu's shift stands on top", baidus_shift_stands_on_top);
    dg_run("the shift is as long as is said", the_shift_is_as_long_as_is_said);
    dg_run("the shift is nowhere longer", the_shift_is_nowhere_longer);
    dg_run("the way back is better than a micro-degree", the_way_back_is_better_than_a_micro_degree);
    dg_run("a border is not a box", a_border_is_not_a_box);
    dg_run("outside nothing moves", outside_nothing_moves);
    return dg_done();
}
