package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.Isol8Exception;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/** The OCI runtimes that a Docker engine knows, asked at each call: they change while it runs. Thread-safe. */
final class OciRuntimes {

    private static final String GVISOR = "runsc";
    private static final String OBEY_PROFILES = "--oci-seccomp";

    private final DockerApi docker;

    OciRuntimes(DockerApi docker) {
        this.docker = docker;
    }

    /** Sorted. */
    List<String> names() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all().fieldNames(), 0), false)
                .sorted()
                .toList();
    }

    /**
     * gVisor does not look at seccomp profiles unless it is started so.
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} if a profile would silently have no effect on this runtime
     */
    void requireProfiles(String name) {
        JsonNode runtime = all().path(name);
        String path = runtime.path("path").asText();
        if (path.substring(path.lastIndexOf('/') + 1).startsWith(GVISOR)
                && StreamSupport.stream(runtime.path("runtimeArgs").spliterator(), false)
                        .noneMatch(argument -> argument.asText().equals(OBEY_PROFILES))) {
            throw Isol8Exception.invalid("security.seccomp \"custom\" has no effect on security.containerRuntime \""
                    + name + "\": the Docker engine starts it without " + OBEY_PROFILES + ".");
        }
    }

    private JsonNode all() {
        return docker.get("/info").path("Runtimes");
    }
}
