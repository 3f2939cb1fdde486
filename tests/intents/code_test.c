#include "intents/parcel.h"
#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_code(struct dg_test_scan *scan, const struct dg_mention *m)
{
    return dg_arena_print(scan->arena, "%.*s %.*s%s", (int)m->value.code.scheme.len, m->value.code.scheme.at,
            (int)m->value.code.code.len, m->value.code.code.at,
            m->unit && dg_str_is(dg_str_of(m->unit), "bad-check-digit") ? " bad" : "");
}

static void flights_and_trains_are_told_by_their_numbers(void)
{
    static const struct dg_scan_case cases[] = {
        { "我坐MU5101过去", "flight MU5101" },
        { "航班 ca1234 延误了", "flight ca1234" },
        { "landing on BA283", "flight BA283" },
        { "flight BA 283", "flight BA 283" },
        { "3U8888起飞", "flight 3U8888" },
        { "坐G1234次去", "train G1234" },
        { "D301二等座", "train D301" },
        { "高铁G7", "train G7" },
        { "在G7出口等", "" },
        { "G1234栋", "" },
        { "T2航站楼见", "" },
        { "I'm at 730", "" },
        { "AM 1030 news", "" },
        { "on B2 level", "" },
        { "G20峰会", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CODE, 0, print_code);
}

static void lines_are_told_by_the_word_beside_their_number(void)
{
    static const struct dg_scan_case cases[] = {
        { "坐38路到人民广场", "bus 38路" },
        { "K123路公交车", "bus K123路公交车" },
        { "take bus 24 to the station", "bus 24" },
        { "train 173 to Boston", "train 173" },
        { "走到38路口", "" },
        { "建国路88号", "" },
        { "train 9:15 to Boston", "" },
        { "the train 10 minutes late", "" },
        { "bus 7pm", "" },
        { "bus 40 people", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CODE, 0, print_code);
}

static void parcels_are_told_by_shape_and_check_digit(void)
{
    static const struct dg_scan_case cases[] = {
        { "1Z999AA10123456784", "UPS 1Z999AA10123456784" },
        { "1Z999AA10123456785", "UPS 1Z999AA10123456785 bad" },
        { "RA473124829CN 到哪了", "EMS RA473124829CN" },
        { "RA473124828CN", "EMS RA473124828CN bad" },
        { "您的顺丰快件SF1234567890123", "顺丰 SF1234567890123" },
        { "YT1234567890123", "圆通 YT1234567890123" },
        { "JDVA00012345678", "京东 JDVA00012345678" },
        { "中通快递 单号 78123456789012", "中通 78123456789012" },
        { "tracking number 7812 3456 7891", "parcel 7812 3456 7891" },
        { "JD014600006281230704", "DHL JD014600006281230704" },
        { "JD0123456789012", "京东 JD0123456789012" },
        { "RR612904415IE", "An Post RR612904415IE" },
        { "USPS 9400 1118 9922 3197 4284 97", "USPS 9400 1118 9922 3197 4284 97" },
        { "Evri H01HYA0012345678", "Evri H01HYA0012345678" },
        { "H01HYA0012345678", "" },
        { "call 78123456789012345678 times", "" },
        { "SF12", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CODE, 0, print_code);
}

static void orders_are_known_for_what_they_are(void)
{
    static const struct dg_scan_case cases[] = {
        { "订单号E123456789已出票", "order E123456789" },
        { "Booking reference K7QP2X", "order K7QP2X" },
        { "会议号 123 456 789", "meeting 123 456 789" },
        { "my card number is 12345678", "order 12345678" },
        { "conf# 88213047", "order 88213047" },
        { "Ticket number 016 2349981120", "order 016 2349981120" },
        { "booking for 4 people", "" },
        { "order 3 pizzas for 10 people", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CODE, 0, print_code);
}

static void what_is_masked_is_no_number(void)
{
    static const struct dg_scan_case cases[] = {
        { "尊敬的138****0021用户", "masked 138****0021" },
        { "call 138xxxx0021", "masked 138xxxx0021" },
        { "快件SF31****65921已签收", "masked SF31****65921" },
        { "卡号6222 **** **** 1234", "masked 6222 **** **** 1234" },
        { "card ****4412", "masked ****4412" },
        { "您尾号3308的账户12月27日", "masked 3308" },
        { "card ending 4412 was charged", "masked 4412" },
        { "ending in: 4412", "masked 4412" },
        { "**2024** and 5*6", "" },
        { "**重要**", "" },
        { "the ending of season 1204", "" },
        { "尾号限行，一共1204辆", "" },
        { "maxx 2024", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CODE, 0, print_code);
}

static void secrets_are_recognised_so_as_not_to_be_used(void)
{
    static const struct dg_scan_case cases[] = {
        { "验证码 482913，五分钟内有效", "secret 482913" },
        { "【某某】482913（动态验证码），请勿转发", "secret 482913" },
        { "取件码 3-2-1024", "secret 3-2-1024" },
        { "【某某】取件码8-2-3011，请在20:00前领取", "secret 8-2-3011" },
        { "验证码 48 29 13，30分钟内有效", "secret 48 29 13" },
        { "验证码 482913 5分钟内有效", "secret 482913" },
        { "动态口令:9042，1分钟内有效", "secret 9042" },
        { "G-482913 is your verification code.", "secret 482913" },
        { "your one-time passcode is 7788-2201", "secret 7788-2201" },
        { "取件码10247", "secret 10247" },
        { "482913 is your verification code", "secret 482913" },
        { "password: hunter22", "secret hunter22" },
        { "wifi密码 abcd1234", "secret abcd1234" },
        { "your code is 482913", "secret 482913" },
        { "Your Acme verification code is 730 114", "secret 730 114" },
        { "use 309 214 to confirm your table", "secret 309 214" },
        { "凭 8-3-2041 到菜鸟驿站取件", "secret 8-3-2041" },
        { "8-3-2041 到北京", "" },
        { "dress code is casual at 1930", "" },
        { "we need 4829 chairs", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_SECRET, 0, print_code);
}

static void check_digits_hold_or_do_not(void)
{
    static const struct {
        const char *code;
        enum dg_check check;
    } cases[] = {
        { "1z999aa10123456784", DG_CHECK_GOOD },
        { "1z999aa10123456783", DG_CHECK_BAD },
        { "ra473124829cn", DG_CHECK_GOOD },
        { "9400111899223197428497", DG_CHECK_GOOD },
        { "9400111899223197428491", DG_CHECK_BAD },
        { "sf1234567890123", DG_CHECK_NONE },
        { "", DG_CHECK_NONE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK_INT(dg_parcel_check(dg_str_of(cases[i].code)), cases[i].check, cases[i].code);
    DG_CHECK(dg_parcel_is_fedex(dg_str_of("449044304137821")), "FedEx Ground");
    DG_CHECK(dg_parcel_is_fedex(dg_str_of("986578788855")), "FedEx Express");
    DG_CHECK(!dg_parcel_is_fedex(dg_str_of("986578788856")), "a wrong digit");
}

int main(void)
{
    dg_run("flights and trains are told by their numbers", flights_and_trains_are_told_by_their_numbers);
    dg_run("lines are told by the word beside their number", lines_are_told_by_the_word_beside_their_number);
    dg_run("parcels are told by shape and check digit", parcels_are_told_by_shape_and_check_digit);
    dg_run("orders are known for what they are", orders_are_known_for_what_they_are);
    dg_run("what is masked is no number", what_is_masked_is_no_number);
    dg_run("secrets are recognised so as not to be used", secrets_are_recognised_so_as_not_to_be_used);
    dg_run("check digits hold or do not", check_digits_hold_or_do_not);
    return dg_done();
}
