/* The three ways to write a coordinate in China, and where they apply.
 * WGS-84 is what GPS and this program use; GCJ-02 is what maps of mainland China must show (Amap, Tencent); BD-09 is
 * Baidu's own shift on top of it. GCJ-02 has no published definition: the formula here is the public reconstruction, which
 * is reported to agree with the vendors' own converters within a few metres, while the shift itself is up to 710 m
 * (480 m in Shanghai, 550 m in Beijing).
 * Inverses are iterated until they agree with the forward formula to less than 1e-6 degrees (0.1 m).
 * Outside mainland China nothing is shifted: both directions give the point back. Degrees. Pure; any thread. */
#ifndef DG_GEO_H
#define DG_GEO_H

#include <stdbool.h>

struct dg_point {
    double lat, lon;
};

/* Whether the point lies in mainland China, as far as a coarse outline tells (about 20 km along land borders, 500 m around
 * Hong Kong and Macau; both and Taiwan are outside). */
bool dg_geo_mainland(struct dg_point wgs84);

struct dg_point dg_geo_gcj02(struct dg_point wgs84);
struct dg_point dg_geo_gcj02_to_wgs84(struct dg_point gcj02);
struct dg_point dg_geo_bd09(struct dg_point wgs84);
struct dg_point dg_geo_bd09_to_wgs84(struct dg_point bd09);

#endif
