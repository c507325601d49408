package io.isol8.wire;

import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What programs asked of the network (spec 19.7), as fields of a result. One instance reads one result. */
public final class NetworkLogJson {

    private final JsonInput in;
    private final List<NetworkEntry> entries = new ArrayList<>();
    private long dropped;

    NetworkLogJson(JsonInput in) {
        this.in = in;
    }

    /** The entries as objects, one on each line, without line feeds. */
    public static List<String> lines(NetworkLog log) {
        return log.entries().stream()
                .map(entry -> JsonOutput.text(fields -> write(fields, entry)))
                .toList();
    }

    static void write(JsonOutput out, NetworkLog log) throws IOException {
        out.array("networkLogs", list -> {
            for (NetworkEntry entry : log.entries()) {
                list.object(fields -> write(fields, entry));
            }
        });
        if (log.dropped() > 0) {
            out.field("networkLogsDropped", log.dropped());
        }
    }

    private static void write(JsonOutput out, NetworkEntry entry) throws IOException {
        out.field("timestamp", Timestamps.text(entry.timestamp()))
                .field("method", entry.method())
                .field("host", entry.host());
        if (entry.path().isPresent()) {
            out.field("path", entry.path().get());
        } else {
            out.nullField("path");
        }
        out.field("action", entry.action().name())
                .field("durationMs", entry.durationMs())
                .field("bytesIn", entry.bytesIn())
                .field("bytesOut", entry.bytesOut())
                .field("status", entry.status().orElse(null))
                .field("reason", entry.reason().orElse(null));
    }

    /** Reads a field of a result; false if it is none of these. */
    boolean field(String name) throws IOException {
        switch (name) {
            case "networkLogs" -> in.array("an array of objects", () -> entries.add(new Fields(in).read()));
            case "networkLogsDropped" -> dropped = Math.round(in.number());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was read; empty if there was nothing. Sums are not told. */
    Optional<NetworkLog> log() {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        long bytesIn = entries.stream().mapToLong(NetworkEntry::bytesIn).sum();
        long bytesOut = entries.stream().mapToLong(NetworkEntry::bytesOut).sum();
        return Optional.of(new NetworkLog(entries, dropped, bytesIn, bytesOut));
    }

    /** The fields of one entry; servers of the first implementation know fewer of them. */
    private static final class Fields {

        private final JsonInput in;
        private Instant timestamp = Instant.EPOCH;
        private String method = "";
        private String host = "";
        private @Nullable String path;
        private NetworkEntry.Action action = NetworkEntry.Action.ALLOW;
        private long durationMs;
        private long bytesIn;
        private long bytesOut;
        private @Nullable Integer status;
        private @Nullable String reason;

        Fields(JsonInput in) {
            this.in = in;
        }

        NetworkEntry read() throws IOException {
            in.object(this::field);
            return new NetworkEntry(
                    timestamp,
                    method,
                    host,
                    Optional.ofNullable(path),
                    action,
                    durationMs,
                    bytesIn,
                    bytesOut,
                    Optional.ofNullable(status),
                    Optional.ofNullable(reason));
        }

        private boolean field(String name) throws IOException {
            switch (name) {
                case "timestamp" -> timestamp = Timestamps.read(in);
                case "method" -> method = in.string();
                case "host" -> host = in.string();
                case "path" -> path = in.string();
                case "action" ->
                    action = in.string().equals("BLOCK") ? NetworkEntry.Action.BLOCK : NetworkEntry.Action.ALLOW;
                case "durationMs" -> durationMs = Math.round(in.number());
                case "bytesIn" -> bytesIn = Math.round(in.number());
                case "bytesOut" -> bytesOut = Math.round(in.number());
                case "status" -> status = in.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "reason" -> reason = in.string();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
