package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private static Console failing(String reason) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        return new Console(InputStream.nullInputStream(), broken, new ByteArrayOutputStream(), Terminals.NONE);
    }

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
    void says_on_standard_output_what_a_command_has_done_and_found() {
        console.ok("did");
        console.found("found");
        assertThat(memory.out()).isEqualTo("[OK] did\n[INFO] found\n");
        assertThat(memory.err()).isEmpty();
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
    void quiet_it_says_nothing_but_results_warnings_and_errors() {
        console.beQuiet();
        console.info("so");
        console.ok("did");
        console.plain("step");
        console.passing("step");
        assertThat(memory.out() + memory.err()).isEmpty();

        console.found("found");
        console.out("result");
        console.warn("odd");
        console.error("bad");
        assertThat(memory.out()).isEqualTo("[INFO] found\nresult");
        assertThat(memory.err()).isEqualTo("[WARN] odd\n[ERR] bad\n");
    }

    @Test
    void marks_are_coloured_where_colours_are_wanted_and_seen() {
        InMemoryConsole outOnly = new InMemoryConsole("", new Terminals(false, true, false, true));
        outOnly.console().ok("did");
        outOnly.console().error("bad");
        assertThat(outOnly.out()).isEqualTo("\033[32m[OK]\033[0m did\n");
        assertThat(outOnly.err()).isEqualTo("[ERR] bad\n");

        InMemoryConsole errOnly = new InMemoryConsole("", new Terminals(false, false, true, true));
        errOnly.console().ok("did");
        errOnly.console().error("bad");
        errOnly.console().warn("odd");
        errOnly.console().info("so");
        assertThat(errOnly.out()).isEqualTo("[OK] did\n");
        assertThat(errOnly.err())
                .isEqualTo("\033[31m[ERR]\033[0m bad\n\033[33m[WARN]\033[0m odd\n\033[36m[INFO]\033[0m so\n");
    }

    @Test
    void a_passing_line_does_not_outlive_the_program() {
        console.passing("step 1");
        console.flush();
        assertThat(memory.err()).endsWith("step 1\r\033[K");
    }

    @Test
    void tells_that_the_reader_has_gone() {
        Console closed = failing("Broken pipe");
        assertThatThrownBy(() -> closed.out("anybody?")).isInstanceOf(Console.Closed.class);
        assertThatThrownBy(closed::flush).isInstanceOf(Console.Closed.class);
    }

    @Test
    void tells_that_the_disk_is_full() {
        assertThatThrownBy(() -> failing("No space left on device").out("much"))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("The output cannot be written: No space left on device.");
    }

    @Test
    void a_strangers_text_is_made_fit_for_one_line() {
        assertThat(Console.printable("a\nb\033[2Jc")).isEqualTo("a?b?[2Jc");
        assertThat(Console.printable("a\u009b2Jb\u2028c\u202ed")).isEqualTo("a?2Jb?c?d");
        assertThat(Console.printable("🙂".repeat(300))).isEqualTo("🙂".repeat(200) + "…");
        assertThat(Console.printable("ü".repeat(300))).isEqualTo("ü".repeat(200) + "…");
    }
}
