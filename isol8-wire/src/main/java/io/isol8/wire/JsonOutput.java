package io.isol8.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.isol8.domain.FileContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document that is being written: valid whatever the text in it, and on one line unless it is for people. Fields
 * that are null are left out. Not thread-safe.
 */
final class JsonOutput {

    /** Writes fields, or values, of what the output stands in. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonOutput out) throws IOException;
    }

    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private final JsonGenerator generator;

    private JsonOutput(JsonGenerator generator) {
        this.generator = generator;
    }

    /** Writes an object in UTF-8 and flushes; does not close {@code out}. */
    static void write(OutputStream out, Content fields) throws IOException {
        try (JsonGenerator generator = Json.FACTORY.createGenerator(out)) {
            new JsonOutput(generator).object(fields);
        }
    }

    /** An object as text. */
    static String text(Content fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(text)) {
            new JsonOutput(generator).object(fields);
        } catch (IOException e) {
            throw new IllegalStateException("a string that cannot be written", e);
        }
        return text.toString();
    }

    /** An object as text for people: a line for each field and value, indented by two spaces. */
    static String indented(Content fields) {
        return indentedValue(out -> out.object(fields));
    }

    /** The same for any value. */
    static String indentedValue(Content value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(INDENTER)
                    .withArrayIndenter(INDENTER));
            value.writeTo(new JsonOutput(generator));
        } catch (IOException e) {
            throw new IllegalStateException("a string that cannot be written", e);
        }
        return text.append('\n').toString();
    }

    /** An object in UTF-8, between two texts in ASCII. */
    static byte[] bytes(String before, Content fields, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            ascii(bytes, before);
            write(bytes, fields);
            ascii(bytes, after);
        } catch (IOException e) {
            throw new IllegalStateException("memory that cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
        }
    }

    JsonOutput field(String name, @Nullable String value) throws IOException {
        if (value != null) {
            name(name);
            generator.writeString(Unicode.wellFormed(value));
        }
        return this;
    }

    JsonOutput field(String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            name(name);
            generator.writeBoolean(value);
        }
        return this;
    }

    JsonOutput field(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            name(name);
            generator.writeNumber(value);
        }
        return this;
    }

    JsonOutput field(String name, @Nullable Integer value) throws IOException {
        return field(name, value == null ? null : Long.valueOf(value));
    }

    /** A number, without a fraction if it has none. */
    JsonOutput field(String name, @Nullable Double value) throws IOException {
        if (value != null && value == value.longValue()) {
            return field(name, (Long) value.longValue());
        }
        if (value != null) {
            name(name);
            generator.writeNumber(value);
        }
        return this;
    }

    JsonOutput nullField(String name) throws IOException {
        name(name);
        generator.writeNull();
        return this;
    }

    JsonOutput strings(String name, List<String> values) throws IOException {
        return array(name, out -> {
            for (String value : values) {
                generator.writeString(Unicode.wellFormed(value));
            }
        });
    }

    JsonOutput strings(String name, Map<String, String> values) throws IOException {
        return object(name, out -> {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                field(entry.getKey(), entry.getValue());
            }
        });
    }

    /** Bytes in base64. */
    JsonOutput base64(String name, FileContent content) throws IOException {
        try (InputStream bytes = content.stream()) {
            return base64(name, bytes, content.size());
        }
    }

    /**
     * So many bytes, in base64, as they come.
     *
     * @throws IOException also if there are fewer
     */
    JsonOutput base64(String name, InputStream bytes, int count) throws IOException {
        name(name);
        generator.writeBinary(Json.BASE64, bytes, count);
        return this;
    }

    JsonOutput object(String name, Content fields) throws IOException {
        name(name);
        object(fields);
        return this;
    }

    JsonOutput array(String name, Content values) throws IOException {
        name(name);
        generator.writeStartArray();
        values.writeTo(this);
        generator.writeEndArray();
        return this;
    }

    /** A field whose value the content writes. */
    JsonOutput value(String name, Content value) throws IOException {
        name(name);
        value.writeTo(this);
        return this;
    }

    /** Text as a value. */
    void value(String text) throws IOException {
        generator.writeString(Unicode.wellFormed(text));
    }

    /** True or false as a value. */
    void value(boolean truth) throws IOException {
        generator.writeBoolean(truth);
    }

    /** A number as a value. */
    void value(long number) throws IOException {
        generator.writeNumber(number);
    }

    /** A number as a value, without a fraction if it has none. */
    void value(double number) throws IOException {
        if (number == Math.rint(number)) {
            generator.writeNumber((long) number);
        } else {
            generator.writeNumber(number);
        }
    }

    /** An array as a value. */
    void array(Content values) throws IOException {
        generator.writeStartArray();
        values.writeTo(this);
        generator.writeEndArray();
    }

    /** An object as a value. */
    void object(Content fields) throws IOException {
        generator.writeStartObject();
        fields.writeTo(this);
        generator.writeEndObject();
    }

    private void name(String name) throws IOException {
        generator.writeFieldName(Unicode.wellFormed(name));
    }
}
