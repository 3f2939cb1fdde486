#include "server/config.h"

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What was complained about, as "line: detail" joined by bars. */
struct complaints {
    char text[4096];
    unsigned count, last_line;
};

static void note(void *owner, const char *where, unsigned line, const char *detail)
{
    struct complaints *c = owner;
    size_t len = strlen(c->text);
    snprintf(c->text + len, sizeof c->text - len, "%s:%u: %s|", where, line, detail);
    c->count++;
    c->last_line = line;
}

static void every_setting_has_its_default(void)
{
    struct complaints c = { 0 };
    struct dg_config *config = dg_config_read(dg_str_of(""), note, &c);
    if (!DG_CHECK(config, "%s", c.text))
        return;
    DG_CHECK_STR(config->address, "127.0.0.1", "address");
    DG_CHECK_INT(config->port, 8080, "port");
    DG_CHECK_STR(config->store, "sqlite:dragoman.db", "store");
    DG_CHECK_INT(config->session_ttl_s, 86400, "session_ttl");
    DG_CHECK_INT((long long)config->key_count, 0, "keys");
    DG_CHECK(config->adapter_count > 0 && config->adapters[0].enabled, "adapters are on");
    dg_config_destroy(config);
}

static void a_file_sets_what_it_names(void)
{
    static const char text[] = "# a comment\n\n  listen = [::1]:9000 \nloops=3\nstore = redis://127.0.0.1/2\r\n"
                               "adapter.uber.enabled = off\nadapter.tomp.url = http://127.0.0.1:1\n"
                               "adapter.tomp.sandbox = on";
    struct complaints c = { 0 };
    struct dg_config *config = dg_config_read(dg_str_of(text), note, &c);
    if (!DG_CHECK(config, "%s", c.text))
        return;
    DG_CHECK_STR(config->address, "::1", "address");
    DG_CHECK_INT(config->port, 9000, "port");
    DG_CHECK_INT(config->loops, 3, "loops");
    DG_CHECK_STR(config->store, "redis://127.0.0.1/2", "store");
    for (size_t i = 0; i < config->adapter_count; i++) {
        const struct dg_adapter_config *a = &config->adapters[i];
        bool tomp = strcmp(a->adapter->name, "tomp") == 0;
        DG_CHECK(a->enabled == (strcmp(a->adapter->name, "uber") != 0), "%s", a->adapter->name);
        DG_CHECK(a->settings.sandbox == tomp, "%s", a->adapter->name);
        DG_CHECK(!tomp || a->settings.values[0].len, "tomp's first option");
    }
    dg_config_destroy(config);
}

static const struct {
    const char *text;
    unsigned line;
    const char *says;
} wrong[] = {
    { "listen", 1, "key = value" },
    { "= 3", 1, "key = value" },
    { "\n\nlisen = 127.0.0.1:1", 3, "no such setting" },
    { "Listen = 127.0.0.1:1", 1, "no such setting" },
    { "listen = 8080", 1, "ADDRESS:PORT" },
    { "listen = :8080", 1, "ADDRESS:PORT" },
    { "listen = 127.0.0.1:", 1, "ADDRESS:PORT" },
    { "listen = 127.0.0.1:65536", 1, "ADDRESS:PORT" },
    { "listen = example.org:80", 1, "in numbers" },
    { "listen = 127.0.0.1.5:80", 1, "in numbers" },
    { "loops = many", 1, "whole number from 0 to 256" },
    { "loops = -1", 1, "whole number" },
    { "loops = 257", 1, "whole number" },
    { "loops = 99999999999999999999", 1, "whole number" },
    { "loops =", 1, "whole number" },
    { "session_ttl = 59", 1, "from 60 to" },
    { "loops = 1\nloops = 2", 2, "stands twice" },
    { "store = mysql://x", 1, "sqlite:PATH" },
    { "store = redis://host:99999", 1, "port" },
    { "store = redis+sentinel://a,b", 1, "NAME" },
    { "store = redis+cluster://a/1", 1, "database 0" },
    { "timezone = Mars/Olympus", 1, "no such zone" },
    { "log = all,-noise", 1, "unknown component" },
    { "api_key = ann", 1, "NAME:HASH" },
    { "api_key = ann:00", 1, "64 hexadecimal" },
    { "jwt_keys = http://id.test/keys", 1, "https URL" },
    { "jwt_keys = keys.json", 1, "absolute path" },
    { "jwt_keys = /etc/keys\njwt_issuer = x", 0, "jwt_audience" },
    { "tls_key = key.pem", 1, "absolute path" },
    { "tls_key = /key.pem", 0, "the one is needed with the other" },
    { "store_key = abc", 1, "64 hexadecimal" },
    { "redis_ca_file = ca.pem", 1, "absolute path" },
    { "redis_key = /key.pem", 0, "the one is needed with the other" },
    { "trusted_proxies = gateway", 1, "like 10.0.0.0/8" },
    { "jwt_refresh = 0", 1, "whole number" },
    { "adapter.nobody.url = x", 1, "no such adapter" },
    { "adapter.uber.wheels = 4", 1, "no such setting" },
    { "adapter.uber.enabled = yes", 1, "on or off" },
    { "timezone = \xff", 1, "UTF-8" },
};

