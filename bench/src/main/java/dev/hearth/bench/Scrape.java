package dev.hearth.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Hearth's metrics at one moment.
 *
 * @param values by name with labels, as they are written
 */
record Scrape(Map<String, Double> values) {

    private static final Pattern LINE = Pattern.compile("^(\\w+(?:\\{[^}]*})?) ([0-9.eE+-]+|\\+Inf)$");
    private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");
    private static final double MILLIS = 1_000;

    static Scrape of(int port) {
        byte[] request =
                ("GET /metrics HTTP/1.1\r\nhost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        Map<String, Double> values = new HashMap<>();
        for (String line : RawHttp.exchange(port, request).body().split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), Double.valueOf(matcher.group(2).replace("+Inf", "Infinity")));
            }
        }
        return new Scrape(values);
    }

    /** The counter {@code name} of a function. */
    double count(String name, String function) {
        return values.getOrDefault(name + "{function=\"" + function + "\"}", 0.0);
    }

    /** All values of {@code name}, whatever its labels. */
    double sum(String name) {
        return values.entrySet().stream()
                .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The upper bound, in milliseconds, of the ages of that part of a function's events since {@code before}. */
    double age(String function, double part, Scrape before) {
        List<double[]> buckets = new ArrayList<>();
        values.forEach((name, count) -> {
            if (name.startsWith("hearth_async_event_age_seconds_bucket{")
                    && name.contains("function=\"" + function + "\"")) {
                Matcher bound = BOUND.matcher(name);
                if (bound.find()) {
                    double seconds = Double.parseDouble(bound.group(1).replace("+Inf", "Infinity"));
                    buckets.add(new double[] {seconds, count - before.values.getOrDefault(name, 0.0)});
                }
            }
        });
        buckets.sort((a, b) -> Double.compare(a[0], b[0]));
        double all = buckets.isEmpty() ? 0 : buckets.getLast()[1];
        return buckets.stream()
                .filter(bucket -> all > 0 && bucket[1] >= part * all)
                .mapToDouble(bucket -> bucket[0] * MILLIS)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
