package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Isol8Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema accepts what the reader accepts without a word (spec 8.6). */
final class ConfigSchemaTest {

    private static final int DOCUMENTS = 400;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final Schema SCHEMA = REGISTRY.getSchema(ConfigJson.schema());

    private static boolean isValid(String document) {
        return SCHEMA.validate(document, InputFormat.JSON).isEmpty();
    }

    /** What the reader has to say; nothing if all is well. */
    private static List<String> complaints(String document) {
        List<String> said = new ArrayList<>();
        try {
            ConfigJson.read(document, said::add);
        } catch (Isol8Exception e) {
            said.add(e.message());
        }
        return said;
    }

    @Test
    void is_a_schema_itself() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
        assertThat(meta.validate(ConfigJson.schema(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void accepts_what_the_reader_accepts() {
        ConfigDocuments documents = new ConfigDocuments(new Random(1));
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = documents.right();
            assertThat(complaints(document)).as(document).isEmpty();
            assertThat(isValid(document)).as(document).isTrue();
        }
    }

    @Test
    void refuses_what_the_reader_refuses_or_warns_of() {
        ConfigDocuments documents = new ConfigDocuments(new Random(2));
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = documents.wrong();
            assertThat(complaints(document)).as(document).isNotEmpty();
            assertThat(isValid(document)).as(document).isFalse();
        }
    }

    @Test
    void these_documents_have_every_key() {
        List<String> paths = ConfigTable.rows().stream()
                .map(ConfigTable.Row::path)
                .filter(path -> !path.contains("[]") && !path.contains("*"))
                .toList();
        assertThat(ConfigDocuments.paths()).containsExactlyElementsOf(paths);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"security\": {\"seccomp\": \"custom\", \"customProfilePath\": \"p.json\"}}",
                "{\"security\": {}}",
            })
    void accepts_a_profile_exactly_if_it_is_needed(String document) {
        assertThat(complaints(document)).isEmpty();
        assertThat(isValid(document)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"security\": {\"seccomp\": \"custom\"}}",
                "{\"security\": {\"seccomp\": \"unconfined\", \"customProfilePath\": \"p.json\"}}",
                "{\"security\": {\"customProfilePath\": \"p.json\"}}",
            })
    void refuses_a_profile_where_it_is_missing_or_for_nothing(String document) {
        assertThat(complaints(document)).isNotEmpty();
        assertThat(isValid(document)).isFalse();
    }

    /** Spec 8.2 and 8.6 say so: an editor asks for more than the reader does. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"poolSize\": {\"clean\": 2}}", "{\"debug\": null}", "{\"defaults\": null}"})
    void is_stricter_than_the_reader_about_what_is_left_out(String document) {
        assertThat(complaints(document)).isEmpty();
        assertThat(isValid(document)).isFalse();
    }

    @Test
    void accepts_what_the_program_writes() {
        assertThat(isValid(ConfigJson.write(Isol8Config.builtIn()))).isTrue();
    }

    @Test
    void every_object_is_closed() {
        Matcher objects = Pattern.compile("\"type\": \"object\"").matcher(ConfigJson.schema());
        Matcher closed = Pattern.compile("\"additionalProperties\": false").matcher(ConfigJson.schema());
        assertThat(closed.results().count())
                .isEqualTo(objects.results().count())
                .isGreaterThan(10);
    }

    @Test
    void is_a_draft_7_schema_whose_root_is_a_definition() {
        assertThat(ConfigJson.schema()).startsWith("""
                {
                  "$schema": "http://json-schema.org/draft-07/schema#",
                  "$ref": "#/definitions/Isol8UserConfig",
                """);
    }
}
