package io.isol8.ports;

import io.isol8.domain.SessionKey;
import java.time.Instant;

/**
 * A session, as it was when somebody asked (spec 4.7).
 *
 * @param active whether something executes in it, or waits to
 * @param lastAccessedAt when an execution in it last started or ended, or a file was last moved
 */
public record SessionInfo(SessionKey key, boolean active, Instant lastAccessedAt) {}
