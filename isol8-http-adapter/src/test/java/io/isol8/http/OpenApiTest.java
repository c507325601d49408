package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.Seccomp;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.wire.ClientMessage;
import io.isol8.wire.ErrorBody;
import io.isol8.wire.EventJson;
import io.isol8.wire.ExecuteMessage;
import io.isol8.wire.ResultJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the server: whole in itself, and in agreement with what is read and written. */
class OpenApiTest {

    private static final OpenApi API = OpenApi.packaged();

    /** The fields of spec 10.1, 10.5 and of what was added to them. */
    private static final Set<String> REQUEST_FIELDS = Set.of(
            "runtime",
            "code",
            "codeUrl",
            "cmd",
            "codeHash",
            "allowInsecureCodeUrl",
            "timeoutMs",
            "env",
            "fileExtension",
            "stdin",
            "files",
            "outputPaths",
            "installPackages",
            "metadata",
            "setupScript",
            "workdir",
            "trackResources",
            "interactive");

    private static final Set<String> OPTIONS = Set.of(
            "timeoutMs",
            "memoryLimit",
            "cpuLimit",
            "pidsLimit",
            "sandboxSize",
            "tmpSize",
            "maxOutputSize",
            "secrets",
            "image",
            "readonlyRootFs",
            "persist",
            "network",
            "networkFilter",
            "logNetwork",
            "security",
            "mode",
            "poolStrategy",
            "poolSize",
            "audit",
            "remoteCode",
            "debug");

    private static final ExecutionResult RESULT = new ExecutionResult(
            "out",
            "err",
            3,
            41,
            true,
            Termination.SIGNALED,
            UUID.fromString("0190f0b2-6f2e-4a52-9b0e-2f6f5d1f7a10"),
            "bash",
            Instant.parse("2026-01-01T00:00:00Z"),
            "4f3c",
            Optional.of(new ResourceUsage(1.5, 2, 3, 4, 5, 6)),
            Optional.of(Map.of("a", FileContent.of("x"))),
            Optional.of(new NetworkLog(
                    List.of(new NetworkEntry(
                            Instant.parse("2026-01-01T00:00:00Z"),
                            "GET",
                            "a.example",
                            Optional.of("/"),
                            NetworkEntry.Action.ALLOW,
                            1,
                            2,
                            3,
                            Optional.of(200),
                            Optional.of("x"))),
                    4,
                    2,
                    3)));

