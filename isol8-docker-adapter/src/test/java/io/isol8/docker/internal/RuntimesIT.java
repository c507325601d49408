package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.engine.LocalEngine;
import io.isol8.ports.RunningExecution;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The five runtimes as a caller meets them (spec 11). */
class RuntimesIT {

    private static final byte[] NEWLINE = {'\n'};
    private static final LocalEngine ENGINE = OwnContainers.asShipped().engine(Isol8Options.defaults(), 4);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static ExecutionRequest.Builder request(String runtime, String code) {
        return ExecutionRequest.builder(runtime).code(code).timeout(Duration.ofSeconds(60));
    }

    private static ExecutionResult run(String runtime, String code) {
        return ENGINE.execute(request(runtime, code).build());
    }

    @ParameterizedTest
    @CsvSource({
        "python, print('hello ö€😀')",
        "node, console.log('hello ö€😀')",
        "bun, const text: string = 'hello ö€😀'; console.log(text)",
        "deno, const text: string = 'hello ö€😀'; console.log(text)",
        "bash, echo 'hello ö€😀'"
    })
    void saysHello(String runtime, String code) {
        ExecutionResult result = run(runtime, code);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo("hello ö€😀");
        assertThat(result.exitCode()).isZero();
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
    }

    @ParameterizedTest
    @CsvSource({
        "python, import sys; sys.exit(42)",
        "node, process.exit(42)",
        "bun, process.exit(42)",
        "deno, Deno.exit(42)",
        "bash, exit 42"
    })
    void givesBackTheExitCode(String runtime, String code) {
        ExecutionResult result = run(runtime, code);

        assertThat(result.exitCode()).isEqualTo(42);
        assertThat(result.stdout() + result.stderr()).isEmpty();
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
    }

    @ParameterizedTest
    @CsvSource({
        "python, import sys; print(sys.stdin.read().upper())",
        "node, console.log((await import('fs')).readFileSync(0).toString().toUpperCase())",
        "bun, console.log((await Bun.stdin.text()).toUpperCase())",
        "deno, console.log((await new Response(Deno.stdin.readable).text()).toUpperCase())",
        "bash, tr a-z A-Z"
    })
    void readsStandardInput(String runtime, String code) {
        ExecutionResult result =
                ENGINE.execute(request(runtime, code).stdin("some\ninput").build());

        assertThat(result.stdout()).isEqualTo("SOME\nINPUT");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "python, import os; print(os.environ['A'])",
        "node, console.log(process.env.A)",
        "bun, console.log(process.env.A)",
        "deno, console.log(Deno.env.get('A'))",
        "bash, printenv A"
    })
    void seesItsEnvironment(String runtime, String code) {
        ExecutionResult result =
                ENGINE.execute(request(runtime, code).env("A", "b=c 'ö").build());

        assertThat(result.stdout()).isEqualTo("b=c 'ö");
    }

    @Test
    void aPythonTracebackArrivesWhole() {
        ExecutionResult result = run("python", "def f():\n    raise ValueError('ö')\n\nf()\n");

        assertThat(result.stderr()).isEqualTo("""
                Traceback (most recent call last):
                  File "/sandbox/main.py", line 4, in <module>
                    f()
                    ~^^
                  File "/sandbox/main.py", line 2, in f
                    raise ValueError('ö')
                ValueError: ö""");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python", "node", "bun", "deno", "bash"})
    void cmdIsBashWhateverTheRuntime(String runtime) {
        ExecutionRequest request = ExecutionRequest.builder(runtime)
                .cmd("echo \"$0 $# $BASH_VERSION\" | cut -c1-8; exit 3")
                .build();

        ExecutionResult result = ENGINE.execute(request);

        assertThat(result.stdout()).isEqualTo("bash 0 5");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void theProgramIsAFileAndStartsInItsWorkingDirectory() {
        ExecutionResult result =
                ENGINE.execute(request("python", "import os, sys; print(sys.argv, __file__, os.getcwd())")
                        .build());

        assertThat(result.stdout()).isEqualTo("['/sandbox/main.py'] /sandbox/main.py /sandbox");
    }

    @Test
    void theFileEndsAsAskedFor() {
        ExecutionResult result = ENGINE.execute(request("node", "console.log(require('path').basename(__filename))")
                .fileExtension(".cjs")
                .build());

        assertThat(result.stdout()).isEqualTo("main.cjs");
    }

    @Test
    void everyByteOfALargeInputArrivesInOrder() {
        StringBuilder input = new StringBuilder();
        for (int line = 0; line < 300_000; line++) {
            input.append(line).append('\n');
        }
        String script = "cmp <(seq 0 299999) - && echo same";

        for (int attempt = 0; attempt < 20; attempt++) {
            ExecutionResult result = ENGINE.execute(
                    request("bash", script).stdin(input.toString()).build());

            assertThat(result.stdout() + result.stderr()).isEqualTo("same");
        }
    }

    @Test
    void outputIsStreamedAsItComes() throws InterruptedException {
        try (RunningExecution running =
                ENGINE.executeStream(request("bash", "echo one; read -r; echo two >&2; read -r; echo three")
                        .interactive(true)
                        .build())) {
            assertThat(next(running)).isEqualTo(output(OutputChannel.STDOUT, "one\n"));
            running.writeStdin(NEWLINE);
            assertThat(next(running)).isEqualTo(output(OutputChannel.STDERR, "two\n"));
            running.writeStdin(NEWLINE);
            assertThat(next(running)).isEqualTo(output(OutputChannel.STDOUT, "three\n"));
            assertThat(next(running)).isInstanceOf(StreamEvent.Exit.class);
        }
    }

    private static StreamEvent next(RunningExecution running) throws InterruptedException {
        return running.poll(TestDocker.PATIENCE).orElseThrow();
    }

    private static StreamEvent output(OutputChannel channel, String text) {
        return new StreamEvent.Output(channel, text, Phase.CODE);
    }
}
