/** Frames and payloads of the supervisor's protocol, version 1 (docs/protocol.md). */
@NullMarked
package io.isol8.docker.internal.protocol;

import org.jspecify.annotations.NullMarked;
