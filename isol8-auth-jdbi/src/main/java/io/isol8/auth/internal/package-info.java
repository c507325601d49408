/** How keys are read, written and remembered; for io.isol8.auth only. */
@NullMarked
package io.isol8.auth.internal;

import org.jspecify.annotations.NullMarked;
