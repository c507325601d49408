package io.isol8.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CountedStreamsTest {

    private final NetworkRecord record = new NetworkRecord(new TestClock(), UnaryOperator.identity());
    private final List<Long> counted = new ArrayList<>();

    /** A host that may answer as soon as it has something. */
    private final OutputStream host = new OutputStream() {
        @Override
        public void write(int one) {
            counted.add(record.log().bytesOut());
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            counted.add(record.log().bytesOut());
        }
    };

    @Test
    void what_a_host_gets_is_counted_before_it_can_answer() throws IOException {
        OutputStream out = CountedStreams.output(host, record.begin("CONNECT", "a.example", Optional.empty()));

        out.write(new byte[5]);
        out.write(new byte[9], 2, 7);

        assertThat(counted).containsExactly(5L, 12L);
    }
}
