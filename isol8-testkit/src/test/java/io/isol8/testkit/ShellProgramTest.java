package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The models do what this machine's bash does with the texts. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShellProgramTest {

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of(
                        ShellProgram.ECHO_ARGS,
                        new Object[] {"a b", "", "it's '' quoted", "$HOME \\n *", "two\nlines"}),
                Arguments.of(ShellProgram.ECHO_ARGS, new Object[] {}),
                Arguments.of(ShellProgram.WRITE_STDERR, new Object[] {"%s\\n"}),
                Arguments.of(ShellProgram.WRITE_BYTES, new Object[] {"0041ff25c3b65c0a27"}),
                Arguments.of(ShellProgram.COUNT_LINES, new Object[] {3000}),
                Arguments.of(ShellProgram.BOTH_STREAMS, new Object[] {20}),
                Arguments.of(ShellProgram.CAT_STDIN, new Object[] {}),
                Arguments.of(ShellProgram.EXIT_WITH, new Object[] {7}),
                Arguments.of(ShellProgram.PRINT_VARIABLE, new Object[] {"NOBODY_SET_THIS"}),
                Arguments.of(ShellProgram.PRINT_VARIABLE, new Object[] {"PYTHONUNBUFFERED"}));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void modelAndTextAgree(ShellProgram program, Object[] args) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder(program.argv(args));
        bash.environment().put("PYTHONUNBUFFERED", "1");
        bash.environment().remove("NOBODY_SET_THIS");
        Process real = bash.start();
        real.getOutputStream().close();

        SandboxHarness.Outcome modelled = model(program, args);

        assertThat(modelled.stdout()).isEqualTo(real.getInputStream().readAllBytes());
        assertThat(modelled.stderr()).isEqualTo(real.getErrorStream().readAllBytes());
        assertThat(modelled.exit().status()).isEqualTo(real.waitFor());
    }

    private static SandboxHarness.Outcome model(ShellProgram program, Object[] args) throws InterruptedException {
        try (InMemoryContainerRuntime containers = new InMemoryContainerRuntime(new TestClock())) {
            return SandboxHarness.run(
                    containers.create(SandboxSpec.of(
                            RuntimeRegistry.builtIn().get("bash"),
                            SandboxImage.of("isol8:bash"),
                            Isol8Options.defaults())),
                    SandboxHarness.program(program, args));
        }
    }

    @Test
    void otherTextsAreNotRecognised() {
        assertThat(ShellProgram.recognise("echo hello")).isEmpty();
        assertThat(ShellProgram.recognise("set -- 'a'\necho hello")).isEmpty();
        assertThat(ShellProgram.recognise(ShellProgram.CAT_STDIN.text() + " ")).isEmpty();
    }
}
