package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link AuditSink} does. Each test has a sink of its own. */
public abstract class AuditSinkContract {

    private @Nullable AuditSink opened;

    /** A sink that nothing was written to. */
    protected abstract AuditSink open();

    /** The ids of the records that are there, in order. */
    protected abstract List<UUID> written();

    /** From now on nothing can be written, or everything again. */
    protected abstract void setFailing(boolean failing);

    @BeforeEach
    void openTheSink() {
        opened = open();
    }

    @AfterEach
    void closeTheSink() {
        sink().close();
    }

    /** The sink under test. */
    protected final AuditSink sink() {
        if (opened == null) {
            throw new IllegalStateException("no test has begun");
        }
        return opened;
    }

    /** A record with that text wherever there can be any. */
    public static AuditRecord record(String text) {
        return new AuditRecord(
                UUID.randomUUID(),
                text,
                Instant.parse("2026-01-01T00:00:00.123Z"),
                "default",
                Optional.of("master"),
                text,
                "0".repeat(64),
                "1".repeat(64),
                3,
                41,
                AuditRecord.FAILED,
                Optional.of(new AuditRecord.Failure(Optional.of(ErrorCode.SETUP_FAILED), text)),
                Optional.of(new ResourceUsage(97.5, 12.25, 1, 2, 3, 4)),
                Map.of("userId", text, text, text),
                Optional.of(text),
                Optional.of(new AuditRecord.Output(text, text)),
                new AuditRecord.Network(
                        List.of(new AuditRecord.SecurityEvent(Instant.EPOCH, text, text, text)), Optional.empty()),
                7);
    }

    @Test
    void a_record_is_there_when_it_was_written_and_stays() {
        AuditRecord one = record("one");
        AuditRecord other = record("other");
        sink().write(one);
        assertThat(written()).containsExactly(one.executionId());
        sink().write(other);
        assertThat(written()).containsExactly(one.executionId(), other.executionId());
        sink().close();
        sink().close();
        assertThat(written()).containsExactly(one.executionId(), other.executionId());
    }

    static Stream<String> texts() {
        return Stream.of(
                "",
                "two\nlines\r\n",
                "\u2028 \u2029 \u0085 \u0000 \u001b[31m",
                "\"},{\"executionId\":\"x\"}\n{",
                "\ud83d\ude00 \ud83d half",
                "x".repeat(3 << 20));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_record_is_one_record_whatever_is_in_it(String text) {
        List<AuditRecord> records = List.of(record(text), record("after"));
        records.forEach(sink()::write);
        assertThat(written())
                .containsExactlyElementsOf(
                        records.stream().map(AuditRecord::executionId).toList());
    }

    @Test
    void it_says_if_a_record_could_not_be_written_and_takes_later_ones() {
        AuditRecord before = record("before");
        AuditRecord after = record("after");
        sink().write(before);
        setFailing(true);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sink().write(record("lost")))
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.AUDIT_FAILED));
        }
        setFailing(false);
        sink().write(after);
        assertThat(written()).containsExactly(before.executionId(), after.executionId());
    }
}
