package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseTest {

    private static StreamEvent output(String text) {
        return new StreamEvent.Output(OutputChannel.STDOUT, text, Phase.CODE);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    @Test
    void eachEventIsALineAndABlankLine() {
        assertThat(text(SseFrames.event(output("hi\n"))))
                .isEqualTo("data: {\"type\":\"stdout\",\"data\":\"hi\\n\",\"phase\":\"code\"}\n\n");
        assertThat(text(SseFrames.error(Isol8Exception.invalid("a\r\nb"))))
                .isEqualTo("data: {\"type\":\"error\",\"data\":\"a\\r\\nb\",\"code\":\"invalid_request\"}\n\n");
        assertThat(text(SseFrames.keepAlive())).isEqualTo(": keep-alive\n\n");
    }

    @Test
    void noTextBreaksALine() {
        StringBuilder everything = new StringBuilder();
        for (char c = 0; c < 0x3000; c++) {
            everything.append(c);
        }
        everything.append("\ud800 \udfff \ud83d\ude00\ufffe\uffff");

        String frame = text(SseFrames.event(output(everything.toString())));

        assertThat(frame.substring(0, frame.length() - 2)).doesNotContain("\n", "\r", "\u2028", "\u2029");
        assertThat(frame).endsWith("}\n\n");
    }

    @Test
    void theReaderPassesOverWhatIsNoEvent() throws IOException {
        SseReader reader = new SseReader(Wire.body("""
                : keep-alive

                event: message
                id: 7
                retry: 10
                data:{"type":"stdout","data":"no space","phase":"code"}
                data: [DONE]
                data: {"type":"progress","data":"50"}

                data: {"type":"stdout","data":"one","phase":"code"}\r

                 data: {"type":"stdout","data":"indented","phase":"code"}
                data: {"type":"stdout","data":"ä€😀","phase":"code"}"""));

        assertThat(reader.next()).contains(output("one"));
        assertThat(reader.next()).contains(output("ä€😀"));
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void theReaderDoesNotWaitForMoreThanTheLine() throws IOException {
        byte[] frame = SseFrames.event(output("one"));
        InputStream stream = new InputStream() {
            private int sent;

            @Override
            public int read() {
                throw new AssertionError("waits for bytes one by one");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (sent == frame.length) {
                    throw new AssertionError("waits although there is an event");
                }
                bytes[offset] = frame[sent++];
                return 1;
            }
        };

        assertThat(new SseReader(stream).next()).contains(output("one"));
    }

    @Test
    void theServersErrorIsThrown() {
        SseReader reader = new SseReader(
                Wire.body(SseFrames.error(new Isol8Exception(ErrorCode.RUNTIME_SWITCH, "Cannot switch."))));

        assertThatThrownBy(reader::next)
                .hasMessage("Cannot switch.")
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RUNTIME_SWITCH));
    }

    @Test
    void linesAreBounded() throws IOException {
        String frame = text(SseFrames.event(output("x".repeat(100))));
        int line = frame.length() - 2;

        assertThat(new SseReader(Wire.body(frame), line).next()).contains(output("x".repeat(100)));
        Wire.assertNotUnderstood(
                "It has a line of more than " + (line - 1) + " bytes.",
                () -> new SseReader(Wire.body(frame), line - 1).next());
        Wire.assertNotUnderstood(
                "It has a line of more than 10 bytes.",
                () -> new SseReader(Wire.body(": a comment that is too long\n"), 10).next());
    }
}