    @Test
    void everyReferenceLeadsSomewhereAndEveryOperationHasANameOfItsOwn() {
        List<String> names = new ArrayList<>();
        API.document().findParents("$ref").forEach(API::resolved);
        API.operations().forEach((operation, node) -> {
            names.add(node.get("operationId").asText());
            assertThat(node.get("summary").asText()).as(operation).endsWith(".");
            assertThat(node.get("responses").isEmpty()).as(operation).isFalse();
        });

        assertThat(API.document().get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    }

    @Test
    void noSentenceFellApart() {
        List<String> names = new ArrayList<>();
        collectNames(API.document(), names);

        assertThat(names).noneMatch(name -> name.contains(" ") && !name.startsWith("/"));
    }

    private static void collectNames(JsonNode node, List<String> names) {
        node.properties().forEach(field -> {
            names.add(field.getKey());
            collectNames(field.getValue(), names);
        });
        node.forEach(item -> {
            if (node.isArray()) {
                collectNames(item, names);
            }
        });
    }

    @Test
    void everyExampleIsOne() {
        int[] examples = {0};
        API.document().findParents("schema").forEach(media -> {
            JsonNode schema = media.get("schema");
            List<JsonNode> shown = new ArrayList<>();
            Optional.ofNullable(media.get("example")).ifPresent(shown::add);
            media.path("examples").forEach(example -> shown.add(example.get("value")));
            for (JsonNode example : shown) {
                assertThat(API.complaints(schema, example))
                        .as(example.toString())
                        .isEmpty();
                assertThat(API.undescribed(schema, example))
                        .as(example.toString())
                        .isEmpty();
                examples[0]++;
            }
        });
        assertThat(examples[0]).isGreaterThan(25);
    }

    @Test
    void everyErrorCodeIsNamed() {
        Set<String> codes = new TreeSet<>();
        API.schema("Error").at("/properties/code/enum").forEach(code -> codes.add(code.asText()));

        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> code.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void theFieldsOfARequestAreThoseThatAreRead() throws IOException {
        Set<String> described = API.properties(API.schema("ExecutionRequest")).keySet();
        assertThat(described).containsExactlyInAnyOrderElementsOf(REQUEST_FIELDS);
        for (String field : described) {
            assertThat(ignored("{\"request\":{\"" + field + "\":{}}}"))
                    .as(field)
                    .isEmpty();
            assertThat(ignored("{\"" + field + "\":{}}")).as(field).isEmpty();
        }
        assertThat(ignored("{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"strange\":{}}}"))
                .containsExactly("request.strange");
    }

    @Test
    void theOptionsAreThoseThatAreRead() throws IOException {
        Map<String, JsonNode> described = API.properties(API.schema("Options"));
        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(OPTIONS);
        for (Map.Entry<String, JsonNode> option : described.entrySet()) {
            List<String> ignored = ignored("{\"options\":{\"" + option.getKey() + "\":{}}}");
            boolean says = option.getValue().path("description").asText().startsWith("Ignored.");
            assertThat(ignored).as(option.getKey()).hasSize(says ? 1 : 0);
            assertThat(ignored).allMatch(field -> field.endsWith("(the server's to choose)"));
        }
        for (String part :
                API.properties(API.schema("Options").at("/properties/security")).keySet()) {
            assertThat(ignored("{\"options\":{\"security\":{\"" + part + "\":{}}}}"))
                    .as(part)
                    .isEmpty();
        }
        assertThat(ignored("{\"options\":{\"strange\":{}},\"request\":{\"runtime\":\"bash\",\"code\":\"x\"}}"))
                .containsExactly("options.strange");
    }

    /** What the reader passes over; what it complains about it knows. */
    private static List<String> ignored(String message) throws IOException {
        List<String> ignored = new ArrayList<>();
        try {
            ExecuteMessage.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)), ignored::add);
        } catch (Isol8Exception e) {
            assertThat(e.code()).isIn(ErrorCode.MALFORMED_REQUEST, ErrorCode.INVALID_REQUEST);
        }
        return ignored;
    }

    @Test
    void whatAClientCanSayIsDescribed() {
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .code("x")
                .timeout(Duration.ofSeconds(1))
                .env("A", "1")
                .fileExtension(".sh")
                .stdin("in")
                .file("a", "text")
                .file("b", FileContent.of(new byte[] {(byte) 0xff}))
                .outputPath("a")
                .installPackage("p")
                .setupScript("true")
                .workdir("d")
                .metadata("userId", "u")
                .trackResources(true)
                .interactive(true)
                .build();
        OptionOverrides options = OptionOverrides.builder()
                .timeout(Duration.ofSeconds(1))
                .memoryLimit("64m")
                .cpuLimit(0.5)
                .pidsLimit(9)
                .sandboxSize("1m")
                .tmpSize("1m")
                .maxOutputSize(10)
                .secret("S", "v")
                .image("other")
                .readonlyRootFs(true)
                .persist(true)
                .seccomp(Seccomp.STRICT)
                .containerRuntime("runsc")
                .network(NetworkMode.FILTERED)
                .whitelist(List.of("a"))
                .blacklist(List.of("b"))
                .logNetwork(true)
                .build();
        ExecuteMessage message = new ExecuteMessage(request, options, Optional.of("s"));

        JsonNode sent = OpenApi.json(new String(message.toJson(), StandardCharsets.UTF_8));
        assertDescribed("ExecuteMessage", sent);
        assertThat(API.unseen(API.schema("ExecuteMessage"), sent))
                .containsExactlyInAnyOrder(
                        ".request.codeUrl",
                        ".request.cmd",
                        ".request.codeHash",
                        ".request.allowInsecureCodeUrl",
                        ".options.mode",
                        ".options.poolStrategy",
                        ".options.poolSize",
                        ".options.audit",
                        ".options.remoteCode",
                        ".options.debug");
        assertDescribed("ClientMessage", OpenApi.json(new ClientMessage.Execute(message).toJson()));
        assertDescribed("ClientMessage", OpenApi.json(new ClientMessage.Stdin("x", true).toJson()));
        assertDescribed("ClientMessage", OpenApi.json(new ClientMessage.SignalMessage(Signal.SIGTERM).toJson()));
    }

    private static void assertDescribed(String schema, JsonNode value) {
        assertThat(API.complaints(API.schema(schema), value))
                .as(value.toString())
                .isEmpty();
        assertThat(API.undescribed(API.schema(schema), value))
                .as(value.toString())
                .isEmpty();
    }

    @Test
    void aResultHasAllFieldsThatAreDescribedAndNoOthers() {
        JsonNode result = OpenApi.json(new String(ResultJson.body(RESULT).toJson(), StandardCharsets.UTF_8));

        assertDescribed("ExecutionResult", result);
        assertThat(API.unseen(API.schema("ExecutionResult"), result)).isEmpty();
    }

    @Test
    void everyEventIsDescribed() {
        List<String> texts = List.of(
                EventJson.text(new StreamEvent.Output(OutputChannel.STDOUT, "x", Phase.SETUP)),
                EventJson.text(new StreamEvent.Output(OutputChannel.STDERR, "x", Phase.CODE)),
                EventJson.text(new StreamEvent.Failure("x", Phase.CODE)),
                EventJson.text(new StreamEvent.Exit(RESULT, Phase.CODE)),
                EventJson.error(new Isol8Exception(ErrorCode.BUSY, "x")),
                EventJson.error("x"));
        Set<String> seen = new TreeSet<>();
        for (String text : texts) {
            JsonNode event = OpenApi.json(text);
            assertDescribed("StreamEvent", event);
            event.fieldNames().forEachRemaining(seen::add);
        }
        assertThat(seen).isEqualTo(API.properties(API.schema("StreamEvent")).keySet());
        JsonNode exit = OpenApi.json(texts.get(3)).get("result");
        assertThat(API.unseen(API.schema("Outcome"), exit)).isEmpty();
    }

    @Test
    void anErrorHasTheFieldsThatAreDescribed() {
        JsonNode error = OpenApi.json(
                new String(ErrorBody.of(new Isol8Exception(ErrorCode.BUSY, "x")).toJson(), StandardCharsets.UTF_8));

        assertDescribed("Error", error);
        assertThat(API.unseen(API.schema("Error"), error)).isEmpty();
    }
}
