package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

    private static final ExecutionRequest REQUEST =
            ExecutionRequest.builder("bash").code("echo hi").build();

    private static ClientMessage read(String text) {
        return ClientMessage.read(text, path -> {});
    }

    private static void assertRefused(String text, boolean execute, String reason) {
        assertThat(read(text)).isInstanceOfSatisfying(ClientMessage.Refused.class, refused -> {
            assertThat(refused.reason()).hasMessage(reason);
            assertThat(refused.execute()).isEqualTo(execute);
        });
    }

    @Test
    void theExampleOfTheProtocol() {
        String example = "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"echo hi\"}}";
        ClientMessage.Execute execute =
                new ClientMessage.Execute(new ExecuteMessage(REQUEST, OptionOverrides.none(), Optional.empty()));

        assertThat(read(example)).isEqualTo(execute);
        assertThat(execute.toJson())
                .isEqualTo("{\"type\":\"execute\",\"request\":{\"code\":\"echo hi\",\"runtime\":\"bash\"}}");
    }

    @Test
    void theTypeMayStandAnywhere() {
        assertThat(
                        read(
                                "{\"sessionId\":\"s\",\"request\":{\"code\":\"echo hi\",\"runtime\":\"bash\"},\"type\":\"execute\"}"))
                .isEqualTo(new ClientMessage.Execute(
                        new ExecuteMessage(REQUEST, OptionOverrides.none(), Optional.of("s"))));
        assertThat(read("{\"data\":\"x\",\"type\":\"stdin\"}")).isEqualTo(new ClientMessage.Stdin("x", false));
    }

    @Test
    void standardInput() {
        assertThat(read("{\"type\":\"stdin\",\"data\":\"a\\nb\"}")).isEqualTo(new ClientMessage.Stdin("a\nb", false));
        assertThat(read("{\"type\":\"stdin\",\"data\":\"\",\"eof\":true}"))
                .isEqualTo(new ClientMessage.Stdin("", true));
        assertThat(read("{\"type\":\"stdin\",\"eof\":true}")).isEqualTo(new ClientMessage.Stdin("", true));
        assertThat(new ClientMessage.Stdin("a", false).toJson()).isEqualTo("{\"type\":\"stdin\",\"data\":\"a\"}");
        assertThat(new ClientMessage.Stdin("", true).toJson())
                .isEqualTo("{\"type\":\"stdin\",\"data\":\"\",\"eof\":true}");
        assertThat(new ClientMessage.Stdin("hunter2", true)).hasToString("Stdin[7 characters, eof=true]");
    }

    @ParameterizedTest
    @EnumSource
    void signals(Signal signal) {
        ClientMessage.SignalMessage message = new ClientMessage.SignalMessage(signal);

        assertThat(message.toJson()).isEqualTo("{\"type\":\"signal\",\"signal\":\"" + signal.name() + "\"}");
        assertThat(read(message.toJson())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "{", "{\"type\":\"execute\"", "{'type':1}", "{} {}", "\u0000", "{\"a\":01}"})
    void whatIsNoJson(String text) {
        assertThat(read(text)).isEqualTo(new ClientMessage.Malformed());
    }

    @Test
    void depthIsBounded() {
        assertThat(read("[".repeat(100_000))).isEqualTo(new ClientMessage.Malformed());
        assertThat(read("{\"type\":\"stdin\",\"x\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                .isEqualTo(new ClientMessage.Malformed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"hello\"}|hello",
                "{\"type\":\"Execute\"}|Execute",
                "{\"type\":\"\"}|``",
                "{\"type\":5}|5",
                "{\"type\":true}|true",
                "{\"type\":{\"a\":1}}|[object Object]",
                "{\"type\":\"a\\r\\nb\\u001b\"}|a??b?",
                "{}|undefined",
                "{\"Type\":\"execute\"}|undefined",
                "{\"type\":null}|undefined",
                "5|undefined",
                "\"execute\"|undefined",
                "[{\"type\":\"execute\"}]|undefined",
                "false|undefined",
            })
    void typesThatThereAreNot(String text, String type) {
        assertThat(read(text)).isEqualTo(new ClientMessage.Unknown(type));
    }

    @Test
    void aStrangersTypeIsShownInPart() {
        assertThat(read("{\"type\":\"" + "x".repeat(10_000) + "\"}"))
                .isEqualTo(new ClientMessage.Unknown("x".repeat(100) + "…"));
    }

    @Test
    void executionsThatCannotBe() {
        String missing = "request must be an object with \"runtime\" and one of \"code\", \"codeUrl\" and \"cmd\".";

        assertRefused("null", true, "The message must be an object.");
        assertRefused("{\"type\":\"execute\"}", true, missing);
        assertRefused("{\"type\":\"execute\",\"request\":null}", true, missing);
        assertRefused("{\"type\":\"execute\",\"request\":[]}", true, "request must be an object.");
        assertRefused(
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\"}}",
                true,
                "ExecutionRequest must include exactly one of: code, codeUrl, or cmd.");
        assertRefused(
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"a\"},\"options\":{\"cpuLimit\":\"1\"}}",
                true,
                "options.cpuLimit must be a number.");
    }

    @Test
    void otherMessagesThatCannotBe() {
        assertRefused("{\"type\":\"stdin\",\"data\":5}", false, "data must be a string.");
        assertRefused("{\"type\":\"stdin\",\"data\":\"\",\"eof\":1}", false, "eof must be true or false.");
        assertRefused("{\"type\":\"signal\"}", false, "signal must be \"SIGINT\", \"SIGTERM\" or \"SIGKILL\".");
        assertRefused(
                "{\"type\":\"signal\",\"signal\":9}", false, "signal must be \"SIGINT\", \"SIGTERM\" or \"SIGKILL\".");
        assertRefused(
                "{\"type\":\"signal\",\"signal\":\"SIGHUP\"}",
                false,
                "Unknown signal: \"SIGHUP\". Use one of: SIGINT, SIGTERM, SIGKILL");
    }

    @Test
    void unknownFieldsAreIgnoredAndNamedOnce() {
        List<String> ignored = new ArrayList<>();

        ClientMessage.read(
                "{\"type\":\"execute\",\"id\":1,\"request\":{\"runtime\":\"bash\",\"code\":\"a\",\"x\":[]},"
                        + "\"options\":{\"mode\":\"ephemeral\"}}",
                ignored::add);

        assertThat(ignored).containsExactly("id", "request.x", "options.mode (the server's to choose)");
    }
}
