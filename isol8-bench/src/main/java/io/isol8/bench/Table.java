package io.isol8.bench;

import java.util.List;
import java.util.Locale;

/** A Markdown table of series, each compared with the first one. */
final class Table {

    private Table() {}

    static String of(String title, List<Series> series) {
        Series base = series.get(0);
        StringBuilder text = new StringBuilder();
        text.append("### ").append(title).append("\n\n");
        text.append("| | p50 ms | p95 ms | p50 ratio | p95 ratio | runs |\n|---|---|---|---|---|---|\n");
        for (Series one : series) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f | %.2f | %d |%n",
                    one.name(),
                    one.percentile(50),
                    one.percentile(95),
                    one.percentile(50) / base.percentile(50),
                    one.percentile(95) / base.percentile(95),
                    one.size()));
        }
        return text.toString();
    }

    /** The same with its tail, in hundredths of a millisecond, and how much more than the first one each took. */
    static String tails(String title, List<Series> series) {
        Series base = series.get(0);
        StringBuilder text = new StringBuilder();
        text.append("### ").append(title).append("\n\n");
        text.append("| | p50 ms | p95 ms | p99 ms | p50 more ms | p95 ratio | runs |\n|---|---|---|---|---|---|---|\n");
        for (Series one : series) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %d |%n",
                    one.name(),
                    one.percentile(50),
                    one.percentile(95),
                    one.percentile(99),
                    one.percentile(50) - base.percentile(50),
                    one.percentile(95) / base.percentile(95),
                    one.size()));
        }
        return text.toString();
    }

    /** How fast so many bytes were, the median of each series. */
    static String rates(String title, long bytes, List<Series> series) {
        Series base = series.get(0);
        StringBuilder text = new StringBuilder();
        text.append("### ").append(title).append("\n\n");
        text.append("| | MB/s | ratio | runs |\n|---|---|---|---|\n");
        for (Series one : series) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %d |%n",
                    one.name(),
                    bytes / 1e3 / one.percentile(50),
                    base.percentile(50) / one.percentile(50),
                    one.size()));
        }
        return text.toString();
    }
}
