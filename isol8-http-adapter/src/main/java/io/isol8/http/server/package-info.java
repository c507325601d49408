/** The server: {@link io.isol8.ports.Isol8Service} over HTTP, server-sent events and WebSocket (spec 2 to 7). */
@NullMarked
package io.isol8.http.server;

import org.jspecify.annotations.NullMarked;
