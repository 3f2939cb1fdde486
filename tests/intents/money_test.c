#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_money(struct dg_test_scan *scan, const struct dg_mention *m)
{
    const struct dg_money *v = &m->value.money;
    return dg_arena_print(scan->arena, "%.12g %.*s%s%.*s", v->amount, (int)v->currency.len, v->currency.at,
            v->per.len ? " per " : "", (int)v->per.len, v->per.at);
}

static void an_amount_has_a_currency_before_or_behind(void)
{
    static const struct dg_scan_case cases[] = {
        { "预算五百块", "500 CNY" },
        { "3万日元", "30000 JPY" },
        { "两百多块", "200 CNY" },
        { "五百来块钱", "500 CNY" },
        { "300蚊", "300 HKD" },
        { "人民币50元", "50 CNY" },
        { "港币300", "300 HKD" },
        { "100美元3个人", "100 USD" },
        { "一千二百瑞士法郎", "1200 CHF" },
        { "20 quid", "20 GBP" },
        { "HK$1,200", "1200 HKD" },
        { "A$45", "45 AUD" },
        { "usd115", "115 USD" },
        { "it's 20$", "20 USD" },
        { "rs. 300", "300 INR" },
        { "₹1,50,000", "150000 INR" },
        { "10 swiss francs", "10 CHF" },
        { "4 tables, $30", "30 USD" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_MONEY, 0, print_money);
}

static void it_says_what_it_is_for(void)
{
    static const struct dg_scan_case cases[] = {
        { "人均200左右", "200 CNY per person" },
        { "$50 per person", "50 USD per person" },
        { "£12.50pp", "12.5 GBP per person" },
        { "HK$1,200 a night", "1200 HKD per night" },
        { "€90/night", "90 EUR per night" },
        { "300块一晚", "300 CNY per night" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_MONEY, 0, print_money);
}

static void parts_belong_to_their_whole(void)
{
    static const struct dg_scan_case cases[] = {
        { "三块五", "3.5 CNY" },
        { "50元6角三分", "50.63 CNY" },
        { "五毛钱", "0.5 CNY" },
        { "3 dollars and 50 cents", "3.5 USD" },
        { "eighty pence", "0.8 GBP" },
        { "三毛的书", "" },
        { "五分熟", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_MONEY, 0, print_money);
}

static void of_a_range_the_upper_end_is_the_limit(void)
{
    static const struct dg_scan_case cases[] = {
        { "$50-80 a head", "80 USD per person" },
        { "人均80-100", "100 CNY per person" },
        { "$5 till 9", "5 USD" },
        { "$80-50", "80 USD" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_MONEY, 0, print_money);
}

static void what_only_looks_like_money_is_none(void)
{
    static const struct dg_scan_case cases[] = {
        { "一块去", "" },
        { "一块蛋糕", "" },
        { "200 people", "" },
        { "pound cake", "" },
        { "he won twice", "" },
        { "room 50", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_MONEY, 0, print_money);
}

int main(void)
{
    dg_run("an amount has a currency before or behind", an_amount_has_a_currency_before_or_behind);
    dg_run("it says what it is for", it_says_what_it_is_for);
    dg_run("parts belong to their whole", parts_belong_to_their_whole);
    dg_run("of a range the upper end is the limit", of_a_range_the_upper_end_is_the_limit);
    dg_run("what only looks like money is none", what_only_looks_like_money_is_none);
    return dg_done();
}
