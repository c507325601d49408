/** The command line. */
@NullMarked
package io.isol8.app;

import org.jspecify.annotations.NullMarked;
