#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listing.h"
#include "out.h"
#include "path.h"
#include "sweep.h"

enum { FILES = 16, ENTRIES_PER_STEP = 128, OPERATIONS_PER_STEP = 256, PERMISSIONS = 0777 };

struct file {
    uint8_t type; /* of the request; 0: free */
    uint32_t channel;
    int fd;
    char *path;
    uint64_t offset, limit, credit; /* FILE_READ */
    struct listing *listing;        /* FILE_LIST */
    struct sweep *sweep;            /* FILE_DELETE */
};

static struct file files[FILES];

static struct file *find(uint32_t channel) {
    for (int i = 0; i < FILES; i++) {
        if (files[i].type != 0 && files[i].channel == channel) {
            return &files[i];
        }
    }
    return NULL;
}

bool file_on(uint32_t channel) {
    return find(channel) != NULL;
}

static void release(struct file *f) {
    if (f->fd >= 0) {
        close(f->fd);
    }
    if (f->sweep != NULL) {
        sweep_stop(f->sweep);
    }
    free(f->sweep);
    free(f->listing);
    free(f->path);
    *f = (struct file){.fd = -1};
}

static void done(struct file *f) {
    out_frame(FILE_DONE, f->channel, NULL, 0);
    release(f);
}

static void fail(struct file *f, const char *what) {
    out_error(f->channel, errno, "%s %s", what, f->path);
    release(f);
}

