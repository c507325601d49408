#include "listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "frame.h"
#include "out.h"

enum { INFO_SIZE = 21, PERMISSIONS = 07777 };

static uint8_t kind(mode_t mode) {
    return S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : 'o';
}

/* A file may claim to be from before 1970, or from after the sun has gone out. */
static uint64_t millis(struct timespec t) {
    if (t.tv_sec < 0) {
        return 0;
    }
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void put_info(struct writer *w, const struct stat *st) {
    put_u8(w, kind(st->st_mode));
    put_u32(w, st->st_mode & PERMISSIONS);
    put_u64(w, (uint64_t)st->st_size);
    put_u64(w, millis(st->st_mtim));
}

void listing_info(uint32_t channel, const struct stat *st) {
    uint8_t payload[INFO_SIZE];
    struct writer w = {payload, 0, sizeof payload};
    put_info(&w, st);
    out_frame(FILE_INFO, channel, payload, w.size);
}

int listing_next(struct listing *l, int dir, uint32_t channel) {
    if (l->at == l->size) {
        long n = syscall(SYS_getdents64, dir, l->data, sizeof l->data);
        if (n <= 0) {
            return (int)n;
        }
        l->at = 0;
        l->size = (size_t)n;
    }
    const struct dirent64 *e = (const struct dirent64 *)(const void *)(l->data + l->at);
    l->at += e->d_reclen;
    struct stat st;
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
        return 1;
    }
    if (fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT ? 1 : -1; /* gone since */
    }
    uint8_t payload[INFO_SIZE + 4 + NAME_MAX + 1];
    struct writer w = {payload, 0, sizeof payload};
    put_info(&w, &st);
    put_str(&w, e->d_name);
    out_frame(FILE_ENTRY, channel, payload, w.size);
    return 1;
}
