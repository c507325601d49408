/* The way out of the sandbox: a listening socket on loopback while the engine wants one, and its connections. */
#ifndef EGRESS_H
#define EGRESS_H

#include "frame.h"

#include <stdbool.h>
#include <stdint.h>

void egress_init(void);
/* Listens from now on; connections accepted from now on have so much credit first. Answers on the channel. */
void egress_listen(uint32_t channel, uint32_t credit);
/* A frame for a connection. Returns NULL, or what is wrong with it. */
const char *egress_frame(uint32_t number, uint8_t type, const struct request *request);

/* Tells the loop which sockets matter now, and closes what has had its time. */
void egress_arm(void);
/* When egress_arm must be called at the latest, in microseconds; 0: only after an event. */
uint64_t egress_wake_at(void);

/* For a reset: closes the listening socket and every connection. */
void egress_end(void);

#endif
