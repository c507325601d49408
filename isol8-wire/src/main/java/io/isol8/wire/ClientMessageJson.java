package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.wire.ClientMessage.Execute;
import io.isol8.wire.ClientMessage.Malformed;
import io.isol8.wire.ClientMessage.Refused;
import io.isol8.wire.ClientMessage.SignalMessage;
import io.isol8.wire.ClientMessage.Stdin;
import io.isol8.wire.ClientMessage.Unknown;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what comes over a WebSocket. A type may stand after what it explains, so each message is read twice. */
final class ClientMessageJson {

    private static final String TYPE = "type";
    private static final String EXECUTE = "execute";

    private ClientMessageJson() {}

    static ClientMessage read(String text, Consumer<String> ignored) {
        boolean execute = true;
        try {
            String type = JsonInput.parse(text, Origin.MESSAGE, path -> {}, new Type()::read);
            execute = type.equals(EXECUTE);
            return JsonInput.parse(text, Origin.MESSAGE, ignored, in -> read(type, in));
        } catch (MalformedJsonException e) {
            return new Malformed();
        } catch (Isol8Exception e) {
            return new Refused(e, execute);
        }
    }

    private static ClientMessage read(String type, JsonInput in) throws IOException {
        return switch (type) {
            case EXECUTE -> new Execute(ExecuteMessage.read(in));
            case "stdin" -> new StdinFields().read(in);
            case "signal" -> new SignalFields().read(in);
            default -> {
                in.skip();
                yield new Unknown(Ascii.printable(type));
            }
        };
    }

    private static final class Type {

        private String type = "undefined";

        String read(JsonInput in) throws IOException {
            if (in.isNull()) {
                throw in.wrong("an object");
            }
            if (in.isObject()) {
                in.object(name -> field(name, in));
            } else {
                in.skip();
            }
            return type;
        }

        private boolean field(String name, JsonInput in) throws IOException {
            if (name.equals(TYPE)) {
                type = in.printed();
            }
            in.skip();
            return true;
        }
    }

    private static final class StdinFields {

        private String data = "";
        private boolean eof;

        Stdin read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            return new Stdin(data, eof);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case TYPE -> in.skip();
                case "data" -> data = in.string();
                case "eof" -> eof = in.bool();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class SignalFields {

        private static final String EXPECTED = "\"SIGINT\", \"SIGTERM\" or \"SIGKILL\"";

        private @Nullable Signal signal;

        SignalMessage read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            if (signal == null) {
                throw in.missing("signal", EXPECTED);
            }
            return new SignalMessage(signal);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case TYPE -> in.skip();
                case "signal" -> signal = Signal.of(in.string(EXPECTED));
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
