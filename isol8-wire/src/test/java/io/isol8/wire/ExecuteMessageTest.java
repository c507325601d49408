package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.FileContent;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Seccomp;
import io.isol8.domain.Source;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteMessageTest {

    private static final String REQUEST = "{\"runtime\":\"python\",\"code\":\"print(1)\"}";

    private static OptionOverrides options(String options) throws IOException {
        return Wire.execute("{\"request\":" + REQUEST + ",\"options\":" + options + "}")
                .options();
    }

    private static ExecutionRequest request(String fields) throws IOException {
        return Wire.execute("{\"request\":{\"runtime\":\"bash\",\"code\":\"a\"," + fields + "}}")
                .request();
    }

    @Test
    void theExampleOfTheProtocol() throws IOException {
        String example = """
                {"request":{"runtime":"bash","code":"echo hi; exit 3","env":{"A":"1"}},"options":{"timeoutMs":5000}}""";

        ExecuteMessage message = Wire.execute(example);

        assertThat(message)
                .isEqualTo(new ExecuteMessage(
                        ExecutionRequest.builder("bash")
                                .code("echo hi; exit 3")
                                .env("A", "1")
                                .build(),
                        OptionOverrides.builder().timeout(Duration.ofSeconds(5)).build(),
                        Optional.empty()));
        assertThat(Wire.json(message).length()).isEqualTo(example.length());
    }

    @Test
    void aBareRequestAsDocumentedForCurl() throws IOException {
        ExecuteMessage message = Wire.execute("""
                {
                    "code": "for i in range(5): print(i)",
                    "runtime": "python"
                  }""");

        assertThat(message)
                .isEqualTo(new ExecuteMessage(
                        ExecutionRequest.builder("python")
                                .code("for i in range(5): print(i)")
                                .build(),
                        OptionOverrides.none(),
                        Optional.empty()));
    }

    @Test
    void aBareRequestMayHaveOptionsAndASession() throws IOException {
        ExecuteMessage message = Wire.execute(
                "{\"sessionId\":\"s\",\"cmd\":\"ls\",\"options\":{\"persist\":true},\"runtime\":\"bash\"}");

        assertThat(message.request().source()).isEqualTo(new Source.Command("ls"));
        assertThat(message.options().persist()).contains(true);
        assertThat(message.sessionId()).contains("s");
    }

    @Test
    void everyFieldOfARequest() throws IOException {
        ExecutionRequest request = Wire.execute("""
                        {"request":{"codeUrl":"https://example.org/a.py","allowInsecureCodeUrl":true,
                        "codeHash":"0000000000000000000000000000000000000000000000000000000000000000",
                        "runtime":"python","timeoutMs":1500,"env":{"B":"2","A":"1"},"fileExtension":".py","stdin":"in",
                        "files":{"a.txt":"ä","b":{"base64":"AP8="},"c":{"type":"Buffer","data":[0,255]}},
                        "outputPaths":["x","/tmp/y"],"installPackages":[],"metadata":{"userId":"u"},
                        "setupScript":"true","workdir":"sub","trackResources":true,"interactive":true}}""").request();

        byte[] bytes = {0, (byte) 255};
        assertThat(request)
                .isEqualTo(ExecutionRequest.builder("python")
                        .codeUrl("https://example.org/a.py")
                        .codeHash("0".repeat(64))
                        .allowInsecureCodeUrl(true)
                        .timeout(Duration.ofMillis(1500))
                        .env("B", "2")
                        .env("A", "1")
                        .fileExtension(".py")
                        .stdin("in")
                        .file("a.txt", "ä")
                        .file("b", FileContent.of(bytes))
                        .file("c", FileContent.of(bytes))
                        .outputPath("x")
                        .outputPath("/tmp/y")
                        .metadata("userId", "u")
                        .setupScript("true")
                        .workdir("/sandbox/sub")
                        .trackResources(true)
                        .interactive(true)
                        .build());
        assertThat(request.env().keySet()).containsExactly("B", "A");
    }

    @Test
    void everyOption() throws IOException {
        assertThat(options("""
                        {"network":"filtered","networkFilter":{"whitelist":["a"],"blacklist":[]},"logNetwork":true,
                        "cpuLimit":0.5,"memoryLimit":"1.5 GB","pidsLimit":1e2,"readonlyRootFs":false,
                        "maxOutputSize":2048.0,"secrets":{"TOKEN":"t"},"timeoutMs":7,"image":"debian:stable",
                        "sandboxSize":"64m","tmpSize":"1g","persist":true,
                        "security":{"seccomp":"unconfined","containerRuntime":"runsc"}}"""))
                .isEqualTo(OptionOverrides.builder()
                        .network(NetworkMode.FILTERED)
                        .whitelist(List.of("a"))
                        .blacklist(List.of())
                        .logNetwork(true)
                        .cpuLimit(0.5)
                        .memoryLimit("1536m")
                        .pidsLimit(100)
                        .readonlyRootFs(false)
                        .maxOutputSize(2048)
                        .secret("TOKEN", "t")
                        .timeout(Duration.ofMillis(7))
                        .image("debian:stable")
                        .sandboxSize("64m")
                        .tmpSize("1g")
                        .persist(true)
                        .seccomp(Seccomp.UNCONFINED)
                        .containerRuntime("runsc")
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"none,NONE", "host,HOST", "filtered,FILTERED"})
    void kindsOfNetwork(String name, NetworkMode mode) throws IOException {
        assertThat(options("{\"network\":\"" + name + "\"}"))
                .isEqualTo(OptionOverrides.builder().network(mode).build());
    }

    @ParameterizedTest
    @CsvSource({"strict,STRICT", "unconfined,UNCONFINED", "custom,CUSTOM"})
    void kindsOfSeccomp(String name, Seccomp kind) throws IOException {
        assertThat(options("{\"security\":{\"seccomp\":\"" + name + "\"}}"))
                .isEqualTo(OptionOverrides.builder().seccomp(kind).build());
    }

    @Test
    void whatIsTheServersToChooseIsIgnoredWhateverItIs() throws IOException {
        String json = """
                {"request":{"runtime":"bash","code":"a"},"options":{"mode":5,"poolStrategy":"x","poolSize":{"clean":-1},
                "audit":[{}],"remoteCode":"on","debug":"yes"}}""";

        assertThat(Wire.execute(json).options()).isEqualTo(OptionOverrides.none());
        assertThat(Wire.ignored(json))
                .containsExactly(
                        "options.mode (the server's to choose)",
                        "options.poolStrategy (the server's to choose)",
                        "options.poolSize (the server's to choose)",
                        "options.audit (the server's to choose)",
                        "options.remoteCode (the server's to choose)",
                        "options.debug (the server's to choose)");
    }

    @Test
    void unknownFieldsAreIgnoredAndNamed() throws IOException {
        assertThat(Wire.ignored("""
                                {"version":2,"request":{"runtime":"bash","code":"a","colour":{"a":[1,{"b":2}]},
                                "files":{"a":{"base64":"","mode":420}}},"options":{"gpu":"all","security":{"x":1}},
                                "a b":[],"code":"stray","none":null}"""))
                .containsExactly(
                        "version",
                        "request.colour",
                        "request.files.a.mode",
                        "options.gpu",
                        "options.security.x",
                        "[\"a b\"]",
                        "code");
    }

    @Test
    void onlySoManyAreNamed() throws IOException {
        String strangers =
                IntStream.range(0, 1000).mapToObj(i -> "\"x" + i + "\":0").collect(Collectors.joining(","));

        assertThat(Wire.ignored("{" + strangers + ",\"request\":" + REQUEST + "}"))
                .hasSize(100)
                .contains("x99");
    }

    @Test
    void theEnvelopeIsThereInAnyOrderAndItsRequestCounts() throws IOException {
        assertThat(Wire.execute("{\"code\":\"stray\",\"runtime\":\"bash\",\"request\":" + REQUEST + ",\"cmd\":\"x\"}"))
                .isEqualTo(Wire.execute("{\"request\":" + REQUEST + "}"));
    }

    @Test
    void nullIsAbsent() throws IOException {
        assertThat(Wire.execute("""
                        {"request":{"runtime":"python","code":"print(1)","cmd":null,"timeoutMs":null,"env":null,
                        "files":null,"stdin":null,"outputPaths":null,"installPackages":null,"interactive":null},
                        "options":null,"sessionId":null}""")).isEqualTo(Wire.execute("{\"request\":" + REQUEST + "}"));
        assertThat(options("{\"timeoutMs\":null,\"security\":{\"seccomp\":null,\"customProfilePath\":null}}"))
                .isEqualTo(OptionOverrides.none());
        assertThat(request("\"env\":{\"A\":null,\"B\":\"\"}").env()).isEqualTo(Map.of("B", ""));
    }

    @Test
    void anEmptySessionIdIsNone() throws IOException {
        assertThat(Wire.execute("{\"request\":" + REQUEST + ",\"sessionId\":\"\"}")
                        .sessionId())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1e3,1000", "1000.0,1000", "2147483648,2147483647", "9007199254740991,2147483647"})
    void timeoutsAreWholeAndClamped(String written, long milliseconds) throws IOException {
        assertThat(request("\"timeoutMs\":" + written).timeout()).contains(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAEC/w==", "AAEC/w", "AAEC\\n/w==", "\\u0041AEC/w=="})
    void base64WithAndWithoutPadding(String base64) throws IOException {
        assertThat(request("\"files\":{\"f\":{\"base64\":\"" + base64 + "\"}}").files())
                .containsEntry("/sandbox/f", FileContent.of(new byte[] {0, 1, 2, (byte) 255}));
    }

    @Test
    void textThatIsNoUnicodeIsRepaired() throws IOException {
        ExecutionRequest request =
                request("\"env\":{\"A\":\"a\\ud83db\"},\"stdin\":\"\\ud83d\\ude00\",\"files\":{\"f\":\"\\ud83d\"}");

        assertThat(request.env()).isEqualTo(Map.of("A", "a\ufffdb"));
        assertThat(request.stdin()).contains("😀");
        assertThat(request.files()).containsEntry("/sandbox/f", FileContent.of("\ufffd"));
    }

    @Test
    void bytesThatAreNoUtf8AreNoJson() {
        byte[] body = ("{\"request\":" + REQUEST + "}").getBytes(StandardCharsets.UTF_8);
        body[body.length - 5] = (byte) 0xff;

        assertThatThrownBy(() -> ExecuteMessage.read(Wire.body(body), path -> {}))
                .hasMessageMatching("The body is not valid JSON \\(line 1, column \\d+\\)\\.");
    }

    @Test
    void textOfFilesTravelsAsTextAndBytesAsBase64() {
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .cmd("ls")
                .file("text", "ä\u0000")
                .file("bytes", FileContent.of(new byte[] {(byte) 0x80}))
                .build();

        assertThat(Wire.json(new ExecuteMessage(request, OptionOverrides.none(), Optional.empty())))
                .isEqualTo("{\"request\":{\"cmd\":\"ls\",\"runtime\":\"bash\",\"files\":{\"/sandbox/text\":"
                        + "\"ä\\u0000\",\"/sandbox/bytes\":{\"base64\":\"gA==\"}}}}");
    }

    @Test
    void onlyWhatWasSetIsSent() {
        ExecutionRequest request =
                ExecutionRequest.builder("python").code("print(1)").build();

        assertThat(Wire.json(new ExecuteMessage(request, OptionOverrides.none(), Optional.empty())))
                .isEqualTo("{\"request\":{\"code\":\"print(1)\",\"runtime\":\"python\"}}");
        assertThat(Wire.json(new ExecuteMessage(
                        request,
                        OptionOverrides.builder()
                                .cpuLimit(2)
                                .memoryLimit("1024m")
                                .debug(true)
                                .build(),
                        Optional.of("s-1"))))
                .isEqualTo("{\"request\":{\"code\":\"print(1)\",\"runtime\":\"python\"},"
                        + "\"options\":{\"memoryLimit\":\"1g\",\"cpuLimit\":2},\"sessionId\":\"s-1\"}");
    }

    @Test
    void aProfileOfTheClientsIsSentAndRefused() {
        ExecuteMessage message = new ExecuteMessage(
                ExecutionRequest.builder("bash").code("a").build(),
                new Generator(0).optionsWithProfile(),
                Optional.empty());

        Wire.assertRefused(
                "options.security.customProfilePath must be absent: seccomp profiles are the server's to choose.",
                () -> Wire.execute(Wire.json(message)));
    }

    @Test
    void depthIsBounded() throws IOException {
        String open = "[".repeat(63);
        String close = "]".repeat(63);

        assertThat(Wire.ignored("{\"x\":" + open + close + ",\"request\":" + REQUEST + "}"))
                .containsExactly("x");
        Wire.assertRefused(
                "The body is nested deeper than 64 levels.",
                () -> Wire.execute("{\"x\":[" + open + close + "],\"request\":" + REQUEST + "}"));
        Wire.assertRefused(
                "The body is nested deeper than 64 levels.", () -> Wire.execute("{\"a\":" + "[".repeat(1_000_000)));
        Wire.assertRefused(
                "The body is nested deeper than 64 levels.", () -> Wire.execute("{\"a\":".repeat(1_000_000)));
    }

    @Test
    void entriesAreBounded() throws IOException {
        assertThat(request("\"env\":{" + entries(100_000) + "}").env()).hasSize(100_000);
        Wire.assertRefused(
                "request.env must have at most 100000 entries.", () -> request("\"env\":{" + entries(100_001) + "}"));
        Wire.assertRefused(
                "request.outputPaths must have at most 100000 entries.",
                () -> request("\"outputPaths\":[\"a\"" + ",\"a\"".repeat(100_000) + "]"));
        Wire.assertRefused(
                "The body must have at most 100000 entries.", () -> Wire.execute("{" + entries(100_001) + "}"));
    }

    private static String entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":\"\"").collect(Collectors.joining(","));
    }

    @Test
    void namesAreBounded() {
        Wire.assertRefused(
                "The body holds a name or a number that is too long.",
                () -> request("\"env\":{\"" + "n".repeat(60_000) + "\":\"\"}"));
    }

    @Test
    void filesAreNot() throws IOException {
        byte[] content = new byte[40 << 20];
        Arrays.fill(content, (byte) 0xfe);
        ExecuteMessage message = new ExecuteMessage(
                ExecutionRequest.builder("bash")
                        .code("a")
                        .file("f", FileContent.owning(content))
                        .build(),
                OptionOverrides.none(),
                Optional.empty());

        assertThat(ExecuteMessage.read(Wire.body(message.toJson()), path -> {})).isEqualTo(message);
    }

    @Test
    void aBodyThatBreaksOffIsNoMistakeOfItsText() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> ExecuteMessage.read(broken, path -> {}))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @Test
    void theBodyIsReadToItsEndAndLeftOpen() throws IOException {
        boolean[] closed = {false};
        InputStream body = new FilterInputStream(Wire.body("{\"request\":" + REQUEST + "} \n ")) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        ExecuteMessage.read(body, path -> {});

        assertThat(body.read()).isEqualTo(-1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        ExecuteMessage message =
                Wire.execute("{\"request\":" + REQUEST + ",\"options\":{\"secrets\":{\"TOKEN\":\"hunter2\"}}}");

        assertThat(message.toString()).contains("TOKEN").doesNotContain("hunter2");
        assertThat(List.of(message).toString()).doesNotContain("hunter2");
    }
}
