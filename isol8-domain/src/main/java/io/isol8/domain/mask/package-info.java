/** Keeping secrets out of what a program prints (spec 16.5, 16.6). */
@NullMarked
package io.isol8.domain.mask;

import org.jspecify.annotations.NullMarked;
