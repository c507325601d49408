package io.isol8.ports;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An execution that did not become an {@link ExecutionOrder}. Immutable.
 *
 * @param request what was asked for; none if it could not be read
 * @param secrets what must not be written down, by name
 * @param tenant who asked
 * @param keyId the API key that was used, as in {@link ExecutionOrder#keyId()}
 * @param reason what the asker is told
 */
public record RefusedExecution(
        Optional<ExecutionRequest> request,
        Map<String, String> secrets,
        String tenant,
        Optional<String> keyId,
        Isol8Exception reason) {

    public RefusedExecution {
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }
}
