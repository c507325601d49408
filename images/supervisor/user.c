#include "user.h"

#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proto.h"

static bool file_system_user(void) {
    setfsgid(SANDBOX_GID);
    setfsuid(SANDBOX_UID);
    return setfsuid((uid_t)-1) == SANDBOX_UID && setfsgid((gid_t)-1) == SANDBOX_GID;
}

/*
 * gVisor has no user of the file system and goes by the effective one. With that the capabilities lose
 * their effect, but stay permitted. On Linux a program could then lower our priority; gVisor has none.
 */
static bool effective_user(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3] = {0};
    if (setresgid((gid_t)-1, SANDBOX_GID, (gid_t)-1) < 0 || setresuid((uid_t)-1, SANDBOX_UID, (uid_t)-1) < 0 ||
        syscall(SYS_capget, &header, caps) < 0) {
        return false;
    }
    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
        caps[i].effective = caps[i].permitted;
    }
    return syscall(SYS_capset, &header, caps) == 0;
}

bool user_of_files(void) {
    return file_system_user() || effective_user();
}
