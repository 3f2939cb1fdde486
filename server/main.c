#include "server/command.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
        "usage: dragoman serve [--config FILE]            the server\n"
        "       dragoman parse [--now T] [--tz Z] [FILE]  a raw chat from FILE or stdin; prints what was settled\n"
        "       dragoman parse --explain [FILE]           the same chat; prints the steps that led there\n"
        "       dragoman parse --jsonl [--tz Z]           a request a line in, a response a line out, in order\n"
        "       dragoman parse --config FILE …            either, with the names of your own that the file tells of\n"
        "       dragoman check-config [--config FILE]     says what is wrong, line by line\n"
        "       dragoman backup [--config FILE] TO        copies the embedded store, also while the server runs\n"
        "       dragoman health [--config FILE]           asks the server on this machine whether it is alive\n"
        "       dragoman default-config                   the commented file with every setting at its default\n"
        "       dragoman --version | --help\n";

static int wrong_usage(const char *what)
{
    fprintf(stderr, "dragoman: %s\n%s", what, usage);
    return 2;
}

/* The place for the value of option `name`, or NULL when there is no such option. */
static const char **value_of(struct dg_options *o, const char *name)
{
    if (strcmp(name, "--config") == 0)
        return &o->config;
    if (strcmp(name, "--now") == 0)
        return &o->now;
    if (strcmp(name, "--tz") == 0)
        return &o->zone;
    return NULL;
}

/* NULL when all was understood, else what was not. */
static const char *read_options(struct dg_options *o, int count, char **words)
{
    for (int i = 0; i < count; i++) {
        const char **value = value_of(o, words[i]);
        if (value && i + 1 == count)
            return "an option lacks its value";
        if (value)
            *value = words[++i];
        else if (strcmp(words[i], "--jsonl") == 0)
            o->jsonl = true;
        else if (strcmp(words[i], "--explain") == 0)
            o->explain = true;
        else if (words[i][0] == '-' && words[i][1])
            return "there is no such option";
        else if (o->file)
            return "one file at most";
        else
            o->file = words[i];
    }
    return NULL;
}

static int run(const char *command, const struct dg_options *options)
{
    if (strcmp(command, "parse") == 0)
        return options->jsonl ? dg_parse_lines_command(options) : dg_parse_command(options);
    if (strcmp(command, "serve") == 0)
        return dg_serve_command(options);
    if (strcmp(command, "check-config") == 0)
        return dg_check_config_command(options);
    if (strcmp(command, "backup") == 0)
        return dg_backup_command(options);
    if (strcmp(command, "health") == 0)
        return dg_health_command(options);
    if (strcmp(command, "default-config") == 0)
        return dg_default_config_command();
    return wrong_usage("there is no such command");
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return wrong_usage("a command is missing");
    if (strcmp(argv[1], "--version") == 0)
        return puts("dragoman " DRAGOMAN_VERSION) == EOF;
    if (strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) == EOF;
    struct dg_options options = { 0 };
    const char *wrong = read_options(&options, argc - 2, argv + 2);
    return wrong ? wrong_usage(wrong) : run(argv[1], &options);
}
