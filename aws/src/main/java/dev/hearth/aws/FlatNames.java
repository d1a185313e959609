package dev.hearth.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the Query form of an API that speaks JSON today names its lists and maps: they are flattened, under names of
 * their own that the SDK no longer knows. Read from the resource {@code query-SERVICE.txt}: lines {@code MEMBER NAME}
 * for a list, {@code MEMBER NAME KEY VALUE} for a map; {@code OPERATION.MEMBER} where a name depends on the operation.
 */
final class FlatNames {

    /**
     * One member's form.
     *
     * @param name of each element
     * @param key name of a map's keys; empty for a list
     * @param value name of a map's values; empty for a list
     */
    record Flat(String name, String key, String value) {}

    private final Map<String, Flat> common = new HashMap<>();
    private final Map<String, Map<String, Flat>> byOperation = new HashMap<>();
    private final boolean any;

    private FlatNames(List<String> lines) {
        Map<String, Map<String, Flat>> special = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (line.startsWith("#") || words.length != 2 && words.length != 4) {
                continue;
            }
            Flat flat = new Flat(words[1], words.length == 4 ? words[2] : "", words.length == 4 ? words[3] : "");
            int dot = words[0].indexOf('.');
            if (dot < 0) {
                common.put(words[0], flat);
            } else {
                special.computeIfAbsent(words[0].substring(0, dot), operation -> new HashMap<>())
                        .put(words[0].substring(dot + 1), flat);
            }
        }
        special.forEach((operation, own) -> {
            Map<String, Flat> all = new HashMap<>(common);
            all.putAll(own);
            byOperation.put(operation, all);
        });
        this.any = !common.isEmpty();
    }

    /** Those of {@code service}; none when it has no such resource. */
    static FlatNames load(String service) {
        try (InputStream in = FlatNames.class.getResourceAsStream("query-" + service + ".txt")) {
            if (in == null) {
                return new FlatNames(List.of());
            }
            return new FlatNames(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** By member name, for {@code operation}. */
    Map<String, Flat> of(String operation) {
        return byOperation.getOrDefault(operation, common);
    }

    /** What the address of a request says: in the Query form a request for a queue is sent to the queue's URL. */
    Map<String, String> addressed(RequestHead head) {
        return any && !head.path().equals("/") ? Map.of("QueueUrl", head.endpoint() + head.path()) : Map.of();
    }
}
