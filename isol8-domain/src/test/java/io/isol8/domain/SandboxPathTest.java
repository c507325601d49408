package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxPathTest {

    @ParameterizedTest
    @CsvSource({
        "'', /sandbox",
        "., /sandbox",
        "/sandbox, /sandbox",
        "/sandbox/, /sandbox",
        "//sandbox//a//b/, /sandbox/a/b",
        "a/b, /sandbox/a/b",
        "./a/./b/.., /sandbox/a",
        "../sandbox/a, /sandbox/a",
        "/../../sandbox/a, /sandbox/a",
        "/tmp/../sandbox, /sandbox",
        "...,/sandbox/...",
        "~,/sandbox/~",
        "a\\..\\b, /sandbox/a\\..\\b",
    })
    void normalisesWithinTheSandbox(String path, String normal) {
        assertThat(SandboxPath.workdir(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "..",
                "../..",
                "/etc",
                "/tmp",
                "/sandboxes",
                "/sandbox/..",
                "/sandbox/../etc",
                "a/../../etc",
                "../sandboxes",
                "/Sandbox",
                "a\0b",
                "/sandbox/\0"
            })
    void refusesEverythingElse(String path) {
        Failures.assertInvalid("Working directory must be inside /sandbox", () -> SandboxPath.workdir(path));
    }

    @Test
    void noPathGetsOut() {
        String[] parts = {"..", ".", "", "sandbox", "a", "...", "/"};
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int i = random.nextInt(8); i > 0; i--) {
                path.append(parts[random.nextInt(parts.length)]).append('/');
            }
            try {
                assertThat(SandboxPath.workdir(path.toString())).matches("/sandbox(/(a|sandbox|\\.\\.\\.))*");
            } catch (Isol8Exception e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            }
        }
    }
}
