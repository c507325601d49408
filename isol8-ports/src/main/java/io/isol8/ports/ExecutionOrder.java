package io.isol8.ports;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import java.util.Optional;

/**
 * A request with everything that is decided about it by somebody else than its author. Immutable.
 *
 * @param options what it is granted
 * @param tenant whose it is: sandboxes are never shared between tenants
 * @param session where it runs; else in a sandbox of its own. Its tenant is {@code tenant}
 */
public record ExecutionOrder(
        ExecutionRequest request, Isol8Options options, String tenant, Optional<SessionKey> session) {

    public ExecutionOrder {
        if (session.filter(key -> !key.tenant().equals(tenant)).isPresent()) {
            throw new IllegalArgumentException("a session of another tenant");
        }
    }

    /** The same for a program that nobody will write to. */
    public ExecutionOrder withoutInput() {
        return request.interactive() ? withInteractive(false) : this;
    }

    /** The same with a standard input that stays open, or does not. */
    public ExecutionOrder withInteractive(boolean interactive) {
        return new ExecutionOrder(request.withInteractive(interactive), options, tenant, session);
    }
}
