package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionRequestTest {

    private static ExecutionRequest.Builder code() {
        return ExecutionRequest.builder("python").code("print(1)");
    }

    @Test
    void aRequestNeedsLittle() {
        ExecutionRequest request = code().build();

        assertThat(request.source()).isEqualTo(new Source.Code("print(1)"));
        assertThat(request.runtime()).isEqualTo("python");
        assertThat(request.timeout()).isEmpty();
        assertThat(request.env()).isEmpty();
        assertThat(request.fileExtension()).isEmpty();
        assertThat(request.stdin()).isEmpty();
        assertThat(request.workdir()).isEqualTo("/sandbox");
        assertThat(request.trackResources()).isFalse();
    }

    @Test
    void theRuntimeMayBeNamedLater() {
        assertThat(ExecutionRequest.builder("")
                        .runtime("bash")
                        .cmd("ls")
                        .build()
                        .runtime())
                .isEqualTo("bash");
    }

    @Test
    void blankSourcesCountAsNone() {
        assertThat(code().cmd(" \n\t").codeUrl("").build().source()).isEqualTo(new Source.Code("print(1)"));
        assertThat(ExecutionRequest.builder("bash").code("  ").cmd("ls").build().source())
                .isEqualTo(new Source.Command("ls"));
        assertThat(ExecutionRequest.builder("bash")
                        .codeUrl("https://x/y")
                        .build()
                        .source())
                .isEqualTo(new Source.Url("https://x/y", Optional.empty(), false));
    }

    @Test
    void a_url_comes_with_what_is_expected_there() {
        assertThat(ExecutionRequest.builder("python")
                        .codeUrl("http://x/y")
                        .codeHash("AB".repeat(32))
                        .allowInsecureCodeUrl(true)
                        .build()
                        .source())
                .isEqualTo(new Source.Url("http://x/y", Optional.of("ab".repeat(32)), true));
        assertThat(code().codeHash("").build().source()).isEqualTo(new Source.Code("print(1)"));
    }

    @Test
    void a_hash_is_one_and_of_something_that_is_fetched() {
        Failures.assertInvalid(
                "ExecutionRequest.codeHash must be a SHA-256 in 64 hexadecimal digits, not \"00\".",
                () -> ExecutionRequest.builder("python")
                        .codeUrl("https://x/y")
                        .codeHash("00")
                        .build());
        Failures.assertInvalid(
                "ExecutionRequest.codeHash is for ExecutionRequest.codeUrl: nothing else is compared with it.",
                () -> code().codeHash("00".repeat(32)).build());
    }

    @Test
    void refusesARequestWithoutASource() {
        String message = "ExecutionRequest must include exactly one of: code, codeUrl, or cmd.";

        Failures.assertInvalid(message, () -> ExecutionRequest.builder("python").build());
        Failures.assertInvalid(
                message,
                () -> ExecutionRequest.builder("python")
                        .code(" ")
                        .cmd("\n")
                        .codeUrl("")
                        .build());
    }

    @Test
    void refusesMoreThanOneSource() {
        String message = "ExecutionRequest.code, ExecutionRequest.codeUrl, and ExecutionRequest.cmd are mutually"
                + " exclusive — provide exactly one.";

        Failures.assertInvalid(message, () -> code().cmd("ls").build());
        Failures.assertInvalid(message, () -> code().codeUrl("https://x/y").build());
        Failures.assertInvalid(
                message,
                () -> ExecutionRequest.builder("python")
                        .codeUrl("https://x/y")
                        .cmd("ls")
                        .build());
    }

    @Test
    void codeIsBoundedInBytes() {
        int most = ExecutionRequest.MAX_CODE_BYTES;
        assertThat(code().code("x".repeat(most)).build().runtime()).isEqualTo("python");

        Failures.assertInvalid(
                "ExecutionRequest.code must be at most 4194304 bytes, not 4194305. Pass larger programs as files.",
                () -> code().code("x".repeat(most + 1)).build());
        Failures.assertInvalid(
                "ExecutionRequest.code must be at most 4194304 bytes, not 4194306. Pass larger programs as files.",
                () -> code().code("ö".repeat(most / 2 + 1)).build());
    }

    @Test
    void aCommandCannotHoldNul() {
        Failures.assertInvalid(
                "ExecutionRequest.cmd must not contain a NUL character.",
                () -> ExecutionRequest.builder("bash").cmd("echo \0").build());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -30_000})
    void refusesATimeoutThatIsNotPositive(long millis) {
        Failures.assertInvalid(
                "timeoutMs must be a positive number of milliseconds, not " + millis + ".",
                () -> code().timeout(Duration.ofMillis(millis)).build());
    }

    @Test
    void refusesATimeoutBelowAMillisecond() {
        Failures.assertInvalid(
                "timeoutMs must be a positive number of milliseconds, not 0.",
                () -> code().timeout(Duration.ofNanos(999_999)).build());
    }

    @Test
    void clampsATimeoutThatNoClockHolds() {
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);

        assertThat(code().timeout(Duration.ofMillis(1)).build().timeout()).contains(Duration.ofMillis(1));
        assertThat(code().timeout(longest).build().timeout()).contains(longest);
        assertThat(code().timeout(longest.plusMillis(1)).build().timeout()).contains(longest);
        assertThat(code().timeout(Duration.ofSeconds(Long.MAX_VALUE)).build().timeout())
                .contains(longest);
    }

    @Test
    void refusesATimeoutFarBelowZero() {
        assertThatThrownBy(
                        () -> code().timeout(Duration.ofSeconds(Long.MIN_VALUE)).build())
                .isInstanceOf(Isol8Exception.class);
    }

    @Test
    void keepsTheOrderOfVariablesAndNothingElseOfTheCallersMap() {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("Z", "1");
        env.put("A", "");
        ExecutionRequest request = code().env(env).env("M", "a=b").build();
        env.put("LATE", "x");

        assertThat(request.env()).containsExactly(Map.entry("Z", "1"), Map.entry("A", ""), Map.entry("M", "a=b"));
        assertThatThrownBy(() -> request.env().put("X", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "A=B, A=B", "=, =", "'A\0B', 'A?B'"})
    void refusesNamesThatNoEnvironmentHolds(String name, String shown) {
        Failures.assertInvalid(
                "Invalid env name: \"" + shown + "\". A name is not empty and contains neither \"=\" nor NUL.",
                () -> code().env(name, "x").build());
    }

    @Test
    void refusesValuesThatNoEnvironmentHolds() {
        Failures.assertInvalid(
                "Invalid env value of \"NAME\": it must not contain NUL.",
                () -> code().env("NAME", "a\0b").build());
    }

    @Test
    void emptyInputIsNoInput() {
        assertThat(code().stdin("").build().stdin()).isEmpty();
        assertThat(code().stdin(" ").build().stdin()).contains(" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".py", ".cjs", ".X_1", ".aaaaaaaaaaaaaaaa"})
    void acceptsPlainExtensions(String extension) {
        assertThat(code().fileExtension(extension).build().fileExtension()).contains(extension);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "py", "..py", ".p/y", "./../../etc/x", ".py ", ".p\ny", ".ö", ".aaaaaaaaaaaaaaaaa"})
    void refusesExtensionsThatCouldBePaths(String extension) {
        Failures.assertInvalid(
                "Invalid fileExtension: \"" + Ascii.printable(extension)
                        + "\". Use a dot and up to 16 letters or digits, e.g. \".cjs\".",
                () -> code().fileExtension(extension).build());
    }

    @Test
    void metadataIsBounded() {
        String most = "x".repeat(ExecutionRequest.MAX_METADATA - 4);
        assertThat(code().metadata("note", most).build().metadata()).containsEntry("note", most);
        Failures.assertInvalid(
                "ExecutionRequest.metadata must have at most 65536 characters, not 65537.",
                () -> code().metadata("note", most + "x").build());
    }

    @Test
    void theWorkingDirectoryIsNormalisedAndChecked() {
        assertThat(code().workdir("a/../b").build().workdir()).isEqualTo("/sandbox/b");
        Failures.assertInvalid(
                "Working directory must be inside /sandbox",
                () -> code().workdir("/etc").build());
    }
}
