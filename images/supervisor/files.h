/* Requests for files, each on its channel. None of them blocks the loop for long. */
#ifndef FILES_H
#define FILES_H

#include "frame.h"

#include <stdbool.h>
#include <stdint.h>

/* FILE_WRITE, FILE_READ, FILE_LIST, FILE_STAT, FILE_DELETE, FILE_MKDIR. */
void file_request(uint32_t channel, uint8_t type, const struct request *request);
bool file_on(uint32_t channel);

/* A frame on a channel in use. Returns NULL, or what is wrong with it. */
const char *file_frame(uint32_t channel, uint8_t type, const struct request *request);

/* Lets every open request do a bounded piece of work. True if there is more to do at once. */
bool files_step(void);

/* For a reset: ends them all. */
void files_end(void);

#endif
