/* The commands of the program: what main.c chooses from. Each runs on the calling thread and gives the exit status. */
#ifndef DG_COMMAND_H
#define DG_COMMAND_H

#include <stdbool.h>

/* What stood on the command line; NULL where it did not. */
struct dg_options {
    const char *config; /* --config; for parse: the names of one's own that it tells of */
    const char *now; /* --now */
    const char *zone; /* --tz */
    const char *file; /* the argument */
    bool jsonl; /* --jsonl */
    bool explain; /* --explain */
};

/* A raw chat from a file or standard input; prints the reading, indented, or (explain)
 * the steps that led to it, a line each. 0, 1 (bad input) or 2 (no such file). */
int dg_parse_command(const struct dg_options *options);
/* A request a line in, a response (or a problem) a line out, in order; --tz is the zone of requests that name none. 0, or 1 when standard output is gone. */
int dg_parse_lines_command(const struct dg_options *options);

/* The server, until SIGTERM or SIGINT. 0, 1 (cannot run) or 2 (the configuration is wrong). */
int dg_serve_command(const struct dg_options *options);
/* Says what is wrong with the configuration, line by line. 0 or 1. */
int dg_check_config_command(const struct dg_options *options);
/* Copies the embedded store of the configuration into a new file, also while servers run. 0, 1 or 2 (the configuration or the
 * command line is wrong). */
int dg_backup_command(const struct dg_options *options);
/* Asks the server of the configuration, on this machine, whether it is alive (GET /healthz), for at most two seconds: for a
 * container's health check. 0, 1 (no, or no answer) or 2 (the configuration is wrong, or has no fixed port). */
int dg_health_command(const struct dg_options *options);
/* The commented file with every setting at its default. */
int dg_default_config_command(void);

#endif
