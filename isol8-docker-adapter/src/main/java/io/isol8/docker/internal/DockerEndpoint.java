package io.isol8.docker.internal;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.transport.SSLConfig;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the Docker engine listens, as the usual environment variables tell (spec 1.2).
 *
 * @param host e.g. {@code unix:///var/run/docker.sock} or {@code tcp://10.0.0.5:2376}
 * @param certificates directory with ca.pem, cert.pem and key.pem, when TLS is wanted
 */
public record DockerEndpoint(URI host, Optional<String> certificates) {

    private static final int LAST_PORT = 65_535;
    private static final String LOCAL = "unix:///var/run/docker.sock";

    /** @throws Isol8Exception if DOCKER_HOST cannot be understood */
    public static DockerEndpoint fromEnvironment(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        Optional<String> certificates = tls
                ? Optional.of(
                        environment.getOrDefault("DOCKER_CERT_PATH", environment.getOrDefault("HOME", "") + "/.docker"))
                : Optional.empty();
        return new DockerEndpoint(parse(host.isEmpty() ? LOCAL : host), certificates);
    }

    private static URI parse(String host) {
        try {
            URI uri = new URI(host);
            String scheme = String.valueOf(uri.getScheme());
            boolean complete = switch (scheme) {
                case "unix" -> uri.getPath() != null && uri.getPath().length() > 1;
                case "tcp", "http", "https" -> uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= LAST_PORT;
                default -> false;
            };
            if (complete) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw unusable(host, e);
        }
        throw unusable(host, null);
    }

    private static Isol8Exception unusable(String host, @Nullable Throwable cause) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST,
                "Invalid DOCKER_HOST: \"" + host + "\". Use unix:///path/to/socket or tcp://host:port.",
                cause);
    }

    /** Whether it is a Unix socket. */
    boolean isLocal() {
        return "unix".equals(host.getScheme());
    }

    /**
     * Null where docker-java is to use the JVM's own.
     *
     * @throws Isol8Exception if TLS is wanted and its files are not there, for which docker-java would do without TLS
     */
    @Nullable
    SSLConfig ssl() {
        if (isLocal()) {
            return NoTls::new;
        }
        if (certificates.isEmpty()) {
            return null;
        }
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Path path = Path.of(certificates.get(), file);
            if (!Files.isReadable(path)) {
                throw Isol8Exception.invalid("DOCKER_TLS_VERIFY is set, but " + path
                        + " cannot be read. Set DOCKER_CERT_PATH to the directory with ca.pem, cert.pem and key.pem.");
            }
        }
        return new LocalDirectorySSLConfig(certificates.get());
    }
}
