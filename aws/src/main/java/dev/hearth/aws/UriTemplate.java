package dev.hearth.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path with labels, as AWS's models write it: {@code /2015-03-31/functions/{FunctionName}}; a last label with a
 * plus sign takes the rest of the path; a query asks for that parameter to be there.
 *
 * @param text as in the model
 * @param segments of the path
 * @param query the parameters that must be there, with their values; empty value for any
 */
record UriTemplate(String text, List<String> segments, List<Map.Entry<String, String>> query) {

    static UriTemplate parse(String text) {
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        return new UriTemplate(text, split(path), mark < 0 ? List.of() : Percent.pairs(text.substring(mark + 1)));
    }

    /** The segments of a path that is still percent-encoded; a slash at the end does not count. */
    static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            segments.add(path.substring(start, end));
            start = end + 1;
        }
        return segments;
    }

    /** The decoded labels when {@code path} and {@code parameters} match, else null. */
    @Nullable
    Map<String, String> match(List<String> path, List<Map.Entry<String, String>> parameters) {
        if (!sameShape(path) || !query.stream().allMatch(wanted -> has(parameters, wanted))) {
            return null;
        }
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isGreedy(segment)) {
                labels.put(label(segment), Percent.decodeSegment(String.join("/", path.subList(i, path.size()))));
            } else if (isLabel(segment)) {
                labels.put(label(segment), Percent.decodeSegment(path.get(i)));
            }
        }
        return labels;
    }

    /** How many literal parts it has: of two templates that match, the one with more is meant. */
    int literals() {
        return (int) segments.stream().filter(segment -> !isLabel(segment)).count() + query.size();
    }

    private boolean sameShape(List<String> path) {
        boolean greedy = !segments.isEmpty() && isGreedy(segments.getLast());
        if (greedy ? path.size() < segments.size() : path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isLabel(segment) ? path.get(i).isEmpty() : !segment.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(List<Map.Entry<String, String>> parameters, Map.Entry<String, String> wanted) {
        return parameters.stream()
                .anyMatch(given -> given.getKey().equals(wanted.getKey())
                        && (wanted.getValue().isEmpty() || wanted.getValue().equals(given.getValue())));
    }

    private static boolean isLabel(String segment) {
        return segment.startsWith("{");
    }

    private static boolean isGreedy(String segment) {
        return segment.endsWith("+}");
    }

    private static String label(String segment) {
        return segment.substring(1, segment.length() - (isGreedy(segment) ? 2 : 1));
    }
}
