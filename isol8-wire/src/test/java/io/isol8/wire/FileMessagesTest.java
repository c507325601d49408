package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of files that travel as they are. */
class FileMessagesTest {

    private static final FileAttributes SCRIPT =
            new FileAttributes(FileKind.FILE, 04755, 3_000_000_000L, Instant.parse("2026-01-01T00:00:00.007Z"));

    @Test
    void aListing() throws IOException {
        DirectoryListing listing = new DirectoryListing(List.of(
                new DirectoryEntry("a \"b\"\n", SCRIPT),
                new DirectoryEntry("d", new FileAttributes(FileKind.DIRECTORY, 0755, 0, Instant.EPOCH))));

        assertThat(Wire.json(listing))
                .isEqualTo("{\"entries\":[{\"name\":\"a \\\"b\\\"\\n\",\"kind\":\"file\",\"mode\":\"4755\","
                        + "\"size\":3000000000,\"modified\":\"2026-01-01T00:00:00.007Z\"},"
                        + "{\"name\":\"d\",\"kind\":\"directory\",\"mode\":\"755\",\"size\":0,"
                        + "\"modified\":\"1970-01-01T00:00:00.000Z\"}]}");
        assertThat(DirectoryListing.read(Wire.body(listing.toJson()))).isEqualTo(listing);
    }

    @Test
    void aListingFromAnotherServer() throws IOException {
        assertThat(DirectoryListing.read(Wire.body("{\"entries\":[{\"name\":\"x\",\"kind\":\"door\"}],\"more\":1}")))
                .isEqualTo(new DirectoryListing(
                        List.of(new DirectoryEntry("x", new FileAttributes(FileKind.OTHER, 0, 0, Instant.EPOCH)))));
        Wire.assertNotUnderstood(
                "entries[0].name must be a string.", () -> DirectoryListing.read(Wire.body("{\"entries\":[{}]}")));
        Wire.assertNotUnderstood(
                "entries[0].mode must be octal.",
                () -> DirectoryListing.read(Wire.body("{\"entries\":[{\"mode\":\"8\"}]}")));
    }

    @Test
    void headers() {
        Map<String, String> headers = FileHeaders.write(SCRIPT);

        assertThat(headers)
                .containsExactly(
                        Map.entry("X-Isol8-Kind", "file"),
                        Map.entry("X-Isol8-Mode", "4755"),
                        Map.entry("X-Isol8-Size", "3000000000"),
                        Map.entry("X-Isol8-Modified", "2026-01-01T00:00:00.007Z"));
        assertThat(FileHeaders.read(headers::get)).contains(SCRIPT);
    }

    @Test
    void headersThatAreNotThereSayNothing() {
        FileHeaders.write(SCRIPT).keySet().forEach(missing -> {
            Map<String, String> headers = new HashMap<>(FileHeaders.write(SCRIPT));
            headers.remove(missing);
            assertThat(FileHeaders.read(headers::get)).isEmpty();
            headers.put(missing, missing.equals("X-Isol8-Kind") ? "door" : "?");
            assertThat(FileHeaders.read(headers::get).isPresent()).isEqualTo(missing.equals("X-Isol8-Kind"));
        });
    }

    @Test
    void theModeOfAFileThatIsBrought() {
        assertThat(FileHeaders.mode(FileHeaders.write(0600)::get)).contains(0600);
        assertThat(FileHeaders.mode(name -> null)).isEmpty();
        assertThat(FileHeaders.mode(name -> "99")).isEmpty();
        assertThat(FileHeaders.mode(name -> "10000")).isEmpty();
        assertThat(FileHeaders.mode(name -> "-1")).isEmpty();
    }
}
