package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What stands in the repository about config files is what the table of keys says. */
final class ConfigDocumentationTest {

    private static final Path DOCS = Path.of(System.getProperty("isol8.root")).resolve("docs");

    @Test
    void the_page_has_every_key_with_what_it_may_be_and_its_default() throws IOException {
        assertThat(Files.readString(DOCS.resolve("configuration.md"))).contains(ConfigTable.markdown());
    }

    @Test
    void the_schema_is_the_one_that_the_program_prints() throws IOException {
        assertThat(Files.readString(DOCS.resolve("isol8.config.schema.json"))).isEqualTo(ConfigJson.schema());
    }
}
