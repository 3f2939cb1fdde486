"""The sandbox's railway: a few stations, how they are called, and trains that always run.

Codes are the sandbox's own; no timetable of a real railway is behind them.
"""
from datetime import timedelta

import region

# number, English name, Chinese name, latitude, longitude
STATIONS = [
    (1, "Beijing South", "北京南", 39.865, 116.379),
    (2, "Shanghai Hongqiao", "上海虹桥", 31.194, 121.320),
    (3, "Guangzhou South", "广州南", 22.989, 113.269),
    (4, "Hangzhou East", "杭州东", 30.291, 120.213),
    (5, "Nanjing South", "南京南", 31.969, 118.798),
    (6, "Tianjin", "天津", 39.136, 117.210),
    (7, "Shenzhen North", "深圳北", 22.609, 114.029),
    (8, "Chengdu East", "成都东", 30.629, 104.141),
    (9, "Wuhan", "武汉", 30.607, 114.424),
    (10, "Xi'an North", "西安北", 34.376, 108.939),
    (11, "London Kings Cross", "伦敦国王十字", 51.531, -0.123),
    (12, "Edinburgh Waverley", "爱丁堡", 55.952, -3.189),
    (13, "Manchester Piccadilly", "曼彻斯特", 53.477, -2.230),
    (14, "Paris Gare de Lyon", "巴黎里昂", 48.844, 2.374),
    (15, "Lyon Part-Dieu", "里昂", 45.760, 4.860),
    (16, "Zurich HB", "苏黎世", 47.378, 8.540),
    (17, "Bern", "伯尔尼", 46.949, 7.439),
    (18, "Basel SBB", "巴塞尔", 47.547, 7.589),
    (19, "Berlin Hbf", "柏林", 52.525, 13.369),
    (20, "Hamburg Hbf", "汉堡", 53.553, 10.006),
    (21, "New York Penn Station", "纽约宾州", 40.751, -73.994),
    (22, "Boston South Station", "波士顿南", 42.352, -71.055),
    (23, "Washington Union Station", "华盛顿联合", 38.897, -77.006),
    (24, "Tokyo", "东京", 35.681, 139.767),
    (25, "Kyoto", "京都", 34.986, 135.759),
]
NEAR_KM = 80
KMH = 210
WAITS = (20, 80, 185)  # minutes from the wanted hour to each departure


class Station:
    def __init__(self, row):
        self.number, *self.names, lat, lon = row
        self.point = (lat, lon)
        self.code = "urn:x_sandbox:stn:%d" % self.number

    def called(self, wanted):
        return any(n.casefold() in wanted or wanted in n.casefold() for n in self.names)


ALL = [Station(row) for row in STATIONS]


def by_code(code):
    return next((s for s in ALL if s.code == code), None)


def find(name, point):
    """Stations that the words or the point may mean, best first; a word counts more than a point."""
    wanted = name.strip().casefold().removesuffix("站")
    named = [s for s in ALL if wanted and s.called(wanted)]
    if named or not point:
        return named
    near = sorted((region.kilometres(s.point, point), s.number, s) for s in ALL)
    return [s for km, _, s in near if km <= NEAR_KM]


def trains(start, end, wanted):
    """(name, departure, arrival, kilometres) of each train after the wanted hour."""
    km = region.kilometres(start.point, end.point) * 1.2
    ride = timedelta(minutes=round(10 + km / KMH * 60))
    for i, wait in enumerate(WAITS):
        departs = (wanted + timedelta(minutes=wait)).replace(second=0, microsecond=0)
        yield "X%d" % (start.number * 100 + end.number * 3 + i), departs, departs + ride, km
