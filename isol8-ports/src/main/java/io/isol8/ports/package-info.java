/** The ports of isol8: what it offers ({@link io.isol8.ports.Isol8Engine}) and what it needs from the world. */
@NullMarked
package io.isol8.ports;

import org.jspecify.annotations.NullMarked;
