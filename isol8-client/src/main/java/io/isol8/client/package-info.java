/** The client: {@link io.isol8.ports.Isol8Engine} on a server elsewhere (spec 27). */
@NullMarked
package io.isol8.client;

import org.jspecify.annotations.NullMarked;
