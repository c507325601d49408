package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The values that hardly do anything. */
class ValuesTest {

    @Test
    void terminationsAreSpeltAsInResults() {
        assertThat(Arrays.stream(Termination.values()).map(Termination::wireName))
                .containsExactly("exited", "signaled", "timeout", "oom", "output_limit", "cancelled");
    }

    @Test
    void spellingDoesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Termination.TIMEOUT.wireName()).isEqualTo("timeout");
            assertThat(Ascii.lowerCase("MIB")).isEqualTo("mib");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aStrangersTextIsShownOnOneBoundedLine() {
        assertThat(Ascii.printable("a\r\nb\u001b[1m\u0000\t\u007f")).isEqualTo("a??b?[1m???");
        assertThat(Ascii.printable("ö€😀")).isEqualTo("ö€😀");
        assertThat(Ascii.printable("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(Ascii.printable("x".repeat(101))).isEqualTo("x".repeat(100) + "…");
    }

    @Test
    void fileContentsAreCopiedUnlessTheyAreHandedOver() {
        byte[] bytes = {1, 2, 3};
        FileContent copied = FileContent.of(bytes);
        FileContent owned = FileContent.owning(bytes);

        bytes[0] = 9;

        assertThat(copied.bytes()).containsExactly(1, 2, 3);
        assertThat(owned.bytes()).containsExactly(9, 2, 3);
    }

    @Test
    void exceptionsCarryACodeAndAMessage() {
        Exception cause = new Exception("deeper");
        Isol8Exception failure = new Isol8Exception(ErrorCode.OUT_OF_DISK, "The disk is full.", cause);

        assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_DISK);
        assertThat(failure.message()).isEqualTo("The disk is full.");
        assertThat(failure).hasMessage("The disk is full.").hasCause(cause);
        assertThat(Isol8Exception.invalid("no").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void equalOptionsShapeEqualSandboxes() {
        LanguageRuntime bash = RuntimeRegistry.builtIn().get("bash");
        SandboxImage image = SandboxImage.of("isol8:bash");
        SandboxSpec spec = SandboxSpec.of(bash, image, Isol8Options.defaults());

        assertThat(spec)
                .isEqualTo(SandboxSpec.of(
                        bash, image, Isol8Options.builder().maxOutputSize(7).build()));
        assertThat(spec)
                .isNotEqualTo(SandboxSpec.of(
                        bash, image, Isol8Options.builder().pidsLimit(7).build()));
        assertThat(spec)
                .isEqualTo(new SandboxSpec(
                        "bash",
                        "isol8:bash",
                        false,
                        ByteSize.memory("512m"),
                        1,
                        64,
                        ByteSize.memory("512m"),
                        ByteSize.memory("256m"),
                        true,
                        SecurityOptions.STRICT,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        NetworkMode.NONE));
    }
}
