/** The Docker adapter's own business; nothing outside the module may use it. */
@NullMarked
package io.isol8.docker.internal;

import org.jspecify.annotations.NullMarked;
