package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code isol8 run} writes down (spec 21.2 to 21.7). */
final class RunAuditIT {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path directory;

    private Cli run(String audit, String... more) throws IOException {
        Files.writeString(directory.resolve("isol8.config.json"), "{\"audit\": {\"enabled\": true" + audit + "}}");
        String[] arguments = new String[more.length + 1];
        arguments[0] = "run";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return engine.isol8(arguments).in(directory);
    }

    private List<String> lines(String where) {
        return AuditLines.of(directory.resolve(where).resolve("executions.log"));
    }

    @Test
    void a_record_is_in_the_working_directory_unless_somebody_names_another() throws IOException {
        assertThat(run("", "-e", "print(1)").run().out()).isEqualTo("1\n");
        assertThat(lines(".isol8_audit")).singleElement().satisfies(line -> {
            assertThat(AuditLines.isWhole(line)).isTrue();
            assertThat(AuditLines.field(line, "exitCode")).isEqualTo("0");
            assertThat(AuditLines.field(line, "tenantId")).isEqualTo("\"default\"");
            assertThat(AuditLines.field(line, "keyId")).isEmpty();
            assertThat(AuditLines.field(line, "codeHash"))
                    .isEqualTo("\"d287bb7f9d15abdc5b6e98536263815744b6ef21c8f3c839fc434ca70d8efe99\"");
        });
        run("", "-e", "print(1)").env("ISOL8_AUDIT_DIR", "of variable").run();
        assertThat(lines("of variable")).hasSize(1);
        run(", \"logDir\": \"of/config\"", "-e", "print(1)")
                .env("ISOL8_AUDIT_DIR", "of variable")
                .run();
        assertThat(lines("of variable")).hasSize(1);
        assertThat(lines("of/config")).hasSize(1);
    }

    @Test
    void code_and_output_are_there_if_they_are_to_be_and_no_secret_is() throws IOException {
        CliResult result = run(
                        ", \"includeCode\": true, \"includeOutput\": true",
                        "--secret",
                        "TOKEN=hunter2",
                        "-e",
                        "import os; print('a', os.environ['TOKEN']); print('hunter2')")
                .run();
        assertThat(result.out()).isEqualTo("a ***\n***\n");
        assertThat(lines(".isol8_audit")).singleElement().satisfies(line -> {
            assertThat(AuditLines.field(line, "code"))
                    .isEqualTo("\"import os; print('a', os.environ['TOKEN']); print('***')\"");
            assertThat(AuditLines.field(line, "stdout")).isEqualTo("\"a ***\\n***\"");
            assertThat(AuditLines.field(line, "stderr")).isEqualTo("\"\"");
        });
    }

    @Test
    void a_record_on_standard_output_comes_last_and_on_a_line_of_its_own() throws IOException {
        CliResult result = run(", \"destination\": \"stdout\"", "-r", "bash", "-e", "printf half")
                .run();
        assertThat(result.out())
                .startsWith("half\nAUDIT_LOG: {\"executionId\":")
                .endsWith("}\n");
        assertThat(result.out().lines()).hasSize(2);
    }

    @Test
    void ctrl_c_is_written_down() throws IOException {
        RunningCli running = run("", "-r", "bash", "-e", "echo ready; sleep 60")
                .start()
                .awaitOut("ready\n")
                .signalGroup("INT");
        assertThat(running.result().exitCode()).isEqualTo(130);
        assertThat(lines(".isol8_audit"))
                .singleElement()
                .satisfies(line ->
                        assertThat(AuditLines.field(line, "termination")).isEqualTo("\"cancelled\""));
    }

    @Test
    void a_log_that_cannot_be_written_changes_nothing_but_a_line() throws IOException {
        Files.writeString(directory.resolve(".isol8_audit"), "in the way");
        CliResult result = run("", "-e", "print(1); exit(3)").run();
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("ERROR AuditWriter - Audit records are lost, 1 so far: The audit log ");
    }

    @Test
    void without_audit_nothing_is_written() throws IOException {
        Files.writeString(directory.resolve("isol8.config.json"), "{\"audit\": {\"includeCode\": true}}");
        engine.isol8("run", "-e", "print(1)").in(directory).run();
        assertThat(directory.resolve(".isol8_audit")).doesNotExist();
    }
}
