/* Making the sandbox as good as new, and looking whether it is. */
#ifndef RESET_H
#define RESET_H

#include <stdbool.h>
#include <stdint.h>

void reset_start(uint32_t channel);
bool reset_running(void);
bool reset_on(uint32_t channel);
/* True if there is more to do at once. */
bool reset_step(void);
uint64_t reset_wake_at(void);

#endif
