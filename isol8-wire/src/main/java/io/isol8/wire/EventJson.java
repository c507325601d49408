package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events of an execution (spec 10.3, 20.2), as text: what one WebSocket message, or one line of a stream, holds. */
public final class EventJson {

    private EventJson() {}

    /** {@code {"type":"stdout","data":"hi\n","phase":"code"}}. The end also tells the result, without the output. */
    public static String text(StreamEvent event) {
        return JsonOutput.text(out -> write(out, event));
    }

    /** What kept a program from being run, with the error's code; the last event of a stream (spec 5.4). */
    public static String error(Isol8Exception failure) {
        return JsonOutput.text(out -> writeError(out, failure));
    }

    /** A complaint about a message. The connection may live on (spec 6.6). */
    public static String error(String message) {
        return JsonOutput.text(out -> out.field("type", "error").field("data", message));
    }

    static void write(JsonOutput out, StreamEvent event) throws IOException {
        if (event instanceof StreamEvent.Output output) {
            out.field("type", Ascii.lowerCase(output.channel().name()))
                    .field("data", output.text())
                    .field("phase", name(output.phase()));
        } else if (event instanceof StreamEvent.Failure failure) {
            out.field("type", "error").field("data", failure.message()).field("phase", name(failure.phase()));
        } else if (event instanceof StreamEvent.Exit exit) {
            ExecutionResult result = exit.result();
            out.field("type", "exit")
                    .field("data", Integer.toString(result.exitCode()))
                    .field("phase", name(exit.phase()))
                    .object("result", fields -> ResultJson.writeWithoutOutput(fields, result));
        }
    }

    static void writeError(JsonOutput out, Isol8Exception failure) throws IOException {
        out.field("type", "error").field("data", failure.message()).field("code", ErrorCodes.name(failure.code()));
    }

    private static String name(Phase phase) {
        return Ascii.lowerCase(phase.name());
    }

    /**
     * Reads an event. Its phase is {@code CODE} if it names none; an exit without a result, as servers of the first
     * implementation send it, gets one that tells the exit code only.
     *
     * @return empty for what is no event, or none that is known here; clients ignore it (spec 27.4)
     * @throws Isol8Exception if the server tells that the program could not be run: an error without a phase. Its code
     *     is {@code ENGINE_FAILED} unless the server names one
     */
    public static Optional<StreamEvent> read(String text) {
        Fields fields;
        try {
            fields = JsonInput.parse(text, Origin.ANSWER, path -> {}, Fields::read);
        } catch (MalformedJsonException | Isol8Exception e) {
            return Optional.empty();
        }
        return fields.event();
    }

    /** As {@link #read(String)}, from UTF-8. */
    static Optional<StreamEvent> read(InputStream text) throws IOException {
        Fields fields;
        try {
            fields = JsonInput.parse(text, Origin.ANSWER, path -> {}, Fields::read);
        } catch (MalformedJsonException | Isol8Exception e) {
            return Optional.empty();
        }
        return fields.event();
    }

    /** The fields of one event. */
    private static final class Fields {

        private @Nullable String type;
        private @Nullable String data;
        private @Nullable String phase;
        private @Nullable String code;
        private @Nullable ExecutionResult result;

        static Fields read(JsonInput in) throws IOException {
            Fields fields = new Fields();
            in.object(name -> fields.read(name, in));
            return fields;
        }

        private boolean read(String name, JsonInput in) throws IOException {
            switch (name) {
                case "type" -> type = in.string();
                case "data" -> data = in.string();
                case "phase" -> phase = in.string();
                case "code" -> code = in.string();
                case "result" -> result = ResultJson.readWithoutOutput(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        Optional<StreamEvent> event() {
            if (type == null || data == null) {
                return Optional.empty();
            }
            return switch (type) {
                case "stdout" -> Optional.of(new StreamEvent.Output(OutputChannel.STDOUT, data, phase()));
                case "stderr" -> Optional.of(new StreamEvent.Output(OutputChannel.STDERR, data, phase()));
                case "error" -> Optional.of(failure(data));
                case "exit" -> exit(data);
                default -> Optional.empty();
            };
        }

        private Phase phase() {
            return "setup".equals(phase) ? Phase.SETUP : Phase.CODE;
        }

        private StreamEvent failure(String message) {
            if (phase == null) {
                throw new Isol8Exception(
                        Optional.ofNullable(code).flatMap(ErrorCodes::of).orElse(ErrorCode.ENGINE_FAILED), message);
            }
            return new StreamEvent.Failure(message, phase());
        }

        private Optional<StreamEvent> exit(String exitCode) {
            try {
                ExecutionResult told = result == null ? ResultJson.of(Integer.parseInt(exitCode)) : result;
                return Optional.of(new StreamEvent.Exit(told, phase()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
