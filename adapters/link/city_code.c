#include "adapters/link/travel_code.h"

#include <math.h>
#include <stddef.h>

/* Metropolitan codes of IATA, and the telegraph codes of 12306's station list. */
static const struct dg_city_code cities[] = {
    { { 39.90, 116.41 }, "BJS", "BJP", "北京" },
    { { 31.23, 121.47 }, "SHA", "SHH", "上海" },
    { { 39.13, 117.20 }, "TSN", "TJP", "天津" },
    { { 29.56, 106.55 }, "CKG", "CQW", "重庆" },
    { { 23.13, 113.26 }, "CAN", "GZQ", "广州" },
    { { 22.54, 114.06 }, "SZX", "SZQ", "深圳" },
    { { 30.57, 104.07 }, "CTU", "CDW", "成都" },
    { { 30.27, 120.15 }, "HGH", "HZH", "杭州" },
    { { 32.06, 118.80 }, "NKG", "NJH", "南京" },
    { { 30.59, 114.31 }, "WUH", "WHN", "武汉" },
    { { 34.34, 108.94 }, "SIA", "XAY", "西安" },
    { { 28.23, 112.94 }, "CSX", "CSQ", "长沙" },
    { { 34.75, 113.63 }, "CGO", "ZZF", "郑州" },
    { { 36.65, 117.12 }, "TNA", "JNK", "济南" },
    { { 36.07, 120.38 }, "TAO", "QDK", "青岛" },
    { { 38.91, 121.61 }, "DLC", "DLT", "大连" },
    { { 41.80, 123.43 }, "SHE", "SYT", "沈阳" },
    { { 43.88, 125.32 }, "CGQ", "CCT", "长春" },
    { { 45.80, 126.53 }, "HRB", "HBB", "哈尔滨" },
    { { 38.04, 114.51 }, "SJW", "SJP", "石家庄" },
    { { 37.87, 112.55 }, "TYN", "TYV", "太原" },
    { { 40.84, 111.75 }, "HET", "HHC", "呼和浩特" },
    { { 31.82, 117.23 }, "HFE", "HFH", "合肥" },
    { { 28.68, 115.86 }, "KHN", "NCG", "南昌" },
    { { 26.07, 119.30 }, "FOC", "FZS", "福州" },
    { { 24.48, 118.09 }, "XMN", "XMS", "厦门" },
    { { 29.87, 121.54 }, "NGB", "NGH", "宁波" },
    { { 31.30, 120.58 }, NULL, "SZH", "苏州" },
    { { 31.49, 120.31 }, "WUX", "WXH", "无锡" },
    { { 34.26, 117.19 }, "XUZ", "XCH", "徐州" },
    { { 34.62, 112.45 }, "LYA", "LYF", "洛阳" },
    { { 37.46, 121.45 }, "YNT", "YAK", "烟台" },
    { { 25.27, 110.29 }, "KWL", "GLZ", "桂林" },
    { { 22.82, 108.37 }, "NNG", "NNZ", "南宁" },
    { { 25.04, 102.71 }, "KMG", "KMM", "昆明" },
    { { 26.65, 106.63 }, "KWE", "GIW", "贵阳" },
    { { 20.04, 110.20 }, "HAK", "VUQ", "海口" },
    { { 18.25, 109.51 }, "SYX", "SEQ", "三亚" },
    { { 22.27, 113.58 }, "ZUH", "ZHQ", "珠海" },
    { { 36.06, 103.83 }, "LHW", "LZJ", "兰州" },
    { { 36.62, 101.78 }, "XNN", "XNO", "西宁" },
    { { 38.49, 106.23 }, "INC", "YIJ", "银川" },
    { { 43.83, 87.62 }, "URC", "WAR", "乌鲁木齐" },
    { { 29.65, 91.14 }, "LXA", "LSO", "拉萨" },
    { { 22.32, 114.17 }, "HKG", NULL, NULL },
    { { 22.20, 113.54 }, "MFM", NULL, NULL },
    { { 25.03, 121.57 }, "TPE", NULL, NULL },
    { { 35.68, 139.69 }, "TYO", NULL, NULL },
    { { 34.69, 135.50 }, "OSA", NULL, NULL },
    { { 37.57, 126.98 }, "SEL", NULL, NULL },
    { { 13.76, 100.50 }, "BKK", NULL, NULL },
    { { 1.35, 103.82 }, "SIN", NULL, NULL },
    { { 3.14, 101.69 }, "KUL", NULL, NULL },
    { { 10.82, 106.63 }, "SGN", NULL, NULL },
    { { 21.03, 105.85 }, "HAN", NULL, NULL },
    { { 14.60, 120.98 }, "MNL", NULL, NULL },
    { { -6.21, 106.85 }, "JKT", NULL, NULL },
    { { 28.61, 77.21 }, "DEL", NULL, NULL },
    { { 19.08, 72.88 }, "BOM", NULL, NULL },
    { { 25.20, 55.27 }, "DXB", NULL, NULL },
    { { 41.01, 28.98 }, "IST", NULL, NULL },
    { { 55.76, 37.62 }, "MOW", NULL, NULL },
    { { 51.51, -0.13 }, "LON", NULL, NULL },
    { { 48.86, 2.35 }, "PAR", NULL, NULL },
    { { 50.11, 8.68 }, "FRA", NULL, NULL },
    { { 48.14, 11.58 }, "MUC", NULL, NULL },
    { { 52.52, 13.41 }, "BER", NULL, NULL },
    { { 52.37, 4.90 }, "AMS", NULL, NULL },
    { { 41.90, 12.50 }, "ROM", NULL, NULL },
    { { 45.46, 9.19 }, "MIL", NULL, NULL },
    { { 40.42, -3.70 }, "MAD", NULL, NULL },
    { { 41.39, 2.17 }, "BCN", NULL, NULL },
    { { 47.37, 8.54 }, "ZRH", NULL, NULL },
    { { 48.21, 16.37 }, "VIE", NULL, NULL },
    { { 55.68, 12.57 }, "CPH", NULL, NULL },
    { { 59.33, 18.07 }, "STO", NULL, NULL },
    { { 60.17, 24.94 }, "HEL", NULL, NULL },
    { { 40.71, -74.01 }, "NYC", NULL, NULL },
    { { 34.05, -118.24 }, "LAX", NULL, NULL },
    { { 37.77, -122.42 }, "SFO", NULL, NULL },
    { { 41.88, -87.63 }, "CHI", NULL, NULL },
    { { 47.61, -122.33 }, "SEA", NULL, NULL },
    { { 42.36, -71.06 }, "BOS", NULL, NULL },
    { { 38.91, -77.04 }, "WAS", NULL, NULL },
    { { 43.65, -79.38 }, "YTO", NULL, NULL },
    { { 49.28, -123.12 }, "YVR", NULL, NULL },
    { { -33.87, 151.21 }, "SYD", NULL, NULL },
    { { -37.81, 144.96 }, "MEL", NULL, NULL },
    { { -36.85, 174.76 }, "AKL", NULL, NULL },
};

/* On a plane that touches the earth at `a`: exact enough for a few tens of kilometres. */
static double kilometres(struct dg_point a, struct dg_point b)
{
    const double km_per_degree = 111.2, radians_per_degree = 3.14159265358979323846 / 180.0;
    double north = (b.lat - a.lat) * km_per_degree;
    double east = (b.lon - a.lon) * km_per_degree * cos(a.lat * radians_per_degree);
    return hypot(north, east);
}

const struct dg_city_code *dg_city_code_at(struct dg_point at)
{
    const struct dg_city_code *nearest = NULL;
    double nearest_km = DG_CITY_KM;
    for (size_t i = 0; i < sizeof cities / sizeof cities[0]; i++) {
        double km = kilometres(at, cities[i].at);
        if (km < nearest_km) {
            nearest = &cities[i];
            nearest_km = km;
        }
    }
    return nearest;
}
