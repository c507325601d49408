package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import java.util.function.Consumer;

/** What a client says over a WebSocket (spec 6.3), or what its words turned out to be. */
public sealed interface ClientMessage {

    /** {@code {"type":"execute","request":…}}. */
    record Execute(ExecuteMessage message) implements ClientMessage {

        public String toJson() {
            return JsonOutput.text(out -> {
                out.field("type", "execute");
                message.write(out);
            });
        }
    }

    /**
     * {@code {"type":"stdin","data":"…"}}.
     *
     * @param data for the program's standard input; may be empty
     * @param eof whether that was the end of it
     */
    record Stdin(String data, boolean eof) implements ClientMessage {

        public String toJson() {
            return JsonOutput.text(
                    out -> out.field("type", "stdin").field("data", data).field("eof", eof ? true : null));
        }

        /** Without the data. */
        @Override
        public String toString() {
            return "Stdin[" + data.length() + " characters, eof=" + eof + "]";
        }
    }

    /** {@code {"type":"signal","signal":"SIGINT"}}. */
    record SignalMessage(Signal signal) implements ClientMessage {

        public String toJson() {
            return JsonOutput.text(out -> out.field("type", "signal").field("signal", signal.name()));
        }
    }

    /**
     * A message of a type that there is not (spec 6.6).
     *
     * @param type as JavaScript prints it, {@code undefined} if there is none; fit to be shown
     */
    record Unknown(String type) implements ClientMessage {}

    /**
     * A message that cannot be followed.
     *
     * @param reason with {@code MALFORMED_REQUEST} or {@code INVALID_REQUEST}, naming the field
     * @param execute whether it was to begin an execution, or nothing at all: then the connection is of no use any
     *     more (spec 6.9); else it lives on (spec 6.11)
     */
    record Refused(Isol8Exception reason, boolean execute) implements ClientMessage {}

    /** No JSON (spec 6.5). */
    record Malformed() implements ClientMessage {}

    /**
     * Reads a text message. Never fails.
     *
     * @param ignored is told of fields that make no difference, as by {@link ExecuteMessage#read}
     */
    static ClientMessage read(String text, Consumer<String> ignored) {
        return ClientMessageJson.read(text, ignored);
    }
}
