/* As whom the supervisor uses files. */
#ifndef USER_H
#define USER_H

#include <stdbool.h>

/* Files are from here on used as the sandbox user could use them, everything else as before. */
bool user_of_files(void);

#endif
