package io.isol8.wire;

import io.isol8.domain.FileContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files, path by path. In a request each is a text, {@code {"base64": "…"}}, or what Node's {@code Buffer} turns into,
 * {@code {"type": "Buffer", "data": [1, 2]}} (spec 10.1); in a result each is a text in base64 (spec 10.2).
 */
final class FilesJson {

    private static final String EXPECTED = "a string, {\"base64\": \"…\"} or {\"type\": \"Buffer\", \"data\": […]}";

    private FilesJson() {}

    static Map<String, FileContent> readRequested(JsonInput in) throws IOException {
        Map<String, FileContent> files = new LinkedHashMap<>();
        in.object(path -> {
            files.put(path, in.isString() ? FileContent.of(in.string()) : new Bytes(in).read());
            return true;
        });
        return files;
    }

    static Map<String, FileContent> readReturned(JsonInput in) throws IOException {
        Map<String, FileContent> files = new LinkedHashMap<>();
        in.object(path -> {
            files.put(path, FileContent.owning(in.base64()));
            return true;
        });
        return files;
    }

    /** Text as text, for servers of the first implementation know nothing else. */
    static void writeRequested(JsonOutput out, Map<String, FileContent> files) throws IOException {
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            FileContent content = file.getValue();
            if (isText(content)) {
                out.field(file.getKey(), content.text());
            } else {
                out.object(file.getKey(), bytes -> bytes.base64("base64", content));
            }
        }
    }

    private static boolean isText(FileContent content) throws IOException {
        try (Reader text = new InputStreamReader(content.stream(), StandardCharsets.UTF_8.newDecoder())) {
            text.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static void writeReturned(JsonOutput out, Map<String, FileContent> files) throws IOException {
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            out.base64(file.getKey(), file.getValue());
        }
    }

    /** The object forms of a file in a request. */
    private static final class Bytes {

        private final JsonInput in;
        private final List<byte[]> given = new ArrayList<>(1);

        Bytes(JsonInput in) {
            this.in = in;
        }

        FileContent read() throws IOException {
            if (!in.isObject()) {
                throw in.wrong(EXPECTED);
            }
            in.object(this::field);
            if (given.size() != 1) {
                throw in.wrong(EXPECTED);
            }
            return FileContent.owning(given.get(0));
        }

        private boolean field(String name) throws IOException {
            switch (name) {
                case "base64" -> given.add(in.base64());
                case "data" -> given.add(numbers());
                case "type" -> {
                    if (!in.string("\"Buffer\"").equals("Buffer")) {
                        throw in.wrong("\"Buffer\"");
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private byte[] numbers() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.array("an array of numbers", () -> bytes.write(in.whole(0, 255)));
            return bytes.toByteArray();
        }
    }
}
