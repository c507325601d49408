/** What a server is told: how it is set up, and whose keys open it. */
@NullMarked
package io.isol8.http;

import org.jspecify.annotations.NullMarked;
