package dev.hearth.neighbours.cloudformation;

import java.util.List;
import java.util.Map;

/** What stacks give each other. */
final class Exports {

    private Exports() {}

    /** Refuses what another stack exports already, and that something imported goes away or becomes something else. */
    static void check(String stackId, Map<String, String> exports, StackStore store) {
        Map<String, StackStore.Export> all = store.exports();
        exports.forEach((name, value) -> {
            StackStore.Export other = all.get(name);
            if (other != null && !other.stackId().equals(stackId)) {
                throw CloudFormationError.VALIDATION.because("Export with name " + name
                        + " is already exported by stack " + name(other.stackId()) + ". Rolling back.");
            }
        });
        all.values().forEach(export -> {
            boolean changes =
                    export.stackId().equals(stackId) && !export.value().equals(exports.get(export.name()));
            List<String> users = changes ? store.importers(export.name()) : List.of();
            if (!users.isEmpty()) {
                String verb = exports.containsKey(export.name()) ? "updated" : "deleted";
                throw CloudFormationError.VALIDATION.because("Export " + export.name() + " cannot be " + verb
                        + " as it is in use by "
                        + String.join(" and ", users.stream().map(Exports::name).toList()));
            }
        });
    }

    private static String name(String stackId) {
        return stackId.split("/")[1];
    }
}
