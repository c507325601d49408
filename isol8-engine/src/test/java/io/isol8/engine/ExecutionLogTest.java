package io.isol8.engine;

import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line for every execution. */
class ExecutionLogTest {

    private final Logger logger = Logger.getLogger(Execution.class.getName());
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isInformationIfTheOptionsSaySo(boolean debug) {
        Isol8Options options = Isol8Options.builder().debug(debug).build();
        try (EngineFixture fixture = new EngineFixture(1, options)) {
            fixture.containers.onAnything(run -> run.exit(3));

            ExecutionResult result = fixture.engine.execute(request("x"));

            assertThat(records).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(debug ? Level.INFO : Level.FINE);
                assertThat(record.getMessage())
                        .isEqualTo("Execution " + result.executionId() + ": python in sandbox " + result.containerId()
                                + ", exited with exit code 3 after 0 ms");
            });
        }
    }

    @Test
    void tellsNoSecret() {
        Isol8Options options =
                Isol8Options.builder().secret("TOKEN", "hunter2").debug(true).build();
        try (EngineFixture fixture = new EngineFixture(1, options)) {
            fixture.containers.onAnything(run -> run.stdout(run.spec().env().getOrDefault("TOKEN", "none")));

            fixture.engine.execute(request("x"));

            assertThat(records).noneMatch(record -> record.getMessage().contains("hunter2"));
        }
    }
}
