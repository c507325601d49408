/** Benchmarks that compare isol8 with doing the same by hand, as ratios within one run. */
@NullMarked
package io.isol8.bench;

import org.jspecify.annotations.NullMarked;
