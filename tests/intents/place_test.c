#include "tests/support/check.h"
#include "tests/support/scan.h"

/* "name @area kind >role", the last three only where there are any. */
static struct dg_str print_place(struct dg_test_scan *scan, const struct dg_mention *m)
{
    static const char *const roles[] = { "", " >origin", " >destination", " >at", " >via", " >near", " >with",
        " >not" };
    const struct dg_place *p = &m->value.place;
    const char *kind = dg_place_kind_name(p->kind);
    return dg_arena_print(scan->arena, "%.*s%s%.*s%s%s%s", (int)p->name.len, p->name.at, p->area.len ? " @" : "",
            (int)p->area.len, p->area.len ? p->area.at : "", kind && *kind ? " " : "", kind ? kind : "",
            roles[m->role]);
}

static struct dg_str print_code(struct dg_test_scan *scan, const struct dg_mention *m)
{
    (void)scan;
    return m->value.place.code;
}

/* What the reader may take without further reason. */
static const double sure = 0.5;

static void chinese_venues_are_found_with_their_areas(void)
{
    static const struct dg_scan_case cases[] = {
        { "三里屯那家海底捞怎么样", "海底捞 @三里屯 venue" },
        { "国贸的西贝", "西贝 @国贸 venue" },
        { "三木町那家", "三木町 >at" },
        { "三个人那家", "" },
        { "周五晚上六点 得月楼", "得月楼 venue" },
        { "望京凯德mall见", "望京凯德mall area >at" },
        { "海底捞三里屯店", "海底捞三里屯店 venue" },
        { "CGV影城(颐堤港店)", "CGV影城(颐堤港店) venue" },
        { "十点一刻的号，九点走", "" },
        { "正门在修路", "" },
        { "去鹿鸣小馆吧", "鹿鸣小馆 venue >destination" },
        { "安福路新开的云隐茶馆", "云隐茶馆 @安福路 venue" },
        { "在人民医院门口", "人民医院 venue >at" },
        { "三里屯那家", "三里屯 area >at" },
        { "想去乌镇住两天", "乌镇 city >destination" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void chinese_journeys_have_two_ends(void)
{
    static const struct dg_scan_case cases[] = {
        { "从虹桥火车站到漕河泾", "虹桥火车站 station >origin; 漕河泾 area >destination" },
        { "苏州站到杭州东的高铁", "苏州站 station >origin; 杭州东 station >destination" },
        { "厦门直飞，就这么定", "厦门 city >origin" },
        { "直飞厦门", "厦门 city >destination" },
        { "厦门直飞青岛", "厦门 city >origin; 青岛 city >destination" },
        { "成都飞昆明", "成都 city >origin; 昆明 city >destination" },
        { "从我家去浦东机场T2", "我家 home >origin; 浦东机场T2 airport >destination" },
        { "先去公司再回望京", "公司 work >via; 望京 area >destination" },
        { "路过五道口接一下小王", "五道口 area >via" },
        { "广州→深圳北", "广州 city >origin; 深圳北 station >destination" },
        { "国贸附近有什么吃的", "国贸 area >near" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void english_venues_are_found_with_their_areas(void)
{
    static const struct dg_scan_case cases[] = {
        { "Blue Heron Kitchen on Fulton then", "Blue Heron Kitchen @Fulton venue" },
        { "dinner at The Copper Pot?", "The Copper Pot >at" },
        { "table at moonrabbit for 8", "moonrabbit >at" },
        { "that thai place on Fulton", "thai place @Fulton venue" },
        { "let's do the pub near Angel", "pub @Angel venue >at" },
        { "Quince & Co at seven", "Quince & Co" },
        { "bbq then? Rusty Joe at 7:30", "Rusty Joe" },
        { "let's all have dinner at Nonna's then", "Nonna's >at" },
        { "drinks in Shoreditch", "Shoreditch area >at" },
        { "somewhere around Union Square", "Union Square area >near" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void english_journeys_have_two_ends(void)
{
    static const struct dg_scan_case cases[] = {
        { "from Leeds to London Kings Cross", "Leeds city >origin; London Kings Cross station >destination" },
        { "lisbon to porto", "lisbon city >origin; porto city >destination" },
        { "pick me up at home and drop me at Gatwick", "home home >origin; Gatwick airport >destination" },
        { "swing by the office", "the office work >via" },
        { "SFO - JFK", "SFO airport >origin; JFK airport >destination" },
        { "take me to terminal 4", "terminal 4 airport >destination" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void whole_addresses_are_one_place(void)
{
    static const struct dg_scan_case cases[] = {
        { "地址：杭州市西湖区文三路478号华星时代广场A座", "杭州市西湖区文三路478号华星时代广场A座 address" },
        { "去愚园路18号", "愚园路18号 address >destination" },
        { "长宁路88弄6号1203室", "长宁路88弄6号1203室 address" },
        { "1420 W Maple Ave, Tulsa", "1420 W Maple Ave, Tulsa address" },
        { "from 12 Harcourt Street to 9 n 4th st",
                "12 Harcourt Street address >origin; 9 n 4th st address >destination" },
        { "it's 5 minutes drive", "" },
        { "10 people way too many", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void what_only_looks_like_a_place_is_none(void)
{
    static const struct dg_scan_case cases[] = {
        { "到时候再说", "" },
        { "去吧去吧", "" },
        { "在吗 在忙", "" },
        { "我到了", "" },
        { "从来没去过", "" },
        { "回头聊", "" },
        { "他在开会", "" },
        { "去洗澡了[捂脸]", "" },
        { "好看吗", "" },
        { "在一起三年了", "" },
        { "not at all", "" },
        { "in a bit", "" },
        { "i want to book a table for two", "" },
        { "Will you come to see it?", "" },
        { "I have to reschedule", "" },
        { "from now on", "" },
        { "at least try to relax", "" },
        { "OK. Thanks! Reply soon", "" },
        { "reading a nice book in the bath", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_place);
}

static void a_name_that_stands_alone_is_only_a_guess(void)
{
    static const struct dg_scan_case cases[] = {
        { "明晚七点 鹿鸣小食", "鹿鸣小食" },
        { "鹿鸣怎么样", "鹿鸣" },
        { "moonrabbit, 8pm?", "moonrabbit" },
        { "moonrabbit then", "moonrabbit" },
        { "哈哈哈哈", "" },
        { "收到收到", "" },
        { "sounds good then", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, 0, print_place);
    dg_scan_check((const struct dg_scan_case[]){ { "moonrabbit, 8pm?", "" } }, 1, DG_M_PLACE, sure, print_place);
}

static void the_gazetteer_knows_codes(void)
{
    static const struct dg_scan_case cases[] = {
        { "到浦东机场", "PVG" },
        { "from Heathrow", "LHR" },
        { "北京南", "VNP" },
        { "at King's Cross", "KGX" },
        { "去成都", "" },
        { "to Shenzhen North Station", "IOQ" },
        { "from guangzhou south railway station", "IZQ" },
        { "at Hangzhou Railway Station", "HZH" },
        { "to London Heathrow", "LHR" },
        { "to Sheffield South Station", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PLACE, sure, print_code);
    struct dg_test_scan scan;
    dg_scan_open(&scan, "去成都");
    DG_CHECK(scan.found.count == 1 && scan.found.at[0].value.place.has_point, "a city has a point");
    DG_CHECK(
            scan.found.count == 1 && scan.found.at[0].value.place.lat > 30.5 && scan.found.at[0].value.place.lat < 30.7,
            "which is right");
    dg_scan_close(&scan);
}

static void a_venue_lies_in_its_area(void)
{
    static const struct {
        const char *text;
        bool has_point;
        double lat;
    } cases[] = {
        { "国贸的鹿鸣小馆", true, 39.9 },
        { "Blue Heron Kitchen in Times Square", true, 40.8 },
        { "鹿鸣小馆", false, 0 },
        { "Blue Heron Kitchen on Fulton", false, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_test_scan scan;
        dg_scan_open(&scan, cases[i].text);
        DG_CHECK(scan.found.count == 1, "%s", cases[i].text);
        const struct dg_place *place = scan.found.count ? &scan.found.at[0].value.place : NULL;
        DG_CHECK(place && place->has_point == cases[i].has_point, "%s", cases[i].text);
        DG_CHECK(!place || !place->has_point || (place->lat > cases[i].lat - 0.1 && place->lat < cases[i].lat + 0.1),
                "%s", cases[i].text);
        dg_scan_close(&scan);
    }
}

int main(void)
{
    dg_run("Chinese venues are found with their areas", chinese_venues_are_found_with_their_areas);
    dg_run("Chinese journeys have two ends", chinese_journeys_have_two_ends);
    dg_run("English venues are found with their areas", english_venues_are_found_with_their_areas);
    dg_run("English journeys have two ends", english_journeys_have_two_ends);
    dg_run("whole addresses are one place", whole_addresses_are_one_place);
    dg_run("what only looks like a place is none", what_only_looks_like_a_place_is_none);
    dg_run("a name that stands alone is only a guess", a_name_that_stands_alone_is_only_a_guess);
    dg_run("the gazetteer knows codes", the_gazetteer_knows_codes);
    dg_run("a venue lies in its area", a_venue_lies_in_its_area);
    return dg_done();
}
