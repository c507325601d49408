package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SecurityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompOptionTest {

    private static final SeccompOption OPTION = new SeccompOption("{\"strict\":1}");

    @TempDir
    private Path directory;

    private static void assertFails(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageStartingWith(text);
    }

    private static void assertUnusable(Path file, String reason) {
        assertFails(
                ErrorCode.INVALID_REQUEST,
                "Failed to load custom seccomp profile at " + file + ": " + reason,
                () -> OPTION.of(SecurityOptions.custom(file)));
    }

    @Test
    void theBuiltInModes() {
        assertThat(OPTION.of(SecurityOptions.STRICT)).isEqualTo("seccomp={\"strict\":1}");
        assertThat(OPTION.of(SecurityOptions.STRICT.on("runsc"))).isEqualTo("seccomp={\"strict\":1}");
        assertThat(OPTION.of(SecurityOptions.unconfined())).isEqualTo("seccomp=unconfined");
    }

    @Test
    void aCustomProfileIsReadEachTime() throws IOException {
        Path file = directory.resolve("profile.json");
        for (String profile : new String[] {"{\"defaultAction\":\"SCMP_ACT_ERRNO\"}", " {\"defaultAction\":\"x\"}\n"}) {
            Files.writeString(file, profile);

            assertThat(OPTION.of(SecurityOptions.custom(file))).isEqualTo("seccomp=" + profile);
        }
    }

    @Test
    void aProfileMustBeAFile() throws IOException {
        assertUnusable(directory.resolve("none.json"), "there is no such file");
        assertUnusable(directory, "it is not a regular file");
        assertUnusable(Path.of("/dev/zero"), "it is not a regular file");
        assertUnusable(
                Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop")),
                "there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | it is not a JSON object",
                "nonsense                             | it is not JSON",
                "{\"defaultAction\":                  | it is not JSON (line 1, column 18)",
                "{\"defaultAction\":\"x\"} trailing   | it is not JSON",
                "[]                                   | it is not a JSON object",
                "{}                                   | it is not a JSON object",
                "{\"defaultAction\":\"\"}             | it is not a JSON object",
                "null                                 | it is not a JSON object",
                "\"unconfined\"                       | it is not a JSON object",
                "unconfined                           | it is not JSON",
                "{\"defaultAction\":1}                | it is not a JSON object",
            })
    void aProfileMustSayWhatHappens(String content, String reason) throws IOException {
        assertUnusable(Files.writeString(directory.resolve("profile.json"), content), reason);
    }

    @Test
    void aProfileHasAMebibyteAtMost() throws IOException {
        Path file = directory.resolve("profile.json");
        String profile = "{\"defaultAction\":\"x\"}";
        Files.writeString(file, profile + " ".repeat((1 << 20) - profile.length()));
        assertThat(OPTION.of(SecurityOptions.custom(file))).hasSize((1 << 20) + "seccomp=".length());

        Files.writeString(file, profile + " ".repeat((1 << 20) - profile.length() + 1));
        assertUnusable(file, "it has more than 1048576 bytes");
    }

    @Test
    void withoutTheStrictProfileNothingStarts() {
        assertThat(SeccompOption.packaged("seccomp/strict.json")).startsWith("{");
        assertFails(
                ErrorCode.ENGINE_FAILED,
                "Failed to load default seccomp profile: ",
                () -> SeccompOption.packaged("seccomp/none.json"));
    }
}
