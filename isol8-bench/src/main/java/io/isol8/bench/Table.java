package io.isol8.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A Markdown table of series, each compared with the first one. */
final class Table {

    private Table() {}

    static String of(String title, List<Series> series) {
        Series base = series.get(0);
        return table(
                title,
                List.of("p50 ms", "p95 ms", "p50 ratio", "p95 ratio"),
                series,
                one -> String.format(
                        Locale.ROOT,
                        "%.1f | %.1f | %.2f | %.2f",
                        one.percentile(50),
                        one.percentile(95),
                        one.percentile(50) / base.percentile(50),
                        one.percentile(95) / base.percentile(95)));
    }

    /** The same with its tail, in hundredths of a millisecond, and how much more than the first one each took. */
    static String tails(String title, List<Series> series) {
        Series base = series.get(0);
        return table(
                title,
                List.of("p50 ms", "p95 ms", "p99 ms", "p50 more ms", "p95 ratio"),
                series,
                one -> String.format(
                        Locale.ROOT,
                        "%.2f | %.2f | %.2f | %.2f | %.2f",
                        one.percentile(50),
                        one.percentile(95),
                        one.percentile(99),
                        one.percentile(50) - base.percentile(50),
                        one.percentile(95) / base.percentile(95)));
    }

    /** How fast so many bytes were, the median of each series. */
    static String rates(String title, long bytes, List<Series> series) {
        Series base = series.get(0);
        return table(
                title,
                List.of("MB/s", "ratio"),
                series,
                one -> String.format(
                        Locale.ROOT,
                        "%.0f | %.2f",
                        bytes / 1e3 / one.percentile(50),
                        base.percentile(50) / one.percentile(50)));
    }

    /** @param cells what is between a series' name and the number of its runs */
    private static String table(
            String title, List<String> columns, List<Series> series, Function<Series, String> cells) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(title).append("\n\n");
        text.append("| | ").append(String.join(" | ", columns)).append(" | runs |\n");
        text.append("|---".repeat(columns.size() + 2)).append("|\n");
        for (Series one : series) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %d |%n", one.name(), cells.apply(one), one.size()));
        }
        return text.toString();
    }
}
