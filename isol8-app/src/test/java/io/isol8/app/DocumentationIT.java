package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the documentation do what it says. A block marked {@code console} holds commands behind {@code $} and
 * what they print; a block marked {@code java} is a program, and an unmarked block right after it what it prints. All of
 * them find a server by {@code ISOL8_HOST} and {@code ISOL8_API_KEY}.
 */
class DocumentationIT {

    private static final Path ROOT = Path.of(System.getProperty("isol8.root"));
    /** The page whose examples fetch something from registries. */
    private static final String PACKAGES = "docs/packages.md";

    private static final List<String> PAGES = List.of(
            "README.md",
            "docs/audit.md",
            "docs/cli.md",
            "docs/configuration.md",
            "docs/images.md",
            "docs/library.md",
            "docs/network.md",
            PACKAGES,
            "docs/remote-code.md",
            "docs/server.md",
            "docs/client.md",
            "docs/multi-tenant.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w*)\\n(.*?)^```$(?:\\s*^```\\n(.*?)^```$)?", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMAND =
            Pattern.compile("^\\$ ((?:.*\\\\\\n)*.*)\\n((?:(?!\\$ ).*\\n)*)", Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path keys;

    @TempDir
    private static Path home;

    /** Where the addresses that registries have on a test's machine may be reached, public or not. */
    @TempDir
    private static Path homeWithRegistries;

    private static RunningServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void serve() {
        server = RunningServer.of(
                Cli.isol8("serve", "--auth-db", keys.resolve("auth.db").toString())
                        .env("ISOL8_PORT", Integer.toString(RunningServer.freePort()))
                        .env("ISOL8_API_KEY", RunningServer.KEY));
    }

    @BeforeAll
    static void allowRegistries() throws IOException {
        String ranges = Stream.of(Commands.docker(
                                "image",
                                "inspect",
                                "--format",
                                "{{index .Config.Labels \"isol8.registry-hosts\"}}",
                                "isol8:node")
                        .split(" "))
                .flatMap(DocumentationIT::addresses)
                .map(address -> "\"" + address + "/32\"")
                .collect(Collectors.joining(", "));
        Files.writeString(
                Files.createDirectory(homeWithRegistries.resolve(".isol8")).resolve("config.json"),
                "{\"network\": {\"allowPrivate\": [" + ranges + "]}}");
    }

    private static Stream<String> addresses(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void end() {
        CliResult result = server.signal("TERM").result(PATIENCE);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        Commands.docker("rmi", "example/calculator");
    }

    @TestFactory
    Stream<DynamicTest> everyExampleDoesWhatThePageSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : PAGES) {
            Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
            while (blocks.find()) {
                String content = blocks.group(2);
                String printed = blocks.group(3) == null ? "" : blocks.group(3);
                if (blocks.group(1).equals("console")) {
                    COMMAND.matcher(content)
                            .results()
                            .forEach(command -> tests.add(DynamicTest.dynamicTest(
                                    page + ": " + command.group(1),
                                    () -> assertPrints(shell(command.group(1)), command.group(2), homeOf(page)))));
                } else if (blocks.group(1).equals("java")) {
                    String name = className(content);
                    tests.add(DynamicTest.dynamicTest(
                            page + ": " + name, () -> assertPrints(java(name, content), printed, homeOf(page))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(8);
        return tests.stream();
    }

    private static Path homeOf(String page) {
        return page.equals(PACKAGES) ? homeWithRegistries : home;
    }

    private static void assertPrints(List<String> command, String expected, Path itsHome) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "HOME", itsHome.toString(), "ISOL8_HOST", server.url(), "ISOL8_API_KEY", RunningServer.KEY));
        builder.environment().merge("PATH", ROOT.toString(), (path, root) -> root + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        if (expected.isEmpty()) {
            assertThat(process.exitValue()).as(output).isZero();
        } else {
            assertThat(visible(output)).isEqualTo(visible(expected));
        }
    }

    /** What the program printed: without our own progress lines, which only a first run has, and trailing space. */
    private static String visible(String output) {
        return output.lines()
                .filter(line -> !line.startsWith("[INFO]"))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static List<String> shell(String line) {
        return List.of("bash", "-c", line);
    }

    private List<String> java(String name, String source) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        String classPath = System.getProperty("java.class.path");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), file.toString());
        assertThat(status).isZero();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + ":" + classPath,
                name);
    }

    private static String className(String source) {
        Matcher matcher = CLASS.matcher(source);
        assertThat(matcher.find()).as(source).isTrue();
        return matcher.group(1);
    }
}
