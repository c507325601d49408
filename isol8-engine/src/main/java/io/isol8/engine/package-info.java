/** The engine: one pipeline that every request walks, whatever door it came in by. */
@NullMarked
package io.isol8.engine;

import org.jspecify.annotations.NullMarked;
