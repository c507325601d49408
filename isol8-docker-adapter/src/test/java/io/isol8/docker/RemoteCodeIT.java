package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Cidr;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.RemoteCodePolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs from URLs in sandboxes of a real engine (spec 22). */
final class RemoteCodeIT {

    /** Larger than what travels in one piece, or in a request. */
    private static final byte[] PROGRAM = ("import sys\n" + "# ä\n".repeat(1_300_000)
                    + "print(len(open(sys.argv[0], 'rb').read()))\n")
            .getBytes(StandardCharsets.UTF_8);

    private static CodeServer server;
    private static DockerIsol8 isol8;

    @BeforeAll
    static void start() {
        server = new CodeServer(out -> {
            CodeServer.head(out, "200 OK", "Content-Length: " + PROGRAM.length);
            out.write(PROGRAM);
        });
        isol8 = DockerIsol8.builder()
                .remoteCode(RemoteCodePolicy.PUBLIC.withSchemes("http").withPrivate(new Cidr("127.0.0.0/8")))
                .build();
    }

    @AfterAll
    static void end() {
        isol8.close();
        server.close();
    }

    private static ExecutionRequest.Builder request() {
        return ExecutionRequest.builder("python")
                .codeUrl("http://127.0.0.1:" + server.port() + "/main.py")
                .allowInsecureCodeUrl(true);
    }

    @Test
    void a_program_with_its_hash_runs_and_is_fetched_once() throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PROGRAM));
        ExecutionRequest request = request().codeHash(hash).build();
        String printed = Integer.toString(PROGRAM.length);
        int before = server.requests().size();

        assertThat(isol8.execute(request).stdout()).isEqualTo(printed);
        assertThat(isol8.execute(request).stdout()).isEqualTo(printed);
        assertThat(server.requests()).hasSize(before + 1);
    }

    @Test
    void a_program_with_another_hash_does_not_run() {
        assertThatThrownBy(
                        () -> isol8.execute(request().codeHash("00".repeat(32)).build()))
                .hasMessage("Remote code hash mismatch");
    }
}
