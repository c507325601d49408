/* What the kernel knows about the sandbox's use of memory and processor time. */
#ifndef USAGE_H
#define USAGE_H

#include <stdint.h>
#include <sys/resource.h>

void usage_init(void);
uint64_t usage_memory(void);      /* bytes, 0 if unknown */
uint64_t usage_memory_peak(void); /* bytes, 0 if unknown */
uint64_t usage_oom_kills(void);   /* so many processes has the memory killer taken */

/* Processor time of everything reaped so far. */
struct cpu_time {
    uint64_t user_us, system_us;
};
extern struct cpu_time usage_reaped;
void usage_add(const struct rusage *ru);

#endif
