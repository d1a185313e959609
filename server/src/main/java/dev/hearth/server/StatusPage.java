package dev.hearth.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A server's status for people, made from the JSON of {@link StatusText}. */
final class StatusPage {

    private static final List<String> STATES = List.of("starting", "idle", "busy", "ending");
    private static final int LEFT = 13;
    private static final long MB = 1 << 20;
    private static final int NAME = 32;
    private static final int CELL = 10;

    private final Map<?, ?> status;
    private final StringBuilder text = new StringBuilder();

    private StatusPage(Map<?, ?> status) {
        this.status = status;
    }

    static String of(String json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return new StatusPage(map(value(parser))).page();
        }
    }

    private String page() {
        line(
                "endpoint",
                status.get("endpoint") + ", process " + status.get("pid") + ", up " + status.get("uptimeSeconds")
                        + " s, " + number(status, "residentKb") / 1024 + " MB resident");
        line("data", String.valueOf(status.get("data")));
        line(
                "sandbox",
                map(status.get("sandbox")).get("driver") + ": "
                        + map(status.get("sandbox")).get("why"));
        Map<?, ?> concurrency = map(status.get("concurrency"));
        line(
                "concurrency",
                number(concurrency, "inUse") + " of " + number(concurrency, "limit") + " in use, "
                        + number(concurrency, "unreserved") + " unreserved");
        line("throttles", reasons(map(concurrency.get("throttles"))));
        Map<String, Map<String, Long>> states = states();
        line("environments", total(states));
        line("events", events(map(status.get("events"))));
        line("functions", number(status, "functions") + ", " + number(status, "codeBytes") / 1024 + " kB of code");
        addresses(map(status.get("addresses")));
        space();
        table(states, map(concurrency.get("functions")));
        return text.toString();
    }

    private void addresses(Map<?, ?> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        line("addresses", addresses.get("range") + ", room for " + number(addresses, "guests") + " guests");
        for (Object each : addresses.get("conflicts") instanceof List<?> conflicts ? conflicts : List.of()) {
            Map<?, ?> conflict = map(each);
            line(
                    "",
                    "CONFLICT: " + conflict.get("range") + " of " + conflict.get("owner") + " appeared ("
                            + conflict.get("how") + "); restart Hearth, and it chooses another range");
        }
    }

    private static String events(Map<?, ?> events) {
        StringBuilder text = new StringBuilder(number(events, "waiting") + " waiting");
        if (number(events, "waiting") > 0) {
            text.append(", the oldest for ")
                    .append(number(events, "oldestSeconds"))
                    .append(" s");
        }
        text.append(", ").append(number(events, "running")).append(" running");
        Map<?, ?> functions = map(events.get("functions"));
        for (String what : List.of("succeeded", "retries", "refused", "dropped", "delivered", "deadLetters")) {
            long count = functions.values().stream()
                    .mapToLong(each -> number(map(each), what))
                    .sum();
            if (count > 0) {
                text.append(", ").append(count).append(' ').append(what.equals("deadLetters") ? "dead letters" : what);
            }
        }
        return text.toString();
    }

    private void space() {
        if (status.get("space") instanceof List<?> stores) {
            stores.forEach(each -> line(String.valueOf(map(each).get("what")), store(map(each))));
        }
    }

    /** With the rule by which something goes. */
    private static String store(Map<?, ?> store) {
        StringBuilder text = new StringBuilder().append(number(store, "count"));
        if (number(store, "inUse") > 0) {
            text.append(" (").append(number(store, "inUse")).append(" in use)");
        }
        text.append(", ").append(number(store, "bytes") / MB).append(" MB");
        if (number(store, "maxBytes") == 0) {
            return text.append(", kept until removed").toString();
        }
        text.append("; at most ");
        if (number(store, "maxCount") > 0) {
            text.append(number(store, "maxCount")).append(" and ");
        }
        return text.append(number(store, "maxBytes") / MB)
                .append(" MB, the longest unused go first")
                .toString();
    }

    private void line(String what, String value) {
        text.append(what).append(" ".repeat(LEFT - what.length())).append(value).append('\n');
    }

    private static String reasons(Map<?, ?> throttles) {
        List<String> all = new ArrayList<>();
        throttles.forEach((reason, count) -> all.add(count + " " + reason));
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    /** How many environments each function has in each state. */
    private Map<String, Map<String, Long>> states() {
        Map<String, Map<String, Long>> states = new TreeMap<>();
        for (Object each : (List<?>) status.get("environments")) {
            Map<?, ?> environment = map(each);
            states.computeIfAbsent(String.valueOf(environment.get("function")), _ -> new TreeMap<>())
                    .merge(String.valueOf(environment.get("state")), 1L, Long::sum);
        }
        return states;
    }

    private static String total(Map<String, Map<String, Long>> states) {
        List<String> all = new ArrayList<>();
        for (String state : STATES) {
            long count = states.values().stream()
                    .mapToLong(of -> of.getOrDefault(state, 0L))
                    .sum();
            if (count > 0) {
                all.add(count + " " + state);
            }
        }
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    /** Those functions that have environments or count for something. */
    private void table(Map<String, Map<String, Long>> states, Map<?, ?> counts) {
        TreeMap<String, Map<?, ?>> rows = new TreeMap<>();
        states.keySet().forEach(arn -> rows.put(arn, Map.of()));
        counts.forEach((arn, count) -> rows.put(String.valueOf(arn), map(count)));
        if (rows.isEmpty()) {
            return;
        }
        text.append('\n').append(cell("function", NAME));
        STATES.forEach(state -> text.append(cell(state, CELL)));
        text.append(cell("in use", CELL)).append(cell("reserved", CELL)).append("throttled\n");
        rows.forEach((arn, count) -> {
            text.append(cell(arn.substring(arn.lastIndexOf(':') + 1), NAME));
            STATES.forEach(state -> text.append(cell(
                    states.getOrDefault(arn, Map.of()).getOrDefault(state, 0L).toString(), CELL)));
            Object reserved = count.get("reserved");
            text.append(cell(Long.toString(number(count, "inUse")), CELL));
            text.append(cell(reserved == null ? "-" : reserved.toString(), CELL));
            text.append(map(count.get("throttles")).values().stream()
                            .mapToLong(each -> ((Number) each).longValue())
                            .sum())
                    .append('\n');
        });
    }

    private static String cell(String value, int width) {
        return value + " ".repeat(Math.max(1, width - value.length()));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static long number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** The value at which {@code parser} stands, as maps, lists, strings and numbers. */
    private static Object value(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : parser.getString();
    }
}