/* The upload is removed only if the name still leads to it. */
static void remove_upload(const struct file *f) {
    struct place place;
    char name[PATH_MAX];
    struct stat named, ours;
    int parent = path_place(f->path, &place) < 0 ? -1 : path_open_parent(place, name);
    if (parent < 0) {
        return;
    }
    if (fstat(f->fd, &ours) == 0 && fstatat(parent, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
        named.st_ino == ours.st_ino && named.st_dev == ours.st_dev) {
        unlinkat(parent, name, 0);
    }
    close(parent);
}

/* A FIFO or a device must not be waited for, a terminal not become ours, and none of them be used. */
static int open_regular(struct place place, int flags, mode_t mode, struct stat *st) {
    int fd = path_open(place, flags | O_NONBLOCK | O_NOCTTY, mode);
    if (fd >= 0 && (fstat(fd, st) < 0 || !S_ISREG(st->st_mode))) {
        close(fd);
        errno = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    return fd;
}

static void start_write(struct file *f, struct place place, uint32_t mode) {
    struct stat st = {0};
    mode &= PERMISSIONS;
    if (path_make_parents(place) < 0 || (f->fd = open_regular(place, O_WRONLY | O_CREAT | O_TRUNC, mode, &st)) < 0 ||
        ((st.st_mode & PERMISSIONS) != mode && fchmod(f->fd, mode) < 0)) {
        fail(f, "cannot write");
    }
}

static void chunk(struct file *f, const uint8_t *data, size_t n) {
    while (n > 0) {
        ssize_t written = write(f->fd, data, n);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            int err = errno;
            remove_upload(f);
            errno = err;
            fail(f, "cannot write");
            return;
        }
        data += written;
        n -= (size_t)written;
    }
}

static void start_read(struct file *f, struct place place, const struct request *r) {
    struct stat st = {0};
    f->offset = r->file.offset < INT64_MAX ? r->file.offset : INT64_MAX;
    f->limit = r->file.limit;
    f->credit = r->file.credit;
    f->fd = open_regular(place, O_RDONLY, 0, &st);
    if (f->fd < 0) {
        fail(f, "cannot read");
        return;
    }
    listing_info(f->channel, &st);
}

static bool step_read(struct file *f) {
    if (f->limit == 0) {
        done(f);
        return false;
    }
    if (f->credit == 0 || !out_takes_bulk()) {
        return false;
    }
    uint64_t max = f->limit < f->credit ? f->limit : f->credit;
    max = max < MAX_DATA ? max : MAX_DATA;
    /* No file is longer than an offset can say. */
    max = max < (uint64_t)INT64_MAX - f->offset ? max : (uint64_t)INT64_MAX - f->offset;
    ssize_t n = max == 0 ? 0 : out_frame_from(FILE_DATA, f->channel, f->fd, (off_t)f->offset, (size_t)max);
    if (n < 0) {
        fail(f, "cannot read");
    } else if (n == 0) {
        done(f);
    } else {
        f->offset += (uint64_t)n;
        f->limit -= (uint64_t)n;
        f->credit -= (uint64_t)n;
    }
    return n > 0;
}

static void start_list(struct file *f, struct place place) {
    f->fd = path_open(place, O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0);
    f->listing = f->fd < 0 ? NULL : calloc(1, sizeof *f->listing);
    if (f->listing == NULL) {
        fail(f, "cannot list");
    }
}

static bool step_list(struct file *f) {
    for (int i = 0; i < ENTRIES_PER_STEP && out_takes_bulk(); i++) {
        int more = listing_next(f->listing, f->fd, f->channel);
        if (more < 0) {
            fail(f, "cannot list");
            return false;
        }
        if (more == 0) {
            done(f);
            return false;
        }
    }
    return out_takes_bulk();
}

static void stat_path(struct file *f, struct place place) {
    struct stat st;
    f->fd = path_open(place, O_PATH | O_NOFOLLOW, 0);
    if (f->fd < 0 || fstat(f->fd, &st) < 0) {
        fail(f, "cannot stat");
        return;
    }
    listing_info(f->channel, &st);
    done(f);
}

static int remove_last(struct place place, int flags) {
    char name[PATH_MAX];
    int parent = path_open_parent(place, name);
    if (parent < 0) {
        return -1;
    }
    int result = unlinkat(parent, name, flags);
    if (result < 0 && errno == EISDIR) {
        result = unlinkat(parent, name, AT_REMOVEDIR);
    }
    int err = errno;
    close(parent);
    errno = err;
    return result;
}

static void start_delete(struct file *f, struct place place, bool recursive) {
    if (remove_last(place, 0) == 0) {
        done(f);
        return;
    }
    if (errno != ENOTEMPTY || !recursive) {
        fail(f, "cannot delete");
        return;
    }
    f->sweep = malloc(sizeof *f->sweep);
    if (f->sweep == NULL) {
        fail(f, "cannot delete");
        return;
    }
    char name[PATH_MAX];
    int parent = path_open_parent(place, name);
    f->fd = parent < 0 ? -1 : sweep_open(parent, name);
    int err = errno;
    if (parent >= 0) {
        close(parent);
    }
    errno = err;
    if (f->fd < 0) {
        free(f->sweep);
        f->sweep = NULL;
        fail(f, "cannot delete");
        return;
    }
    sweep_start(f->sweep, f->fd);
}

static bool step_delete(struct file *f) {
    enum sweep_result result = sweep_step(f->sweep, OPERATIONS_PER_STEP);
    struct place place;
    if (result == SWEEP_MORE) {
        return true;
    }
    if (result == SWEEP_STUCK) {
        errno = f->sweep->err;
        fail(f, "cannot delete everything in");
    } else if (path_place(f->path, &place) < 0 || remove_last(place, AT_REMOVEDIR) < 0) {
        fail(f, "cannot delete");
    } else {
        done(f);
    }
    return false;
}

void file_request(uint32_t channel, uint8_t type, const struct request *r) {
    struct file *f = NULL;
    for (int i = 0; i < FILES && f == NULL; i++) {
        f = files[i].type == 0 ? &files[i] : NULL;
    }
    if (f == NULL) {
        out_error(channel, 0, "too many file requests at a time");
        return;
    }
    *f = (struct file){.type = type, .channel = channel, .fd = -1, .path = strdup(r->file.path)};
    struct place place;
    if (f->path == NULL) {
        out_error(channel, ENOMEM, "file request");
        release(f);
        return;
    }
    /* place points into the copy, which lives as long as the request. */
    if (path_place(f->path, &place) < 0) {
        fail(f, "not a path under /sandbox or /tmp:");
        return;
    }
    switch (type) {
        case FILE_WRITE:
            start_write(f, place, r->file.mode);
            break;
        case FILE_READ:
            start_read(f, place, r);
            break;
        case FILE_LIST:
            start_list(f, place);
            break;
        case FILE_STAT:
            stat_path(f, place);
            break;
        case FILE_DELETE:
            start_delete(f, place, r->file.recursive);
            break;
        default: /* FILE_MKDIR */
            if (path_make_dirs(place) < 0) {
                fail(f, "cannot make directory");
            } else {
                done(f);
            }
    }
}

const char *file_frame(uint32_t channel, uint8_t type, const struct request *r) {
    struct file *f = find(channel);
    if (f->type == FILE_WRITE && type == FILE_CHUNK) {
        chunk(f, r->bytes.data, r->bytes.size);
    } else if (f->type == FILE_WRITE && type == FILE_COMMIT) {
        if (!r->keep) {
            remove_upload(f);
        }
        done(f);
    } else if (f->type == FILE_READ && type == FILE_CANCEL) {
        done(f);
    } else if (f->type == FILE_READ && type == CREDIT && r->credit.stream == STREAM_FILE) {
        f->credit += r->credit.bytes;
    } else {
        return "frame on a file's channel that does not belong there";
    }
    return NULL;
}

bool files_step(void) {
    bool more = false;
    for (int i = 0; i < FILES; i++) {
        struct file *f = &files[i];
        if (f->type == FILE_READ) {
            more |= step_read(f);
        } else if (f->type == FILE_LIST) {
            more |= step_list(f);
        } else if (f->type == FILE_DELETE) {
            more |= step_delete(f);
        }
    }
    return more;
}

void files_end(void) {
    for (int i = 0; i < FILES; i++) {
        if (files[i].type != 0) {
            out_error(files[i].channel, 0, "ended by a reset");
            release(&files[i]);
        }
    }
}
