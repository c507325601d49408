package io.isol8.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void percentilesAreNearestRank() {
        Series series = new Series("s");
        for (int i = 20; i >= 1; i--) {
            series.add(i * 1_000_000L);
        }
        assertThat(series.percentile(50)).isEqualTo(10);
        assertThat(series.percentile(95)).isEqualTo(19);
        assertThat(series.percentile(100)).isEqualTo(20);
        assertThat(series.percentile(1)).isEqualTo(1);
    }

    @Test
    void tablesCompareWithTheFirstRow() {
        Series base = new Series("base");
        base.add(2_000_000);
        Series other = new Series("other");
        other.add(3_000_000);
        assertThat(Table.of("T", List.of(base, other))).isEqualTo("""
                ### T

                | | p50 ms | p95 ms | p50 ratio | p95 ratio | runs |
                |---|---|---|---|---|---|
                | base | 2.0 | 2.0 | 1.00 | 1.00 | 1 |
                | other | 3.0 | 3.0 | 1.50 | 1.50 | 1 |
                """);
        assertThat(Table.tails("T", List.of(base, other))).isEqualTo("""
                ### T

                | | p50 ms | p95 ms | p99 ms | p50 more ms | p95 ratio | runs |
                |---|---|---|---|---|---|---|
                | base | 2.00 | 2.00 | 2.00 | 0.00 | 1.00 | 1 |
                | other | 3.00 | 3.00 | 3.00 | 1.00 | 1.50 | 1 |
                """);
        assertThat(Table.rates("T", 6_000_000, List.of(base, other))).isEqualTo("""
                ### T

                | | MB/s | ratio | runs |
                |---|---|---|---|
                | base | 3000 | 1.00 | 1 |
                | other | 2000 | 0.67 | 1 |
                """);
    }
}
