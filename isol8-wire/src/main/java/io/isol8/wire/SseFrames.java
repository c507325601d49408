package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import java.nio.charset.StandardCharsets;

/** What an event stream consists of (spec 5.2): each a line and a blank line, to be written as a whole. */
public final class SseFrames {

    private static final String BEFORE = "data: ";
    private static final String AFTER = "\n\n";

    private SseFrames() {}

    /** {@code data: {"type":"stdout","data":"hi\n","phase":"code"}}. */
    public static byte[] event(StreamEvent event) {
        return JsonOutput.bytes(BEFORE, out -> EventJson.write(out, event), AFTER);
    }

    /** What kept a program from being run; the last event of a stream (spec 5.4). */
    public static byte[] error(Isol8Exception failure) {
        return JsonOutput.bytes(BEFORE, out -> EventJson.writeError(out, failure), AFTER);
    }

    /** The same for a failure without a code. */
    public static byte[] error(String message) {
        return (BEFORE + EventJson.error(message) + AFTER).getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, which clients ignore (spec 5.3). */
    public static byte[] keepAlive() {
        return ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    }
}
