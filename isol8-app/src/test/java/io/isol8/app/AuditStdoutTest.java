package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.AuditSink;
import io.isol8.testkit.AuditSinkContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Audit records on standard output (spec 21.4). */
final class AuditStdoutTest extends AuditSinkContract {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean full;

    private final Console console = new Console(
            new ByteArrayInputStream(new byte[0]),
            new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (full) {
                        throw new IOException("No space left on device");
                    }
                    out.write(bytes, offset, length);
                }
            },
            new ByteArrayOutputStream(),
            Terminals.NONE);

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    protected AuditSink open() {
        return new AuditStdout(console);
    }

    @Override
    protected List<UUID> written() {
        return AuditLines.ids(out().lines());
    }

    @Override
    protected void setFailing(boolean failing) {
        full = failing;
    }

    @Test
    void a_record_is_a_line_of_its_own_with_a_word_before_it() {
        console.out("half a line");
        sink().write(record("x"));
        console.out("a line\n");
        sink().write(record("x"));
        assertThat(out().lines())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("AUDIT_LOG: {\"executionId\":\""));
        assertThat(out()).startsWith("half a line\nAUDIT_LOG: {").endsWith("}\n");
    }

    @Test
    void a_command_prints_them_at_its_end() {
        AuditSink sink = new AuditAtTheEnd(new AuditStdout(console));
        sink.write(record("x"));
        console.out("of the program");
        assertThat(out()).isEqualTo("of the program");
        sink.close();
        assertThat(written()).hasSize(1);
    }
}
