/** How the server is made. */
@NullMarked
package io.isol8.http.internal;

import org.jspecify.annotations.NullMarked;
