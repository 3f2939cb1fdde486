#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_text(struct dg_test_scan *scan, const struct dg_mention *m)
{
    (void)scan;
    return m->value.text;
}

static void cuisines_are_told_as_they_were_said(void)
{
    static const struct dg_scan_case cases[] = {
        { "吃火锅还是日料", "火锅; 日料" },
        { "想吃小龙虾", "小龙虾" },
        { "thai or korean bbq tonight", "thai; korean bbq" },
        { "Dim Sum on Sunday", "Dim Sum" },
        { "随便吃点", "" },
        { "something quick", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_CUISINE, 0, print_text);
}

static void titles_stand_in_quotes_or_after_watching(void)
{
    static const struct dg_scan_case cases[] = {
        { "《纸月亮》两张票", "纸月亮" },
        { "周六去看“纸月亮”吗", "纸月亮" },
        { "watch Paper Lantern tonight", "Paper Lantern" },
        { "他说“纸月亮”", "" },
        { "看一下", "" },
        { "看看再说", "" },
        { "《》", "" },
        { "watch out", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_TITLE, 0.5, print_text);
}

int main(void)
{
    dg_run("cuisines are told as they were said", cuisines_are_told_as_they_were_said);
    dg_run("titles stand in quotes or after watching", titles_stand_in_quotes_or_after_watching);
    return dg_done();
}
