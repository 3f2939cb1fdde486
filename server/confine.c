#include "server/confine.h"

#include "server/store.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_BYTES_MAX = 4096 };

/* ---- files (Linux' Documentation/userspace-api/landlock.rst) ------------------------------------------------ */

#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define LIBRARY_RIGHTS (READ_RIGHTS | LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITE_RIGHTS \
    (READ_RIGHTS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG)
/* Rights of the first version, which every kernel with Landlock knows; later ones are rights of other things. */
#define ALL_RIGHTS (LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1)
#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)

/* Where libraries, certificates, name services and the kernel's figures lie. */
static const struct {
    const char *path;
    uint64_t rights;
} system_paths[] = { { "/usr", LIBRARY_RIGHTS }, { "/lib", LIBRARY_RIGHTS }, { "/lib64", LIBRARY_RIGHTS },
    { "/etc", READ_RIGHTS }, { "/run", READ_RIGHTS }, { "/proc", READ_RIGHTS }, { "/sys", READ_RIGHTS },
    { "/dev/null", READ_RIGHTS | LANDLOCK_ACCESS_FS_WRITE_FILE }, { "/dev/urandom", READ_RIGHTS },
    { "/dev/random", READ_RIGHTS } };

/* A path that is not there grants nothing and is no failure. */
static void allow(int rules, const char *path, uint64_t rights)
{
    struct stat what;
    struct landlock_path_beneath_attr beneath = { .allowed_access = rights,
        .parent_fd = open(path, O_PATH | O_CLOEXEC) };
    if (beneath.parent_fd < 0)
        return;
    if (fstat(beneath.parent_fd, &what) == 0 && !S_ISDIR(what.st_mode))
        beneath.allowed_access &= FILE_RIGHTS;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
}

/* A file that is replaced when it is renewed, and the files beside a database, are reached through their folder. */
static void allow_folder_of(int rules, struct dg_str path, uint64_t rights)
{
    char folder[PATH_BYTES_MAX];
    size_t len = path.len;
    while (len > 0 && path.at[len - 1] != '/')
        len--;
    if (path.len == 0 || len >= sizeof folder)
        return;
    snprintf(folder, sizeof folder, "%.*s", (int)len, path.at);
    allow(rules, len ? folder : ".", rights);
}

/* As tools that renew certificates lay them: the name stays and is a link, what it points at is new each time. */
static void allow_renewed(int rules, struct dg_str path)
{
    char *real = path.len ? realpath(path.at, NULL) : NULL;
    allow_folder_of(rules, path, READ_RIGHTS);
    if (real)
        allow_folder_of(rules, dg_str_of(real), READ_RIGHTS);
    free(real);
}

static void allow_all(int rules, const struct dg_config *config)
{
    struct dg_str database;
    for (size_t i = 0; i < sizeof system_paths / sizeof system_paths[0]; i++)
        allow(rules, system_paths[i].path, system_paths[i].rights);
    allow_renewed(rules, config->ca_file);
    allow_renewed(rules, config->tls_certificate);
    allow_renewed(rules, config->tls_key);
    if (dg_str_starts(config->jwt_keys, "/"))
        allow_renewed(rules, config->jwt_keys);
    if (dg_store_is_embedded(config->store, &database))
        allow_folder_of(rules, database, WRITE_RIGHTS);
}

static bool confine_files(const struct dg_config *config)
{
    struct landlock_ruleset_attr handled = { .handled_access_fs = ALL_RIGHTS };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0);
    if (rules < 0)
        return false;
    allow_all(rules, config);
    bool fine = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return fine;
}

/* ---- calls ------------------------------------------------------------------------------------------------- */

/* Another program, another process's memory, the kernel's own workings, other rights than ours. */
static const int refused_calls[] = { SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(move_mount),
    SCMP_SYS(open_tree), SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare),
    SCMP_SYS(setns), SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff),
    SCMP_SYS(acct), SCMP_SYS(quotactl), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
    SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups), SCMP_SYS(capset), SCMP_SYS(personality),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(syslog) };

static bool confine_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return false;
    bool fine = true;
    for (size_t i = 0; i < sizeof refused_calls / sizeof refused_calls[0]; i++)
        fine = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused_calls[i], 0) == 0 && fine;
    fine = fine && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return fine;
}

/* ---- both -------------------------------------------------------------------------------------------------- */

/* Settings and talks are in memory. Mappings are chosen by the mask in coredump_filter (core(5)); the limit alone would not
 * hold where cores are piped to a program. */
void dg_confine_cores(void)
{
    const struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    FILE *filter = fopen("/proc/self/coredump_filter", "w");
    if (!filter)
        return;
    fputs("0\n", filter);
    fclose(filter);
}

struct dg_confined dg_confine(const struct dg_config *config)
{
    dg_confine_cores();
    prctl(PR_SET_DUMPABLE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return (struct dg_confined){ false, false };
    struct dg_confined done = { .files = confine_files(config) };
    done.calls = confine_calls();
    return done;
}
