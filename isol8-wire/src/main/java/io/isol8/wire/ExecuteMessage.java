package io.isol8.wire;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OptionOverrides;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to have executed (spec 4.2): {@code {"request": …, "options": …, "sessionId": …}}.
 *
 * @param options what it chose; nothing if it sent none
 * @param sessionId where to execute; an empty one is none, as for existing servers
 */
public record ExecuteMessage(ExecutionRequest request, OptionOverrides options, Optional<String> sessionId)
        implements JsonBody {

    public ExecuteMessage {
        sessionId = sessionId.filter(id -> !id.isEmpty());
    }

    /**
     * Reads the body of an execution, as above or as a bare request: an object with {@code runtime} and one of
     * {@code code}, {@code codeUrl} and {@code cmd}. The fields of a bare request beside a {@code request} are
     * ignored, if only they are of the right type.
     *
     * @param body not closed
     * @param ignored is told the path of each field, up to a hundred, that makes no difference: it is unknown or the
     *     server's to choose
     * @throws Isol8Exception with {@code MALFORMED_REQUEST} if it is not of this shape, {@code INVALID_REQUEST} for a
     *     value that is not acceptable, naming the field
     * @throws IOException only if {@code body} cannot be read
     */
    public static ExecuteMessage read(InputStream body, Consumer<String> ignored) throws IOException {
        return JsonInput.read(body, Origin.BODY, ignored, in -> new Fields(in, "").read());
    }

    /**
     * The same from a message whose {@code type} is known already.
     */
    static ExecuteMessage read(JsonInput in) throws IOException {
        return new Fields(in, "type").read();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, this::write);
    }

    /** Options of which none is set are left out (spec 27.4). */
    void write(JsonOutput out) throws IOException {
        out.object("request", fields -> RequestJson.write(fields, request));
        if (!options.equals(OptionOverrides.none())) {
            out.object("options", fields -> OptionsJson.write(fields, options));
        }
        out.field("sessionId", sessionId.orElse(null));
    }

    /** The fields of one message. */
    private static final class Fields {

        private final JsonInput in;
        private final String known;
        private final RequestJson bare;
        private final List<String> bareFields = new ArrayList<>();
        private @Nullable ExecutionRequest request;
        private OptionOverrides options = OptionOverrides.none();
        private Optional<String> sessionId = Optional.empty();

        Fields(JsonInput in, String known) {
            this.in = in;
            this.known = known;
            this.bare = new RequestJson(in);
        }

        ExecuteMessage read() throws IOException {
            in.object(this::field);
            if (request == null && !bare.isRequest()) {
                throw in.missing("request", "an object with \"runtime\" and one of \"code\", \"codeUrl\" and \"cmd\"");
            }
            if (request == null) {
                return new ExecuteMessage(bare.request(), options, sessionId);
            }
            bareFields.forEach(in::noteIgnored);
            return new ExecuteMessage(request, options, sessionId);
        }

        private boolean field(String name) throws IOException {
            switch (name) {
                case "request" -> request = RequestJson.read(in);
                case "options" -> options = OptionsJson.read(in);
                case "sessionId" -> sessionId = Optional.of(in.string());
                default -> {
                    return bareField(name);
                }
            }
            return true;
        }

        private boolean bareField(String name) throws IOException {
            if (name.equals(known)) {
                in.skip();
                return true;
            }
            if (!bare.field(name)) {
                return false;
            }
            bareFields.add(name);
            return true;
        }
    }
}