static void each_wrong_line_is_named(void)
{
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct complaints c = { 0 };
        struct dg_config *config = dg_config_read(dg_str_of(wrong[i].text), note, &c);
        DG_CHECK(!config, "%s: is taken", wrong[i].text);
        DG_CHECK_INT(c.count, 1, wrong[i].text);
        DG_CHECK_INT(c.last_line, wrong[i].line, wrong[i].text);
        DG_CHECK(strstr(c.text, wrong[i].says), "%s: %s", wrong[i].text, c.text);
        dg_config_destroy(config);
    }
}

static void all_wrong_lines_are_named_at_once(void)
{
    struct complaints c = { 0 };
    DG_CHECK(!dg_config_read(dg_str_of("a = 1\nloops = x\n# fine\nb\n"), note, &c), "is taken");
    DG_CHECK_INT(c.count, 3, c.text);
}

#define HASH_A "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"
#define HASH_B "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void without_a_key_only_the_loopback_may_be_listened_on(void)
{
    static const struct {
        const char *text;
        bool fine;
    } cases[] = {
        { "listen = 0.0.0.0:80", false },
        { "listen = [::]:80", false },
        { "listen = 192.0.2.1:80", false },
        { "listen = 127.0.0.1:80", true },
        { "listen = 127.9.9.9:80", true },
        { "listen = [::1]:80", true },
        { "listen = localhost:80", true },
        { "listen = 0.0.0.0:80\njwt_keys = /k\njwt_issuer = i\njwt_audience = a", true },
        { "listen = 0.0.0.0:80\napi_key = ann:" HASH_A, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct complaints c = { 0 };
        struct dg_config *config = dg_config_read(dg_str_of(cases[i].text), note, &c);
        DG_CHECK((config != NULL) == cases[i].fine, "%s: %s", cases[i].text, c.text);
        DG_CHECK(cases[i].fine || strstr(c.text, "text:1: listen: without an api_key"), "%s", c.text);
        dg_config_destroy(config);
    }
}

static void one_caller_may_have_several_keys(void)
{
    struct complaints c = { 0 };
    struct dg_config *config =
            dg_config_read(dg_str_of("api_key = ann:" HASH_A " ann:" HASH_B "\napi_key = bob:" HASH_B), note, &c);
    if (!DG_CHECK(config, "%s", c.text))
        return;
    DG_CHECK_INT((long long)config->key_count, 3, "keys");
    DG_CHECK_STR(config->keys[1].caller, "ann", "second");
    DG_CHECK_STR(config->keys[2].caller, "bob", "third");
    DG_CHECK_INT(config->keys[0].hash[0], 0x2c, "hash");
    dg_config_destroy(config);
}

static const char *temporary_file(const char *text)
{
    static char path[] = "/tmp/dragoman-config-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    DG_CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "write");
    close(fd);
    return path;
}

static void the_environment_overrides_the_file(void)
{
    const char *path = temporary_file("loops = 3\nadapter.tomp.url = http://a\napi_key = ann:" HASH_A);
    struct complaints c = { 0 };
    setenv("DRAGOMAN_LOOPS", "5", 1);
    setenv("DRAGOMAN_ADAPTER_TOMP_SANDBOX", "on", 1);
    setenv("DRAGOMAN_API_KEY", "bob:" HASH_B, 1);
    struct dg_config *config = dg_config_load(path, note, &c);
    if (DG_CHECK(config, "%s", c.text)) {
        DG_CHECK_INT(config->loops, 5, "loops");
        DG_CHECK_INT((long long)config->key_count, 1, "keys");
        DG_CHECK_STR(config->keys[0].caller, "bob", "caller");
    }
    dg_config_destroy(config);
    setenv("DRAGOMAN_LOOPS", "x", 1);
    DG_CHECK(!dg_config_load(path, note, &c), "is taken");
    DG_CHECK(strstr(c.text, "DRAGOMAN_LOOPS:0: loops: must be a whole number"), "%s", c.text);
    unsetenv("DRAGOMAN_LOOPS");
    unsetenv("DRAGOMAN_ADAPTER_TOMP_SANDBOX");
    unsetenv("DRAGOMAN_API_KEY");
    unlink(path);
}

static void a_missing_file_is_said(void)
{
    struct complaints c = { 0 };
    DG_CHECK(!dg_config_load("/nowhere/dragoman.conf", note, &c), "is taken");
    DG_CHECK(strstr(c.text, "/nowhere/dragoman.conf:0: No such file"), "%s", c.text);
}

static void the_printed_defaults_can_be_read_back(void)
{
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);
    dg_config_print_defaults(file);
    fclose(file);
    struct complaints c = { 0 };
    struct dg_config *config = dg_config_read((struct dg_str){ text, len }, note, &c);
    DG_CHECK(config, "%s", c.text);
    DG_CHECK(strstr(text, "adapter.tomp.url"), "adapters are listed");
    dg_config_destroy(config);
    free(text);
}

int main(void)
{
    dg_run("every setting has its default", every_setting_has_its_default);
    dg_run("a file sets what it names", a_file_sets_what_it_names);
    dg_run("each wrong line is named", each_wrong_line_is_named);
    dg_run("all wrong lines are named at once", all_wrong_lines_are_named_at_once);
    dg_run("without a key only the loopback may be listened on", without_a_key_only_the_loopback_may_be_listened_on);
    dg_run("one caller may have several keys", one_caller_may_have_several_keys);
    dg_run("the environment overrides the file", the_environment_overrides_the_file);
    dg_run("a missing file is said", a_missing_file_is_said);
    dg_run("the printed defaults can be read back", the_printed_defaults_can_be_read_back);
    return dg_done();
}
