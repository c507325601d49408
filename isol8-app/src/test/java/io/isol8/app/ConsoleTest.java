package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    /** What a pipe is whose reader has gone. */
    private static final OutputStream BROKEN = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    };

    private final InMemoryConsole memory = new InMemoryConsole("", true);
    private final Console console = memory.console();

    @Test
    void keeps_the_two_streams_apart() {
        console.out("to one, ünchanged");
        console.err("to the other");
        assertThat(memory.out()).isEqualTo("to one, ünchanged");
        assertThat(memory.err()).isEqualTo("to the other");
    }

    @Test
    void marks_its_own_words_and_says_them_on_standard_error() {
        console.error("bad");
        console.warn("odd");
        console.info("so");
        assertThat(memory.err()).isEqualTo("[ERR] bad\n[WARN] odd\n[INFO] so\n");
        assertThat(memory.out()).isEmpty();
    }

    @Test
    void a_passing_line_gives_way_to_the_next_line() {
        console.passing("step 1");
        console.passing("step 2");
        console.info("done");
        console.info("more");
        assertThat(memory.err()).isEqualTo("\r\033[Kstep 1\r\033[Kstep 2\r\033[K[INFO] done\n[INFO] more\n");
    }

    @Test
    void a_passing_line_does_not_outlive_the_program() {
        console.passing("step 1");
        assertThat(console.flush()).isTrue();
        assertThat(memory.err()).endsWith("step 1\r\033[K");
    }

    @Test
    void tells_that_the_reader_has_gone() {
        Console closed = new Console(InputStream.nullInputStream(), BROKEN, new ByteArrayOutputStream(), false, false);
        assertThatThrownBy(() -> closed.out("anybody?")).isInstanceOf(Console.Closed.class);
        assertThat(closed.flush()).isFalse();
    }
}
