#include "roots.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NAMES = 4096, MODE = 07777 };

const char *const root_paths[ROOTS] = {"/sandbox", "/tmp", "/dev/shm", "/dev/mqueue"};
int root_fds[ROOTS];

static mode_t first_mode;
static int first_flags;
static bool has_flags;
static char first_names[NAMES]; /* of extended attributes, as listxattr(2) gives them */
static ssize_t first_names_size;

bool roots_init(void) {
    for (int i = 0; i < ROOTS; i++) {
        root_fds[i] = open(root_paths[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    int sandbox = root_fds[ROOT_SANDBOX];
    struct stat st;
    if (sandbox < 0 || root_fds[ROOT_TMP] < 0 || fstat(sandbox, &st) < 0) {
        return false;
    }
    first_mode = st.st_mode & MODE;
    has_flags = ioctl(sandbox, FS_IOC_GETFLAGS, &first_flags) == 0;
    first_names_size = flistxattr(sandbox, first_names, NAMES);
    return true;
}

static bool known(const char *name) {
    for (ssize_t at = 0; at < first_names_size; at += (ssize_t)strlen(first_names + at) + 1) {
        if (strcmp(first_names + at, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Access control lists are attributes too, as far as this is concerned. */
static bool remove_attributes(int fd) {
    static char names[XATTR_LIST_MAX];
    ssize_t size = flistxattr(fd, names, sizeof names);
    for (ssize_t at = 0; at < size; at += (ssize_t)strlen(names + at) + 1) {
        if (!known(names + at) && fremovexattr(fd, names + at) < 0) {
            return false;
        }
    }
    return true;
}

static bool set_mode(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && ((st.st_mode & MODE) == first_mode || fchmod(fd, first_mode) == 0);
}

static bool set_flags(int fd) {
    int flags;
    return !has_flags || (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
                          (flags == first_flags || ioctl(fd, FS_IOC_SETFLAGS, &first_flags) == 0));
}

const char *roots_restore_sandbox(void) {
    int fd = root_fds[ROOT_SANDBOX];
    /* Without the right to write, attributes stay; and with an access list goes its part in the mode. */
    if (!set_mode(fd)) {
        return "mode of /sandbox";
    }
    if (!remove_attributes(fd)) {
        return "extended attributes of /sandbox";
    }
    if (!set_mode(fd)) {
        return "mode of /sandbox";
    }
    if (!set_flags(fd)) {
        return "inode flags of /sandbox";
    }
    /* A program can leave a message in the times as well. Where the user may not write it cannot, either. */
    for (int i = 0; i < ROOTS; i++) {
        if (root_fds[i] >= 0 && futimens(root_fds[i], NULL) < 0 && i == ROOT_SANDBOX) {
            return "times of /sandbox";
        }
    }
    return NULL;
}
