/* Phone numbers, mail addresses and links. Closed forms: read from the bytes, with the words before a number to tell a phone
 * from an order or a meeting. */
#include "intents/code_cue.h"
#include "intents/recogniser.h"

enum { EXTENSION_DIGITS_MAX = 5, PHONE_DIGITS_MAX = 15, PHONE_BYTES_MAX = 32, LABEL_BYTES_MAX = 63, GROUPS_MAX = 8 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_word(char c)
{
    return is_letter(c) || is_digit(c);
}

static char at(struct dg_str s, size_t i)
{
    return i < s.len ? s.at[i] : 0;
}

static void report(const struct dg_scan *scan, struct dg_sink *sink, enum dg_mention_type type, size_t start,
        size_t end, struct dg_code code)
{
    dg_sink_add(sink,
            &(struct dg_mention){ .type = type,
                    .message = scan->message,
                    .start = (uint32_t)start,
                    .end = (uint32_t)end,
                    .value = { .kind = DG_CODE, .code = code },
                    .score = 1 });
}

/* ---- links and mail ---------------------------------------------------------------------------------------- */

static bool is_link_byte(char c)
{
    return (unsigned char)c > ' ' && (unsigned char)c < 0x7F && !strchr("<>\"`{}|\\^", c);
}

/* The end of a link that starts at `i`, without the sentence's marks behind it (RFC 3986 §3; brackets stay in pairs). */
static size_t link_end(struct dg_str s, size_t i)
{
    size_t end = i;
    int open = 0;
    for (; end < s.len && is_link_byte(s.at[end]); end++) {
        open += s.at[end] == '(';
        if (s.at[end] == ')' && --open < 0)
            break;
    }
    while (end > i && strchr(".,;:!?'~*", s.at[end - 1]))
        end--;
    return end;
}

/* How many bytes a letter or figure of a host name has at `i`; 0: there is none. Beside ours those of the alphabets that ours
 * are imitated with, Latin with marks to Armenian (U+00C0 to U+05BF, two bytes): half a host would be another host. */
static size_t host_letter(struct dg_str s, size_t i)
{
    unsigned char c = (unsigned char)at(s, i);
    if (is_word((char)c))
        return 1;
    return c >= 0xC3 && c <= 0xD6 ? 2 : 0;
}

static bool follows_host_letter(struct dg_str s, size_t i)
{
    return (i > 0 && is_word(s.at[i - 1])) || (i > 1 && host_letter(s, i - 2) == 2);
}

/* Past the labels of a host that need not be known, there being a scheme before it. */
static size_t past_labels(struct dg_str s, size_t i)
{
    size_t len = host_letter(s, i);
    while (len > 0) {
        i += len;
        len = host_letter(s, i);
        if (len == 0 && (at(s, i) == '.' || at(s, i) == '-') && host_letter(s, i + 1))
            len = 1;
    }
    return i;
}

/* The end of a host name at `i`: labels with dots, the last of them in the table of top-level domains; or `i`. */
static size_t host_end(const struct dg_scan *scan, struct dg_str s, size_t i)
{
    size_t end = i, label = i;
    struct dg_word w;
    for (size_t k = i, len; k <= s.len; k += len ? len : 1) {
        char c = at(s, k);
        len = host_letter(s, k);
        if (len || (c == '-' && k > label))
            continue;
        if (k == label || k - label > LABEL_BYTES_MAX)
            break;
        bool country = end > i && label == end + 1 && k == label + 2; /* .com.sa: below a domain that is known */
        bool last = label > i &&
                (country || dg_lexicon_is(scan->lexicon, DG_IN_ANY, DG_W_CONTACT_DOMAIN, dg_str_cut(s, label, k), &w));
        if (last)
            end = k;
        if (c != '.')
            break;
        label = k + 1;
    }
    return end;
}

/* The byte after "http://", or `i`. */
static size_t past_scheme(struct dg_str s, size_t i)
{
    static const char *const schemes[] = { "https://", "http://" };
    for (size_t k = 0; k < sizeof schemes / sizeof schemes[0]; k++) {
        if (dg_str_starts(dg_str_cut(s, i, s.len), schemes[k]))
            return i + strlen(schemes[k]);
    }
    return i;
}

/* Whether the host of a link is one where people meet. */
static bool is_meeting(const struct dg_scan *scan, struct dg_str s, size_t host)
{
    struct dg_word w;
    for (size_t i = host; i < s.len && (is_word(s.at[i]) || s.at[i] == '.' || s.at[i] == '-'); i++) {
        bool border = i == host || s.at[i - 1] == '.';
        if (border && dg_lexicon_longest(scan->lexicon, DG_IN_ANY, DG_W_CONTACT_MEETING, s, i, &w))
            return true;
    }
    return false;
}

/* A link at `i`; its end, or `i`. */
static size_t find_link(const struct dg_scan *scan, struct dg_sink *sink, struct dg_str s, size_t i)
{
    size_t host = past_scheme(s, i), end;
    if (host > i) {
        bool named = host_letter(s, host) || at(s, host) == '[';
        end = named ? link_end(s, past_labels(s, host)) : i;
    } else {
        end = host_end(scan, s, i);
        char next = at(s, end);
        if (end > i && (next == '/' || next == '?' || next == '#' || (next == ':' && is_digit(at(s, end + 1)))))
            end = link_end(s, end);
        if (next == '@')
            return i;
    }
    if (end <= host)
        return i;
    struct dg_str scheme = dg_str_of(is_meeting(scan, s, host) ? "meeting" : "url");
    report(scan, sink, DG_M_URL, i, end, (struct dg_code){ dg_text_words(scan->text, i, end), scheme });
    return end;
}

static bool is_local_byte(char c)
{
    return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

/* A mail address whose local part starts at `i`; its end, or `i`. */
static size_t find_mail(const struct dg_scan *scan, struct dg_sink *sink, struct dg_str s, size_t i)
{
    size_t k = i;
    while (k < s.len && k < i + LABEL_BYTES_MAX && is_local_byte(s.at[k]))
        k++;
    if (k == i || at(s, k) != '@' || !is_word(at(s, k + 1)))
        return i;
    size_t label = k + 1, end = label, dots = 0;
    for (; end < s.len && (is_word(s.at[end]) || s.at[end] == '-' || s.at[end] == '.'); end++) {
        if (s.at[end] != '.')
            continue;
        if (!is_word(at(s, end + 1)))
            break;
        dots++;
        label = end + 1;
    }
    if (!dots || end - label < 2)
        return i;
    report(scan, sink, DG_M_EMAIL, i, end, (struct dg_code){ dg_text_words(scan->text, i, end), dg_str_of("email") });
    return end;
}

/* ---- phones ------------------------------------------------------------------------------------------------ */

/* Digits in groups as they stand in the text. */
struct number {
    size_t start, end;
    char digits[PHONE_DIGITS_MAX + 1];
    size_t count;
    size_t groups[GROUPS_MAX], group_count;
    bool plus, bracket, dotted;
};

static size_t past_separators(struct dg_str s, size_t i)
{
    size_t k = i;
    while (k < s.len && k < i + 3 && strchr(" -.()/", s.at[k]))
        k++;
    return k;
}

static bool read_number(struct number *n, struct dg_str s, size_t i)
{
    enum { OPENING_MAX = 4 }; /* "+ (" before the digits */
    *n = (struct number){ .start = i };
    size_t k = i;
    n->bracket = at(s, k) == '(' && at(s, k + 1) == '+'; /* (+45) 12 34 56 78 */
    k += n->bracket;
    n->plus = at(s, k) == '+';
    k += n->plus;
    while (k < i + OPENING_MAX && (at(s, k) == '(' || (k > i && at(s, k) == ' '))) {
        n->bracket = n->bracket || s.at[k] == '(';
        k++;
    }
    while (is_digit(at(s, k)) && n->group_count < GROUPS_MAX && k < i + PHONE_BYTES_MAX) {
        size_t group = 0;
        for (; is_digit(at(s, k)); k++, group++) {
            if (n->count == PHONE_DIGITS_MAX)
                return false;
            n->digits[n->count++] = s.at[k];
        }
        n->groups[n->group_count++] = group;
        n->end = k;
        size_t next = past_separators(s, k);
        if (!is_digit(at(s, next)))
            break;
        n->bracket = n->bracket || memchr(s.at + k, '(', next - k);
        n->dotted = n->dotted || at(s, k) == '.';
        k = next;
    }
    return n->count > 0;
}

static bool grouped(const struct number *n, const char *pattern)
{
    size_t len = strlen(pattern);
    if (len > n->group_count)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (n->groups[n->group_count - len + i] != (size_t)(pattern[i] - '0'))
            return false;
    }
    return true;
}

static bool is_chinese_mobile(const struct number *n)
{
    const char *d = n->digits;
    size_t count = n->count;
    if (count == 13 && d[0] == '8' && d[1] == '6')
        d += 2, count -= 2;
    bool shape = n->group_count == 1 || grouped(n, "344") || grouped(n, "83") || grouped(n, "443") ||
            grouped(n, "353") || (n->group_count == 2 && n->groups[1] == 11);
    return count == 11 && d[0] == '1' && d[1] >= '3' && shape && !n->dotted;
}

/* 021-6288 1234, 400-820-8820, (010)65051166, with an extension of up to four digits. */
static bool is_chinese_line(const struct number *n)
{
    const char *d = n->digits;
    bool service = (d[0] == '4' || d[0] == '8') && d[1] == '0' && d[2] == '0' && n->count == 10 && n->group_count != 2;
    bool area = d[0] == '0' && d[1] != '0' && n->group_count >= 2 && (n->groups[0] == 3 || n->groups[0] == 4);
    return service || (area && n->count >= 10 && n->count <= 12);
}

static bool is_american(const struct number *n)
{
    size_t skip = n->count == 11 && n->digits[0] == '1';
    const char *d = n->digits + skip;
    return n->count == 10 + skip && grouped(n, "334") && d[0] >= '2' && d[3] >= '2';
}

/* 07700 900417, 020 7946 0018: ten or eleven digits from 0. */
static bool is_british(const struct number *n)
{
    return n->digits[0] == '0' && n->digits[1] != '0' && n->count >= 10 && n->count <= 11 &&
            (n->digits[1] == '7' || n->group_count >= 2) && n->groups[0] >= 3;
}

static bool is_international(const struct number *n)
{
    bool zeros = n->digits[0] == '0' && n->digits[1] == '0' && n->digits[2] != '0';
    return (n->plus && n->count >= 8) || (zeros && n->count >= 10);
}

static bool is_phone(const struct number *n, enum dg_code_cue cue)
{
    if (cue == DG_CUE_ORDER || cue == DG_CUE_SECRET || cue == DG_CUE_MEETING || cue == DG_CUE_PARCEL)
        return false;
    if (is_international(n) || is_chinese_mobile(n) || is_chinese_line(n) || is_american(n) || is_british(n))
        return true;
    if (n->bracket && n->count >= 9 && n->group_count >= 2)
        return true;
    return cue == DG_CUE_PHONE && n->count >= 5 && !(n->count == 8 && n->dotted);
}

/* "ext 12", "x388", "转801" behind a number: the end of its digits, or `i`. */
static size_t past_extension(const struct dg_scan *scan, struct dg_str s, size_t i)
{
    struct dg_word word;
    size_t k = i;
    while (at(s, k) == ' ' || at(s, k) == ',')
        k++;
    size_t letters = k;
    while (is_letter(at(s, letters)))
        letters++;
    bool cut = letters > k && is_digit(at(s, letters)); /* x388 */
    struct dg_str text = dg_str_cut(s, k, cut ? letters : s.len);
    if (!dg_lexicon_longest(scan->lexicon, DG_IN_ANY, DG_W_CONTACT_EXTENSION, text, 0, &word))
        return i;
    k += word.len;
    while (at(s, k) == ' ' || at(s, k) == '.' || at(s, k) == ':')
        k++;
    size_t digits = k;
    while (is_digit(at(s, digits)))
        digits++;
    return digits > k && digits - k <= EXTENSION_DIGITS_MAX && !is_letter(at(s, digits)) ? digits : i;
}

static size_t find_phone(const struct dg_scan *scan, struct dg_sink *sink, struct dg_str s, size_t i)
{
    struct number n;
    if (!read_number(&n, s, i))
        return i;
    size_t extension = past_extension(scan, s, n.end);
    if (extension == n.end && is_letter(at(s, n.end)))
        return i;
    if (!is_phone(&n, dg_code_cue_before(scan, i)))
        return i;
    struct dg_str code = dg_arena_print(scan->arena, "%s%s", n.plus ? "+" : "", n.digits);
    bool closed = n.bracket && at(s, n.end) == ')' && memchr(s.at + i, ')', n.end - i) == NULL;
    size_t end = extension > n.end ? extension : n.end + closed;
    bool open = at(s, i) == '(' && memchr(s.at + i, ')', end - i) == NULL; /* (see 0161 496 0000 below */
    report(scan, sink, DG_M_PHONE, i + open, end, (struct dg_code){ code, dg_str_of("tel") });
    return end;
}

/* ---- the walk ---------------------------------------------------------------------------------------------- */

/* At any other byte nothing begins. */
static bool may_begin(struct dg_str s, size_t i)
{
    return host_letter(s, i) || s.at[i] == '+' || s.at[i] == '(';
}

static void scan_contacts(const struct dg_scan *scan, struct dg_sink *sink)
{
    struct dg_str s = scan->text->folded;
    for (size_t i = 0; i < s.len;) {
        char c = s.at[i];
        if (!may_begin(s, i)) {
            i++;
            continue;
        }
        bool border = i == 0 || !(follows_host_letter(s, i) || strchr("@.+-_/#", s.at[i - 1]));
        bool number_border = i == 0 || !(is_word(s.at[i - 1]) || strchr("@._/#$+", s.at[i - 1]));
        if (i > 1 && s.at[i - 1] == '-' && is_digit(s.at[i - 2]))
            number_border = false; /* P0-001-0161 */
        size_t end = i;
        if (border && (is_word(c)))
            end = find_mail(scan, sink, s, i);
        bool linked = c == 'h' && i > 0 && !is_word(s.at[i - 1]) && past_scheme(s, i) > i; /* …come.https:// */
        if ((border || linked) && end == i && host_letter(s, i))
            end = find_link(scan, sink, s, i);
        if (number_border && end == i && (is_digit(c) || c == '+' || c == '('))
            end = find_phone(scan, sink, s, i);
        if (end > i) {
            i = end;
            continue;
        }
        /* on to the next border: a run of letters and digits is looked at once, so that the walk stays linear */
        i++;
        while (i < s.len && is_word(s.at[i]) && is_word(s.at[i - 1]))
            i++;
    }
}

const struct dg_recogniser dg_recogniser_contact = { "contact", scan_contacts };
