package io.isol8.wire;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a cleanup achieved (spec 4.9).
 *
 * @param images present if images were to go, too
 */
public record CleanupReply(CleanupResult sessions, CleanupResult containers, Optional<CleanupResult> images)
        implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static CleanupReply read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> new Fields().read(in));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> {
            fields.field("ok", true);
            write(fields, "sessions", sessions);
            write(fields, "containers", containers);
            if (images.isPresent()) {
                write(fields, "images", images.get());
            }
        });
    }

    private static void write(JsonOutput out, String name, CleanupResult result) throws IOException {
        out.object(
                name,
                fields -> fields.field("removed", result.removed())
                        .field("failed", result.failed())
                        .strings("errors", result.errors()));
    }

    private static final class Fields {

        private static final String EXPECTED = "an object with \"removed\", \"failed\" and \"errors\"";

        private @Nullable CleanupResult sessions;
        private @Nullable CleanupResult containers;
        private @Nullable CleanupResult images;

        CleanupReply read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            if (sessions == null) {
                throw in.missing("sessions", EXPECTED);
            }
            if (containers == null) {
                throw in.missing("containers", EXPECTED);
            }
            return new CleanupReply(sessions, containers, Optional.ofNullable(images));
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case "sessions" -> sessions = new ResultFields().read(in);
                case "containers" -> containers = new ResultFields().read(in);
                case "images" -> images = new ResultFields().read(in);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    /** What is missing is nothing. */
    private static final class ResultFields {

        private int removed;
        private int failed;
        private List<String> errors = List.of();

        CleanupResult read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            return new CleanupResult(removed, failed, errors);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case "removed" -> removed = in.whole(0, Integer.MAX_VALUE);
                case "failed" -> failed = in.whole(0, Integer.MAX_VALUE);
                case "errors" -> errors = in.strings();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
