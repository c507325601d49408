/** isol8 on a Docker engine: {@link io.isol8.docker.DockerIsol8} is the way in. */
@NullMarked
package io.isol8.docker;

import org.jspecify.annotations.NullMarked;
