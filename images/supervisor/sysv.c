#include "sysv.h"

#include <errno.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include "proto.h"
#include "user.h"

/* Linux 4.17; they need no right to read the object, so mode 000 does not hide it. */
#ifndef SHM_STAT_ANY
#define SHM_STAT_ANY 15
#endif
#ifndef SEM_STAT_ANY
#define SEM_STAT_ANY 20
#endif
#ifndef MSG_STAT_ANY
#define MSG_STAT_ANY 13
#endif

union semun {
    int val;
    struct semid_ds *buf;
    struct seminfo *info;
};

/* Each sets *count to the number of objects and returns the highest index in use, or -1. */
static int count_shm(int *count) {
    struct shm_info info = {0};
    int top = shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info);
    *count = info.used_ids;
    return top;
}

static int count_sem(int *count) {
    struct seminfo info = {0};
    int top = semctl(0, 0, SEM_INFO, (union semun){.info = &info});
    *count = info.semusz;
    return top;
}

static int count_msg(int *count) {
    struct msginfo info = {0};
    int top = msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info);
    *count = info.msgpool;
    return top;
}

/* A kernel without System V IPC has no objects either. */
static bool none(int (*count)(int *)) {
    int n;
    return count(&n) < 0 ? errno == ENOSYS : n == 0;
}

bool sysv_none(void) {
    return none(count_shm) && none(count_sem) && none(count_msg);
}

static void remove_shm(int index) {
    struct shmid_ds ds;
    int id = shmctl(index, SHM_STAT_ANY, &ds);
    if (id >= 0) {
        shmctl(id, IPC_RMID, NULL);
    }
}

static void remove_sem(int index) {
    struct semid_ds ds;
    int id = semctl(index, 0, SEM_STAT_ANY, (union semun){.buf = &ds});
    if (id >= 0) {
        semctl(id, 0, IPC_RMID);
    }
}

static void remove_msg(int index) {
    struct msqid_ds ds;
    int id = msgctl(index, MSG_STAT_ANY, &ds);
    if (id >= 0) {
        msgctl(id, IPC_RMID, NULL);
    }
}

void sysv_remove(void) {
    int n;
    /* Only the effective user counts here. With it a program could lower our priority: there is none. */
    if (setresuid((uid_t)-1, SANDBOX_UID, (uid_t)-1) == 0) {
        for (int i = count_shm(&n); i >= 0; i--) {
            remove_shm(i);
        }
        for (int i = count_sem(&n); i >= 0; i--) {
            remove_sem(i);
        }
        for (int i = count_msg(&n); i >= 0; i--) {
            remove_msg(i);
        }
    }
    /* The user of files follows the effective one. */
    if (setresuid((uid_t)-1, 0, (uid_t)-1) < 0 || !user_of_files()) {
        _exit(1);
    }
}
