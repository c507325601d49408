package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static io.isol8.client.OddServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.ports.SandboxFiles;
import java.io.ByteArrayInputStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files on a server that knows them only in JSON. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstImplementationTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private final OddServer server = new OddServer();
    private final RemoteIsol8 isol8 = server.client().sessionId("s 1").build();

    @BeforeEach
    void routes() {
        MockResponse unknown = new MockResponse.Builder()
                .status("HTTP/1.1 404 Not Found")
                .body("404 Not Found")
                .build();
        server.answers("/sessions/s%201/files/a.bin", unknown);
        server.answers("/session/s%201", reply(200, "{\"ok\":true}"));
    }

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    @Test
    void wholeFilesAreWritten() {
        server.answers("/file", reply(200, "{\"ok\":true}"));

        isol8.putFile("a.bin", CONTENT);
        isol8.putFile("a.bin", CONTENT);

        assertThat(server.requestsFor("/sessions/s%201/files/a.bin")).isEqualTo(1);
        assertThat(server.requestsFor("/file")).isEqualTo(2);
        assertThat(server.requests)
                .last()
                .satisfies(request -> assertThat(request.getBody())
                        .isNotNull()
                        .extracting(body -> body.utf8())
                        .isEqualTo("{\"sessionId\":\"s 1\",\"path\":\"a.bin\",\"content\":\"AQID\"}"));
    }

    @Test
    void wholeFilesAreRead() {
        server.answers("/file", reply(200, "{\"content\":\"AQID\"}"));

        assertThat(isol8.getFile("a.bin")).isEqualTo(CONTENT);
        assertThat(isol8.getFile("a.bin")).isEqualTo(CONTENT);

        assertThat(server.requestsFor("/sessions/s%201/files/a.bin")).isEqualTo(1);
        assertThat(server.requests)
                .last()
                .satisfies(request -> assertThat(request.getTarget()).isEqualTo("/file?sessionId=s%201&path=a.bin"));
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.files().read("a.bin", 2))
                .hasMessage("File download failed: it has more than 2 bytes");
    }

    @Test
    void itsRefusalsAreTold() {
        server.answers("/file", reply(404, "{\"error\":\"Session not found\"}"));

        assertFails(ErrorCode.NO_SANDBOX, () -> isol8.putFile("a.bin", CONTENT))
                .hasMessage("File upload failed: Session not found");
        assertFails(ErrorCode.NO_SANDBOX, () -> isol8.getFile("a.bin"))
                .hasMessage("File download failed: Session not found");

        server.answers("/file", reply(500, "Internal Server Error"), reply(200, "<html>"));

        assertFails(ErrorCode.FILE_FAILED, () -> isol8.getFile("a.bin"));
        assertFails(ErrorCode.ENGINE_FAILED, () -> isol8.getFile("a.bin"))
                .hasMessageStartingWith("File download failed: The server's answer cannot be understood.");
    }

    @Test
    void whatItCannotDoFails() {
        assertFails(
                        ErrorCode.FILE_FAILED,
                        () -> isol8.files().write("a.bin", SandboxFiles.READABLE, new ByteArrayInputStream(CONTENT)))
                .hasMessage("File upload failed: Not Found");
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.files().open("a.bin"))
                .hasMessage("File download failed: Not Found");
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.files().list("a.bin"));
        server.answers(
                "/sessions/s%201/files/b.bin",
                new MockResponse.Builder().status("HTTP/1.1 404 Not Found").build());
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.files().attributes("b.bin"))
                .hasMessage("File lookup failed: Not Found");
    }
}
