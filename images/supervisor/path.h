/* Opening files below /sandbox and /tmp without ever leaving them. */
#ifndef PATH_H
#define PATH_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct place {
    int root;         /* a descriptor of roots.h */
    const char *rest; /* relative to it, "." for the root itself; points into the path */
};

void path_init(void);

/* All of these return -1 and set errno if they fail. */
int path_place(const char *path, struct place *out);
int path_open(struct place p, int flags, mode_t mode);
/* The directory that holds it, and its name in there (PATH_MAX bytes). Fails for a root. */
int path_open_parent(struct place p, char *name);
/* Makes the directory and those above it. Existing ones are fine. */
int path_make_dirs(struct place p);
/* Makes only those above it. */
int path_make_parents(struct place p);

#endif
