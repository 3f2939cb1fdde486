#include "intents/parcel.h"

enum { UPS_LEN = 18, S10_LEN = 13, FEDEX_EXPRESS_LEN = 12, FEDEX_GROUND_LEN = 15 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.at[i]))
            return false;
    }
    return s.len > 0;
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* UPS: the 15 characters after 1Z, letters as (c - 63) mod 10; odd places once, even places twice; up to the next ten. */
static enum dg_check check_ups(struct dg_str code)
{
    int sum = 0;
    for (size_t i = 2; i + 1 < UPS_LEN; i++) {
        char c = code.at[i];
        int value = is_digit(c) ? c - '0' : (c - 'a' + 'A' - 63) % 10;
        sum += i % 2 ? value * 2 : value;
    }
    return (10 - sum % 10) % 10 == code.at[UPS_LEN - 1] - '0' ? DG_CHECK_GOOD : DG_CHECK_BAD;
}

/* UPU S10-12: two letters, eight digits weighed 8 6 4 2 3 5 9 7, a check digit (11 - sum mod 11; 10 is 0, 11 is 5), a country. */
static enum dg_check check_s10(struct dg_str code)
{
    static const int weights[] = { 8, 6, 4, 2, 3, 5, 9, 7 };
    int sum = 0;
    for (size_t i = 0; i < 8; i++)
        sum += (code.at[2 + i] - '0') * weights[i];
    int check = 11 - sum % 11;
    check = check == 10 ? 0 : check == 11 ? 5 : check;
    return check == code.at[10] - '0' ? DG_CHECK_GOOD : DG_CHECK_BAD;
}

static bool is_s10(struct dg_str code)
{
    return code.len == S10_LEN && is_letter(code.at[0]) && is_letter(code.at[1]) && is_letter(code.at[11]) &&
            is_letter(code.at[12]) && all_digits(dg_str_cut(code, 2, 11));
}

/* Mod 10 with weights 3 and 1 from the right: USPS (USPS Publication 199), FedEx Ground. */
static enum dg_check check_mod10(struct dg_str code)
{
    int sum = 0;
    for (size_t i = 0; i + 1 < code.len; i++)
        sum += (code.at[i] - '0') * ((code.len - i) % 2 == 0 ? 3 : 1);
    return (10 - sum % 10) % 10 == code.at[code.len - 1] - '0' ? DG_CHECK_GOOD : DG_CHECK_BAD;
}

/* FedEx Express: eleven digits weighed 3 1 7 in turn, mod 11, mod 10. */
static enum dg_check check_fedex(struct dg_str code)
{
    static const int weights[] = { 3, 1, 7 };
    int sum = 0;
    for (size_t i = 0; i + 1 < FEDEX_EXPRESS_LEN; i++)
        sum += (code.at[i] - '0') * weights[i % 3];
    return sum % 11 % 10 == code.at[FEDEX_EXPRESS_LEN - 1] - '0' ? DG_CHECK_GOOD : DG_CHECK_BAD;
}

static bool is_ups(struct dg_str code)
{
    return code.len == UPS_LEN && dg_str_starts(code, "1z") && is_digit(code.at[UPS_LEN - 1]);
}

static bool is_usps(struct dg_str code)
{
    return all_digits(code) && (code.len == 20 || code.len == 22) && code.at[0] == '9' && code.at[1] >= '1' &&
            code.at[1] <= '5';
}

enum dg_check dg_parcel_check(struct dg_str code)
{
    if (is_ups(code))
        return check_ups(code);
    if (is_s10(code))
        return check_s10(code);
    if (is_usps(code))
        return check_mod10(code);
    return DG_CHECK_NONE;
}

static size_t leading_letters(struct dg_str code)
{
    size_t n = 0;
    while (n < code.len && is_letter(code.at[n]))
        n++;
    return n;
}

/* Of a row of prefix, least and most digits after it, carrier (perhaps three times over: JD) the carrier that fits. */
static bool fits_digits(struct dg_str *carrier, const struct dg_word *w, size_t digits)
{
    enum { COLUMNS = 3 };
    for (unsigned n = 0; dg_word_column(w, n).len; n += COLUMNS) {
        if (digits >= (size_t)dg_word_number(w, n, 0) && digits <= (size_t)dg_word_number(w, n + 1, 0)) {
            *carrier = dg_word_column(w, n + 2);
            return true;
        }
    }
    return false;
}

/* "SF" and twelve or thirteen digits. */
static bool prefixed(struct dg_parcel *out, struct dg_str code, const struct dg_lexicon *lexicon)
{
    struct dg_word w;
    size_t letters = leading_letters(code);
    if (letters == 0 || letters == code.len)
        return false;
    if (!dg_lexicon_is(lexicon, DG_IN_ANY, DG_W_CODE_CARRIER, dg_str_cut(code, 0, letters), &w))
        return false;
    size_t digits = code.len - letters;
    out->check = DG_CHECK_NONE;
    return all_digits(dg_str_cut(code, letters, code.len)) && fits_digits(&out->carrier, &w, digits);
}

bool dg_parcel_shape(struct dg_parcel *out, struct dg_str code, const struct dg_lexicon *lexicon)
{
    *out = (struct dg_parcel){ { "", 0 }, dg_parcel_check(code) };
    if (is_ups(code)) {
        out->carrier = dg_str_of("UPS");
        return true;
    }
    if (is_s10(code)) {
        struct dg_word post;
        if (dg_lexicon_is(lexicon, DG_IN_ANY, DG_W_CODE_POST, dg_str_cut(code, 11, S10_LEN), &post))
            out->carrier = dg_word_column(&post, 0);
        return true;
    }
    if (is_usps(code) && out->check == DG_CHECK_GOOD) {
        out->carrier = dg_str_of("USPS");
        return true;
    }
    if (prefixed(out, code, lexicon))
        return true;
    out->check = DG_CHECK_NONE;
    return false;
}

/* Numbers of twelve or fifteen digits whose check digit is FedEx's. */
bool dg_parcel_is_fedex(struct dg_str code)
{
    if (!all_digits(code))
        return false;
    return (code.len == FEDEX_EXPRESS_LEN && check_fedex(code) == DG_CHECK_GOOD) ||
            (code.len == FEDEX_GROUND_LEN && check_mod10(code) == DG_CHECK_GOOD);
}
