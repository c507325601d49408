package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TypedLineTest {

    private static InputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void one_line_is_read_and_the_next_is_left() throws IOException {
        InputStream in = typed(" yes\r\nü\nrest");
        assertThat(TypedLine.read(in)).isEqualTo("yes");
        assertThat(TypedLine.read(in)).isEqualTo("ü");
        assertThat(TypedLine.read(in)).isEqualTo("rest");
        assertThat(TypedLine.read(in)).isEmpty();
    }

    @Test
    void somebody_may_lean_on_a_key() throws IOException {
        assertThat(TypedLine.read(typed("y".repeat(1 << 20)))).hasSize(1000);
    }
}
