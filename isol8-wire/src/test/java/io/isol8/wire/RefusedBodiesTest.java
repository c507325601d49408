package io.isol8.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are not acceptable, each with the line that says why. */
class RefusedBodiesTest {

    private static final String REQUEST = "{\"request\":{\"runtime\":\"python\",\"code\":\"print(1)\"";
    private static final String ARROW = " -> ";

    private static final List<String> TEXTS =
            List.of("code", "codeUrl", "cmd", "codeHash", "fileExtension", "stdin", "setupScript", "workdir");
    private static final List<String> SWITCHES = List.of("allowInsecureCodeUrl", "trackResources", "interactive");
    private static final List<String> LISTS = List.of("outputPaths", "installPackages");
    private static final List<String> MAPS = List.of("env", "files", "metadata");

    static Stream<Arguments> listed() throws IOException {
        try (InputStream table =
                        Objects.requireNonNull(RefusedBodiesTest.class.getResourceAsStream("refused-bodies.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> line.contains(ARROW) && !line.startsWith("# "))
                    .map(line -> line.replace("$R", REQUEST))
                    .map(line -> Arguments.of(
                            line.substring(0, line.lastIndexOf(ARROW)),
                            line.substring(line.lastIndexOf(ARROW) + ARROW.length())))
                    .toList()
                    .stream();
        }
    }

    /** Every field of a request with every kind of value that is not its own. */
    static Stream<Arguments> ofTheWrongKind() {
        return Stream.of(
                        wrong(TEXTS, List.of("5", "-1.5", "true", "false", "[]", "[\"a\"]", "{}"), "a string"),
                        wrong(SWITCHES, List.of("0", "1", "\"true\"", "\"\"", "[]", "{}"), "true or false"),
                        wrong(LISTS, List.of("5", "true", "\"a\"", "{}"), "an array of strings"),
                        wrong(MAPS, List.of("5", "true", "\"a\"", "[]"), "an object"),
                        wrong(
                                List.of("timeoutMs"),
                                List.of("\"5\"", "true", "[]", "{}", "[1]", "\"\""),
                                "a positive whole number of milliseconds"))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> wrong(List<String> fields, List<String> values, String expected) {
        return fields.stream()
                .flatMap(field -> values.stream()
                        .map(value -> Arguments.of(
                                "{\"request\":{\"runtime\":\"python\",\"" + field + "\":" + value + "}}",
                                "request." + field + " must be " + expected + ".")));
    }

    @ParameterizedTest
    @MethodSource("listed")
    @MethodSource("ofTheWrongKind")
    void saysWhatIsWrong(String body, String message) {
        Wire.assertRefused(message, () -> Wire.execute(body));
    }
}
