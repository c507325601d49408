package io.isol8.docker.internal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What {@code install.sh} needs in a container, none of which stays in the image that is made of it. */
final class InstallFiles {

    private static final String DIRECTORY = "isol8-build";
    private static final Set<String> OF_PIP = Set.of("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_TRUSTED_HOST");

    private final Map<String, String> environment;

    /** @param environment this process's variables */
    InstallFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    static String script() {
        return "/" + DIRECTORY + "/install.sh";
    }

    /** To be unpacked at the root. */
    byte[] tar() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(DIRECTORY + "/install.sh", Resources.read("images/install.sh"));
        files.put(DIRECTORY + "/environment.sh", variables().getBytes(StandardCharsets.UTF_8));
        files.put(DIRECTORY + "/" + BuildContext.HOST_CERTIFICATES, BuildContext.hostCertificates(environment));
        return BuildContext.archive(files);
    }

    /** In a file and not in the container's configuration, which is kept with the image and may hold passwords. */
    private String variables() {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) -> {
            if (BuildContext.FORWARDED.contains(name) || OF_PIP.contains(name)) {
                lines.append("export ")
                        .append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("'\n");
            }
        });
        return lines.toString();
    }
}
