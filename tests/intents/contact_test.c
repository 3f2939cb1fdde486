#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_code(struct dg_test_scan *scan, const struct dg_mention *m)
{
    (void)scan;
    return m->value.code.code;
}

static struct dg_str print_scheme(struct dg_test_scan *scan, const struct dg_mention *m)
{
    return dg_arena_print(scan->arena, "%.*s %.*s", (int)m->value.code.scheme.len, m->value.code.scheme.at,
            (int)m->value.code.code.len, m->value.code.code.at);
}

static void phones_are_told_from_other_digits(void)
{
    static const struct dg_scan_case cases[] = {
        { "给老王打电话 138 0013 8000", "13800138000" },
        { "手机13800138000，微信同号", "13800138000" },
        { "+86 138-0013-8000", "+8613800138000" },
        { "座机 021-6288 1234 转 801", "02162881234" },
        { "(+86) 138 0013 8000", "+8613800138000" },
        { "415-555-0134x12", "4155550134" },
        { "415-555-0134 ext. 6120", "4155550134" },
        { "(ring 0161 496 0000", "01614960000" },
        { "415-555-0134xl", "" },
        { "tracking number is 4155550134", "" },
        { "P0-001-000016155-9", "" },
        { "客服 400-820-8820", "4008208820" },
        { "打10086问问", "" },
        { "拨打10086", "10086" },
        { "call me on 07700 900123", "07700900123" },
        { "ring (415) 555-0134 after six", "4155550134" },
        { "text 415-555-0134", "4155550134" },
        { "her number is +44 20 7946 0018", "+442079460018" },
        { "订单号 13800138000", "" },
        { "会议号 138 0013 8000", "" },
        { "order number 4155550134", "" },
        { "2024-05-18 12:30", "" },
        { "7:30 or 8:15, 4 of us", "" },
        { "一共 1380 块 0013", "" },
        { "SF1380013800012", "" },
        { "1.3800138000", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PHONE, 0, print_code);
}

static void mail_addresses_are_found(void)
{
    static const struct dg_scan_case cases[] = {
        { "发到 li.lei+work@mail.example.cn 吧", "li.lei+work@mail.example.cn" },
        { "Write to Ann@Example.com.", "Ann@Example.com" },
        { "@小王 看下", "" },
        { "dinner @ lilly's", "" },
        { "a@b", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_EMAIL, 0, print_code);
}

static void links_end_where_the_sentence_goes_on(void)
{
    static const struct dg_scan_case cases[] = {
        { "链接https://example.com/a?b=1，点开看", "url https://example.com/a?b=1" },
        { "see https://example.com/x_(y).", "url https://example.com/x_(y)" },
        { "(https://example.com/x)", "url https://example.com/x" },
        { "it's on example.org/menu!", "url example.org/menu" },
        { "shop.example.com.sa", "url shop.example.com.sa" },
        { "看这个。.https://example.com/x", "url https://example.com/x" },
        { "ok.sa", "" },
        { "开会 https://meeting.tencent.com/dm/Ab3dEf", "meeting https://meeting.tencent.com/dm/Ab3dEf" },
        { "Zoom: https://us02web.zoom.us/j/1?pwd=Q", "meeting https://us02web.zoom.us/j/1?pwd=Q" },
        { "meet.google.com/abc-defg-hij", "meeting meet.google.com/abc-defg-hij" },
        { "zoom.us.example.com", "meeting zoom.us.example.com" },
        { "ok.so what", "" },
        { "at 7.am", "" },
        { "http:// is nothing", "" },
        { "see http://\xD0\xB0pple.com/login now", "url http://\xD0\xB0pple.com/login" }, /* Cyrillic а */
        { "看\xD0\xB0pple.com/login。", "url \xD0\xB0pple.com/login" },
        { "http://www.p\xD0\xB0ypal.com.", "url http://www.p\xD0\xB0ypal.com" },
        { "le café-noir.fr est là", "url café-noir.fr" },
        { "là-bas, où tu sais.", "" },
        { "e.g. this", "" },
        { "li@example.com", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_URL, 0, print_scheme);
}

int main(void)
{
    dg_run("phones are told from other digits", phones_are_told_from_other_digits);
    dg_run("mail addresses are found", mail_addresses_are_found);
    dg_run("links end where the sentence goes on", links_end_where_the_sentence_goes_on);
    return dg_done();
}
