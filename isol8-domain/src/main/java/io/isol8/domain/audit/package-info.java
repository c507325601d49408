/** What is written down of executions (spec 21). */
@NullMarked
package io.isol8.domain.audit;

import org.jspecify.annotations.NullMarked;
