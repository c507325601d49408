package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final StreamEvent OUTPUT = new StreamEvent.Output(OutputChannel.STDOUT, "hi\n", Phase.CODE);

    private static ExecutionResult result(Optional<ResourceUsage> usage) {
        return new ExecutionResult(
                "",
                "",
                137,
                41,
                false,
                Termination.TIMEOUT,
                new UUID(0x40000000L, 1),
                "bash",
                Instant.parse("2026-01-01T00:00:00Z"),
                "c0ffee",
                usage,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void theExamplesOfTheProtocol() {
        assertThat(EventJson.text(OUTPUT)).isEqualTo("{\"type\":\"stdout\",\"data\":\"hi\\n\",\"phase\":\"code\"}");
        assertThat(EventJson.text(new StreamEvent.Output(OutputChannel.STDERR, "", Phase.SETUP)))
                .isEqualTo("{\"type\":\"stderr\",\"data\":\"\",\"phase\":\"setup\"}");
        assertThat(EventJson.text(new StreamEvent.Failure("EXECUTION TIMED OUT", Phase.CODE)))
                .isEqualTo("{\"type\":\"error\",\"data\":\"EXECUTION TIMED OUT\",\"phase\":\"code\"}");
    }

    @Test
    void theEndTellsTheExitCodeAsTextAndTheRestAsAResult() {
        ResourceUsage usage = new ResourceUsage(1, 2, 3, 4, 5, 6);

        assertThat(EventJson.text(new StreamEvent.Exit(result(Optional.of(usage)), Phase.CODE)))
                .isEqualTo("{\"type\":\"exit\",\"data\":\"137\",\"phase\":\"code\",\"result\":{\"exitCode\":137,"
                        + "\"durationMs\":41,\"truncated\":false,\"termination\":\"timeout\","
                        + "\"executionId\":\"00000000-4000-0000-0000-000000000001\",\"runtime\":\"bash\","
                        + "\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"containerId\":\"c0ffee\","
                        + "\"resourceUsage\":{\"cpuPercent\":1,\"cpuTimeMs\":2,\"memoryMB\":3,\"peakMemoryMB\":4,"
                        + "\"networkBytesIn\":5,\"networkBytesOut\":6}}}");
    }

    @Test
    void theServersOwnErrorsHaveNoPhase() {
        assertThat(EventJson.error("Unknown message type: x"))
                .isEqualTo("{\"type\":\"error\",\"data\":\"Unknown message type: x\"}");
        assertThat(EventJson.error(new Isol8Exception(ErrorCode.BUSY, "Too many wait.")))
                .isEqualTo("{\"type\":\"error\",\"data\":\"Too many wait.\",\"code\":\"busy\"}");
    }

    @ParameterizedTest
    @EnumSource
    void theServersOwnErrorsAreThrownAgain(ErrorCode code) {
        String event = EventJson.error(new Isol8Exception(code, "What happened."));

        assertThatThrownBy(() -> EventJson.read(event))
                .hasMessage("What happened.")
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"data\":\"no\"}",
                "{\"type\":\"error\",\"data\":\"no\",\"code\":\"unheard_of\"}"
            })
    void errorsOfOtherServersHaveNoCodeOfTheirOwn(String event) {
        assertThatThrownBy(() -> EventJson.read(event))
                .hasMessage("no")
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED));
    }

    @Test
    void eventsWithoutAPhaseAreTheCodes() {
        assertThat(EventJson.read("{\"type\":\"stdout\",\"data\":\"0\\n\"}"))
                .contains(new StreamEvent.Output(OutputChannel.STDOUT, "0\n", Phase.CODE));
        assertThat(EventJson.read("{\"type\":\"stderr\",\"data\":\"e\",\"phase\":\"teardown\"}"))
                .contains(new StreamEvent.Output(OutputChannel.STDERR, "e", Phase.CODE));
    }

    @Test
    void anEndWithoutAResultTellsTheExitCode() {
        ExecutionResult told = new ExecutionResult(
                "",
                "",
                3,
                0,
                false,
                Termination.EXITED,
                new UUID(0, 0),
                "",
                Instant.EPOCH,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(EventJson.read("{\"type\":\"exit\",\"data\":\"3\",\"phase\":\"setup\"}"))
                .contains(new StreamEvent.Exit(told, Phase.SETUP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "5",
                "[]",
                "{}",
                "{\"type\":\"stdout\"}",
                "{\"data\":\"x\"}",
                "{\"type\":\"stdout\",\"data\":5}",
                "{\"type\":\"progress\",\"data\":\"x\"}",
                "{\"type\":5,\"data\":\"x\"}",
                "{\"type\":\"exit\",\"data\":\"zero\"}",
                "{\"type\":\"exit\",\"data\":\"0\",\"result\":{}}",
                "{\"type\":\"stdout\",\"data\":\"x\"} x"
            })
    void whatIsNoEventIsIgnored(String message) {
        assertThat(EventJson.read(message)).isEmpty();
    }
}
