package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a benchmark found.
 *
 * @param name of the benchmark
 * @param rows its numbers
 */
record Report(String name, List<Row> rows) {

    private static final double HUNDRED = 100;

    Report {
        rows = List.copyOf(rows);
    }

    /** One line of JSON: {@code {"name":…,"rows":[{"what":…,"value":…,"unit":…,"limit":…,"ratio":…,"goal":…}]}}. */
    String json() {
        return rows.stream()
                .map(row -> "{\"what\":\"" + row.what() + "\",\"value\":" + number(row.value()) + ",\"unit\":\""
                        + row.unit() + "\",\"limit\":" + number(row.limit()) + ",\"ratio\":" + number(row.ratio())
                        + ",\"goal\":" + number(row.goal()) + "}")
                .collect(Collectors.joining(",", "{\"name\":\"" + name + "\",\"rows\":[", "]}"));
    }

    /** A table for people. */
    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("what", "value", "unit", "limit", "ratio", "goal", ""));
        for (Row row : rows) {
            lines.add(List.of(
                    row.what(),
                    shown(row.value()),
                    row.unit(),
                    shown(row.limit()),
                    ratio(row.ratio()),
                    ratio(row.goal()),
                    row.holds() ? "" : "missed"));
        }
        return lines.stream().map(line -> aligned(line, lines)).collect(Collectors.joining("\n"));
    }

    private static String aligned(List<String> line, List<List<String>> all) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            int at = column;
            int width =
                    all.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
            String alignment = column == 0 || column == 2 ? "%-" : "%";
            text.append(width == 0 ? "" : String.format(alignment + width + "s  ", line.get(column)));
        }
        return text.toString().stripTrailing();
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? shown(value.getAsDouble()) : "";
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < HUNDRED ? "%.1f" : "%.0f", value);
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "";
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "null";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
