package io.isol8.docker.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.isol8.domain.Ascii;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Docker engine's HTTP interface: JSON in, JSON out, its errors turned into ours. The version of the interface
 * is agreed upon with the engine at the first call. Thread-safe.
 */
final class DockerApi implements AutoCloseable {

    /** Docker 20.10. */
    private static final ApiVersion OLDEST = new ApiVersion(1, 41);

    private static final ApiVersion NEWEST = new ApiVersion(1, 51);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final DockerEndpoint endpoint;
    private final DockerHttpClient http;
    private final Patience patience;
    private volatile @Nullable ApiVersion version;

    /** @param patience how long a call may take; zero for builds, which take as long as they take */
    DockerApi(DockerEndpoint endpoint, Duration patience) {
        this.endpoint = endpoint;
        this.patience = new Patience(patience);
        ZerodepDockerHttpClient.Builder builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(endpoint.host())
                .connectionTimeout(CONNECT_TIMEOUT)
                .maxConnections(Integer.MAX_VALUE);
        if (!patience.isZero()) {
            builder.responseTimeout(patience);
        }
        builder.sslConfig(endpoint.ssl());
        this.http = builder.build();
    }

    /** Makes sure that the engine answers and speaks a version that we speak. */
    void ping() {
        String engines = ask(
                Request.builder().method("GET").path("/_ping").build(),
                "GET /_ping",
                response -> String.valueOf(response.getHeader("Api-Version")));
        version = agree(ApiVersion.parse(engines));
    }

    private static ApiVersion agree(ApiVersion engines) {
        if (engines.compareTo(OLDEST) < 0) {
            throw new Isol8Exception(
                    ErrorCode.ENGINE_UNSUPPORTED,
                    "This Docker engine is too old: it speaks API " + engines + ", isol8 needs " + OLDEST
                            + " (Docker 20.10) or newer.");
        }
        return engines.compareTo(NEWEST) < 0 ? engines : NEWEST;
    }

    private ApiVersion version() {
        ApiVersion agreed = version;
        if (agreed == null) {
            ping();
            agreed = version;
        }
        if (agreed == null) {
            throw new IllegalStateException("ping agrees on a version or throws");
        }
        return agreed;
    }

    JsonNode get(String path) {
        return call(request("GET", path).build(), "GET " + path);
    }

    /** Whether there is anything at that address. */
    boolean exists(String path) {
        return within("GET " + path, () -> {
            try (Response response = exchange(request("GET", path).build())) {
                if (response.getStatusCode() == 404) {
                    return false;
                }
                checkStatus(response, "GET " + path);
                return true;
            }
        });
    }

    JsonNode post(String path) {
        return call(request("POST", path).build(), "POST " + path);
    }

    JsonNode post(String path, JsonNode body) {
        try {
            return call(
                    request("POST", path)
                            .putHeader("Content-Type", "application/json")
                            .bodyBytes(Json.mapper().writeValueAsBytes(body))
                            .build(),
                    "POST " + path);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** Sends a stream; the answer's body is the caller's to read and close. */
    Response upload(String path, String contentType, Map<String, String> headers, InputStream body) {
        Request request = request("POST", path)
                .putHeader("Content-Type", contentType)
                .putAllHeaders(headers)
                .body(body)
                .build();
        Response response = exchange(request);
        try {
            checkStatus(response, "POST " + path);
            return response;
        } catch (Isol8Exception e) {
            response.close();
            throw e;
        }
    }

    /** What an address yields, whatever it is. */
    byte[] bytes(String path) {
        return ask(
                request("GET", path).build(),
                "GET " + path,
                response -> response.getBody().readAllBytes());
    }

    void put(String path, String contentType, byte[] body) {
        call(
                request("PUT", path)
                        .putHeader("Content-Type", contentType)
                        .bodyBytes(body)
                        .build(),
                "PUT " + path);
    }

    void delete(String path) {
        call(request("DELETE", path).build(), "DELETE " + path);
    }

    /** A connection that is no HTTP any more: what {@code input} yields goes to the other side. */
    Hijacked hijack(String path, HijackedInput input) {
        if (!endpoint.isLocal()) {
            return Hijacked.of(
                    exchange(request("POST", path).hijackedInput(input).build()));
        }
        try {
            String target = "/v" + version() + path;
            return HijackedSocket.open(endpoint.host().getPath(), target, input, CONNECT_TIMEOUT);
        } catch (IOException e) {
            throw DockerErrors.broken(endpoint, e);
        }
    }

    private Request.Builder request(String method, String path) {
        return Request.builder().method(method).path("/v" + version() + path);
    }

    private JsonNode call(Request request, String what) {
        byte[] body = ask(request, what, response -> response.getBody().readAllBytes());
        try {
            return body.length == 0 || body[0] == 'O'
                    ? MissingNode.getInstance()
                    : Json.mapper().readTree(body);
        } catch (IOException e) {
            throw DockerErrors.notDocker(endpoint, what, e);
        }
    }

    private interface Reader<T> {
        T read(Response response) throws IOException;
    }

    /** What a good answer has to say. */
    private <T> T ask(Request request, String what, Reader<T> reader) {
        return within(what, () -> {
            try (Response response = exchange(request)) {
                checkStatus(response, what);
                return reader.read(response);
            } catch (IOException e) {
                throw DockerErrors.broken(endpoint, e);
            }
        });
    }

    private <T> T within(String what, Supplier<T> call) {
        try {
            return patience.await(call);
        } catch (Patience.Over e) {
            throw DockerErrors.late(endpoint, what, e);
        }
    }

    private Response exchange(Request request) {
        try {
            return http.execute(request);
        } catch (RuntimeException e) {
            throw DockerErrors.broken(endpoint, e);
        }
    }

    private void checkStatus(Response response, String what) {
        int status = response.getStatusCode();
        if (status >= 400) {
            throw DockerErrors.answered(status, message(response), what);
        }
    }

    private String message(Response response) {
        byte[] body;
        try {
            body = response.getBody().readNBytes(MAX_ERROR_BYTES);
        } catch (IOException e) {
            throw DockerErrors.broken(endpoint, e);
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            String message = Json.mapper().readTree(text).path("message").asText("");
            return message.isEmpty() ? shown(text) : message;
        } catch (JsonProcessingException e) {
            return shown(text);
        }
    }

    /** The first line of what is not Docker's, a page of a proxy say. */
    private static String shown(String text) {
        return Ascii.printable(text.lines().findFirst().orElse(""));
    }

    /** {@code ?a=b&c=d}, percent-encoded. */
    static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.length() == 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
