package io.isol8.docker.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Seccomp;
import io.isol8.domain.SecurityOptions;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Sees to it that the walls that were asked for are there, or that it is said which one the engine does not have
 * (spec 13.5, 13.11). Thread-safe.
 */
final class ChosenWalls {

    private final OciRuntimes runtimes;

    ChosenWalls(OciRuntimes runtimes) {
        this.runtimes = runtimes;
    }

    /**
     * The result of {@code make}, which makes a container with these walls.
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} if one of them cannot be had, else what {@code make} throws
     */
    <T> T around(SecurityOptions security, Supplier<T> make) {
        if (security.seccomp() == Seccomp.CUSTOM) {
            security.containerRuntime().ifPresent(runtimes::requireProfiles);
        }
        try {
            return make.get();
        } catch (Isol8Exception e) {
            throw e.code() == ErrorCode.ENGINE_FAILED ? explained(e, security) : e;
        }
    }

    private Isol8Exception explained(Isol8Exception failure, SecurityOptions security) {
        if (security.containerRuntime().isPresent()) {
            String runtime = security.containerRuntime().get();
            List<String> known = runtimes.names();
            if (!known.contains(runtime)) {
                return new Isol8Exception(
                        ErrorCode.INVALID_REQUEST,
                        "Unknown security.containerRuntime: \"" + runtime + "\". The Docker engine knows: "
                                + String.join(", ", known),
                        failure);
            }
        }
        if (security.seccomp() == Seccomp.CUSTOM
                && failure.message().toLowerCase(Locale.ROOT).contains("seccomp")) {
            return SeccompOption.unusable(security.customProfile().orElseThrow(), failure.message(), failure);
        }
        return failure;
    }
}
