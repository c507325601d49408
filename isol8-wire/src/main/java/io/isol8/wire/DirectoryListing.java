package io.isol8.wire;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a directory of a session's sandbox:
 * {@code {"entries":[{"name":"a.txt","kind":"file","mode":"644","size":3,"modified":"2026-01-01T00:00:00.000Z"}]}}.
 */
public record DirectoryListing(List<DirectoryEntry> entries) implements JsonBody {

    public DirectoryListing {
        entries = List.copyOf(entries);
    }

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static DirectoryListing read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            List<DirectoryEntry> entries = new ArrayList<>();
            in.object(name -> {
                if (name.equals("entries")) {
                    in.array("an array", () -> entries.add(new Fields(in).read()));
                }
                return name.equals("entries");
            });
            return new DirectoryListing(entries);
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.array("entries", list -> {
                    for (DirectoryEntry entry : entries) {
                        list.object(object -> write(object, entry));
                    }
                }));
    }

    private static void write(JsonOutput out, DirectoryEntry entry) throws IOException {
        FileAttributes attributes = entry.attributes();
        out.field("name", entry.name())
                .field("kind", FileKinds.name(attributes.kind()))
                .field("mode", FileKinds.octal(attributes.mode()))
                .field("size", attributes.size())
                .field("modified", Timestamps.text(attributes.modified()));
    }

    /** The fields of one entry. */
    private static final class Fields {

        private final JsonInput in;
        private @Nullable String name;
        private FileKind kind = FileKind.OTHER;
        private int mode;
        private long size;
        private Instant modified = Instant.EPOCH;

        Fields(JsonInput in) {
            this.in = in;
        }

        DirectoryEntry read() throws IOException {
            in.object(this::field);
            if (name == null) {
                throw in.missing("name", "a string");
            }
            return new DirectoryEntry(name, new FileAttributes(kind, mode, size, modified));
        }

        private boolean field(String field) throws IOException {
            switch (field) {
                case "name" -> name = in.string();
                case "kind" -> kind = FileKinds.of(in.string());
                case "mode" -> mode = FileKinds.mode(in.string()).orElseThrow(() -> in.wrong("octal"));
                case "size" -> size = Math.round(in.number());
                case "modified" -> modified = Timestamps.read(in);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
