package dev.hearth.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What AWS's model says of one API's wire: its protocol and every operation's place. Read from a small resource that
 * a test keeps equal to the SDK's own marshallers, because asking those at start would load a class for every
 * operation.
 *
 * @param service the signing name, for example {@code logs}
 * @param protocol {@code rest-json}, {@code json} (1.1), {@code json-1.0}, {@code query}, {@code ec2} or
 *     {@code rest-xml}
 * @param version the API's version, a date
 * @param target what stands before the operation in {@code X-Amz-Target}; empty where that is not used
 * @param namespace of the XML; empty where there is none. A JSON API with one speaks Query too
 * @param operations all, by name
 */
record ApiModel(
        String service,
        String protocol,
        String version,
        String target,
        String namespace,
        Map<String, OperationModel> operations) {

    /** The model of {@code service}, from the resource {@code api-SERVICE.txt}. */
    static ApiModel load(String service) {
        String name = "api-" + service + ".txt";
        try (InputStream in = ApiModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("No resource " + name);
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lines {@code key value}, then {@code Operation METHOD /template STATUS}; a hash begins a comment. */
    static ApiModel parse(List<String> lines) {
        Map<String, String> facts = new HashMap<>();
        List<OperationModel> operations = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length == 2) {
                facts.put(words[0], words[1]);
            } else if (words.length == 4 && !line.startsWith("#")) {
                UriTemplate template = UriTemplate.parse(words[2]);
                operations.add(new OperationModel(words[0], words[1], template, Integer.parseInt(words[3])));
            }
        }
        return new ApiModel(
                facts.getOrDefault("service", ""),
                facts.getOrDefault("protocol", ""),
                facts.getOrDefault("version", ""),
                facts.getOrDefault("target", ""),
                facts.getOrDefault("namespace", ""),
                byName(operations));
    }

    private static Map<String, OperationModel> byName(List<OperationModel> operations) {
        Map<String, OperationModel> byName = HashMap.newHashMap(operations.size());
        operations.forEach(operation -> byName.put(operation.name(), operation));
        return Map.copyOf(byName);
    }
}
