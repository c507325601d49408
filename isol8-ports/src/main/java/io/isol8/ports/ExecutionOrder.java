package io.isol8.ports;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request with everything that is decided about it by somebody else than its author. Immutable.
 *
 * @param options what it is granted
 * @param tenant whose it is: sandboxes are never shared between tenants
 * @param session where it runs; else in a sandbox of its own. Its tenant is {@code tenant}
 * @param share what the tenant may use together with all its other orders
 * @param keyId the API key that it was given with, {@code master} for the master key; for the audit record
 * @param images whether an image may be chosen for it because it has the packages that it needs, by the image's tag
 */
public record ExecutionOrder(
        ExecutionRequest request,
        Isol8Options options,
        String tenant,
        Optional<SessionKey> session,
        TenantShare share,
        Optional<String> keyId,
        Predicate<String> images) {

    public ExecutionOrder {
        if (session.filter(key -> !key.tenant().equals(tenant)).isPresent()) {
            throw new IllegalArgumentException("a session of another tenant");
        }
    }

    /** For a tenant that may use all there is, without a key. */
    public ExecutionOrder(ExecutionRequest request, Isol8Options options, String tenant, Optional<SessionKey> session) {
        this(request, options, tenant, session, TenantShare.ALL, Optional.empty(), image -> true);
    }

    /** The same for a program that nobody will write to. */
    public ExecutionOrder withoutInput() {
        return request.interactive() ? withInteractive(false) : this;
    }

    /** The same with a standard input that stays open, or does not. */
    public ExecutionOrder withInteractive(boolean interactive) {
        return with(request.withInteractive(interactive));
    }

    /** The same with a result that tells what the program cost. */
    public ExecutionOrder withTrackResources() {
        return with(request.withTrackResources());
    }

    private ExecutionOrder with(ExecutionRequest changed) {
        return new ExecutionOrder(changed, options, tenant, session, share, keyId, images);
    }
}
