/** API keys (spec 3): what they look like, what may be asked for, and which of them open anything. */
@NullMarked
package io.isol8.domain.auth;

import org.jspecify.annotations.NullMarked;
