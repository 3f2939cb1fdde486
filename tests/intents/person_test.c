#include "tests/support/check.h"
#include "tests/support/scan.h"

static struct dg_str print_person(struct dg_test_scan *scan, const struct dg_mention *m)
{
    struct dg_str name = m->value.text;
    return dg_arena_print(scan->arena, "%.*s%s", (int)name.len, name.at, m->role == DG_ROLE_WITH ? " >with" : "");
}

static const double sure = 0.5;

static void names_with_a_prefix_or_a_title_are_people(void)
{
    static const struct dg_scan_case cases[] = {
        { "小王说他不来", "小王" },
        { "问问老周", "老周 >with" },
        { "王总下午在", "王总" },
        { "张老师改时间了", "张老师" },
        { "Dr. Okafor is away", "Dr. Okafor" },
        { "Mr Smith called", "Mr Smith" },
        { "小时候", "" },
        { "the doctor is away", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PERSON, sure, print_person);
}

static void a_cue_opens_names_that_nobody_knows(void)
{
    static const struct dg_scan_case cases[] = {
        { "叫上孟晓彤", "孟晓彤 >with" },
        { "和小李、老吴一起", "小李 >with; 老吴 >with" },
        { "lunch with Lucy and Ravi", "Lucy >with; Ravi >with" },
        { "lunch with lucy", "lucy >with" },
        { "和上次一样", "" },
        { "with pleasure", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PERSON, sure, print_person);
}

static void an_at_sign_names_somebody(void)
{
    static const struct dg_scan_case cases[] = {
        { "@小王 明天来吗", "小王 >with" },
        { "@Lena can you come", "Lena >with" },
        { "@所有人 明天开会", "" },
        { "mail a@b.example", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PERSON, sure, print_person);
}

static void what_only_looks_like_a_name_is_none(void)
{
    static const struct dg_scan_case cases[] = {
        { "Will you be there", "" },
        { "mark it as done", "" },
        { "Rusty Joe at 7:30", "" },
        { "ask Joe about it", "Joe >with" },
        { "a flight to Austin", "" },
        { "lunch with Austin", "Austin >with" },
        { "一起吃饭吧", "" },
        { "面条和饺子", "" },
    };
    dg_scan_check(cases, sizeof cases / sizeof cases[0], DG_M_PERSON, sure, print_person);
}

int main(void)
{
    dg_run("names with a prefix or a title are people", names_with_a_prefix_or_a_title_are_people);
    dg_run("a cue opens names that nobody knows", a_cue_opens_names_that_nobody_knows);
    dg_run("an at sign names somebody", an_at_sign_names_somebody);
    dg_run("what only looks like a name is none", what_only_looks_like_a_name_is_none);
    return dg_done();
}
