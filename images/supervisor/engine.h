/* What comes from the engine: frames in, each handed to the part that knows its type. */
#ifndef ENGINE_H
#define ENGINE_H

/* Says hello. */
void engine_init(void);
/* Handles frames that waited for room for their answers. */
void engine_step(void);
/* Reads on if there is room for answers. */
void engine_arm(void);

#endif
