package io.isol8.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program as PID 1 of a container with the same walls as a sandbox, made with three calls to the engine and nothing
 * else: the least that any engine on Docker has to pay.
 */
final class RawContainer implements AutoCloseable {

    private static final String API = "/v1.41";
    private static final int FRAME_HEADER = 8;

    private final ObjectMapper json = new ObjectMapper();
    private final DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create("unix:///var/run/docker.sock"))
            .build();
    private final String seccompProfile;

    RawContainer(String seccompProfile) {
        this.seccompProfile = seccompProfile;
    }

    /** @return nanoseconds until the first byte of output */
    long runToFirstByte(String image, List<String> command) throws IOException {
        long begin = System.nanoTime();
        String id = json.readTree(call("POST", "/containers/create", config(image, command)))
                .path("Id")
                .asText();
        try (Response attached = http.execute(Request.builder()
                .method("POST")
                .path(API + "/containers/" + id + "/attach?stream=1&stdout=1&stderr=1")
                .hijackedInput(new ByteArrayInputStream(new byte[0]))
                .build())) {
            call("POST", "/containers/" + id + "/start", new byte[0]);
            attached.getBody().skipNBytes(FRAME_HEADER + 1);
            return System.nanoTime() - begin;
        } finally {
            call("DELETE", "/containers/" + id + "?force=true", new byte[0]);
        }
    }

    private byte[] config(String image, List<String> command) throws IOException {
        ObjectNode config = json.createObjectNode().put("Image", image).put("User", "100:101");
        config.putArray("Entrypoint");
        command.forEach(config.putArray("Cmd")::add);
        config.put("AttachStdout", true).put("AttachStderr", true);
        ObjectNode host = config.putObject("HostConfig")
                .put("NetworkMode", "none")
                .put("ReadonlyRootfs", true)
                .put("Memory", 512L << 20)
                .put("MemorySwap", 512L << 20)
                .put("NanoCpus", 1_000_000_000L)
                .put("PidsLimit", 64);
        host.putObject("LogConfig").put("Type", "none");
        host.putObject("Tmpfs").put("/tmp", "rw,noexec,size=256m").put("/sandbox", "rw,exec,size=512m");
        host.putArray("CapDrop").add("ALL");
        host.putArray("SecurityOpt").add("no-new-privileges").add("seccomp=" + seccompProfile);
        return json.writeValueAsBytes(config);
    }

    private byte[] call(String method, String path, byte[] body) throws IOException {
        Request.Builder request = Request.builder().method(method).path(API + path);
        if (body.length > 0) {
            request.putHeader("Content-Type", "application/json").bodyBytes(body);
        }
        try (Response response = http.execute(request.build())) {
            byte[] answer = response.getBody().readAllBytes();
            if (response.getStatusCode() >= 400 && !method.equals("DELETE")) {
                throw new IOException(method + " " + path + ": " + response.getStatusCode() + " "
                        + new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
