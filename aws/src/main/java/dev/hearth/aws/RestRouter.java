package dev.hearth.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the operation of a REST API by method and path. */
final class RestRouter {

    private record Key(String method, int segments) {}

    private static final int GREEDY = -1;

    private final Map<Key, List<OperationModel>> routes = new HashMap<>();

    RestRouter(ApiModel model) {
        for (OperationModel operation : model.operations().values()) {
            boolean greedy = operation.template().text().contains("+}");
            int segments = greedy ? GREEDY : operation.template().segments().size();
            routes.computeIfAbsent(new Key(operation.method(), segments), key -> new ArrayList<>())
                    .add(operation);
        }
        // The most literal first, then by name: the order must not depend on a map's.
        Comparator<OperationModel> order = Comparator.comparingInt(
                        (OperationModel operation) -> -operation.template().literals())
                .thenComparing(OperationModel::name);
        routes.values().forEach(operations -> operations.sort(order));
    }

    Match match(RequestHead head) {
        List<String> path = UriTemplate.split(head.path());
        List<Map.Entry<String, String>> query = Percent.pairs(head.query());
        for (int segments : new int[] {path.size(), GREEDY}) {
            for (OperationModel operation : routes.getOrDefault(new Key(head.method(), segments), List.of())) {
                Map<String, String> labels = operation.template().match(path, query);
                if (labels != null) {
                    return new Match(operation, labels);
                }
            }
        }
        throw EdgeError.UNKNOWN_OPERATION.because("Unable to determine service/operation name to be authorized: "
                + head.method() + " " + Scalars.shown(head.path()));
    }
}
