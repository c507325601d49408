/** What an operator decides once, in a file (spec 8). */
@NullMarked
package io.isol8.domain.config;

import org.jspecify.annotations.NullMarked;
