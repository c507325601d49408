package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of a server (spec 4.7). */
public record SessionList(List<Session> sessions) implements JsonBody {

    /**
     * @param active whether something executes in it
     * @param lastAccessedAt whole milliseconds on the wire
     */
    public record Session(String id, boolean active, Instant lastAccessedAt) {}

    public SessionList {
        sessions = List.copyOf(sessions);
    }

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static SessionList read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            List<Session> sessions = new ArrayList<>();
            in.object(name -> {
                if (name.equals("sessions")) {
                    in.array("an array", () -> sessions.add(new Fields().read(in)));
                }
                return name.equals("sessions");
            });
            return new SessionList(sessions);
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.array("sessions", this::writeEntries));
    }

    private void writeEntries(JsonOutput out) throws IOException {
        for (Session session : sessions) {
            out.object(entry -> entry.field("id", session.id())
                    .field("isActive", session.active())
                    .field("lastAccessedAt", Timestamps.text(session.lastAccessedAt())));
        }
    }

    /** The sessions alone, for people and programs. */
    public String toIndentedArray() {
        return JsonOutput.indentedValue(out -> out.array(this::writeEntries));
    }

    private static final class Fields {

        private @Nullable String id;
        private boolean active;
        private Instant lastAccessedAt = Instant.EPOCH;

        Session read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            if (id == null) {
                throw in.missing("id", "a string");
            }
            return new Session(id, active, lastAccessedAt);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case "id" -> id = in.string();
                case "isActive" -> active = in.bool();
                case "lastAccessedAt" -> lastAccessedAt = Timestamps.read(in);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
