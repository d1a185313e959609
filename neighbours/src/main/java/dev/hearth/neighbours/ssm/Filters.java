package dev.hearth.neighbours.ssm;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Which parameters a listing's filters let through. */
final class Filters {

    private static final Set<String> KEYS = Set.of("Name", "Type", "KeyId", "Path", "Label", "Tier", "DataType");

    private Filters() {}

    static void check(List<ParameterFilter> filters) {
        for (ParameterFilter filter : filters) {
            if (!KEYS.contains(filter.key()) && !filter.key().startsWith("tag:")) {
                throw SsmError.INVALID_FILTER_KEY.because(
                        "The filter key " + filter.key() + " is not valid. Valid filter"
                                + " keys include: [Type, KeyId, Name, Path, Label, Tier, DataType, tag:KEY].");
            }
            Set<String> options = filter.key().equals("Path")
                    ? Set.of("Recursive", "OneLevel")
                    : filter.key().equals("Name")
                            ? Set.of("Equals", "BeginsWith", "Contains")
                            : Set.of("Equals", "BeginsWith");
            if (!options.contains(filter.option())) {
                throw SsmError.INVALID_FILTER_OPTION.because(
                        "The following filter option is not valid: " + filter.option() + ". Valid options include: "
                                + options.stream().sorted().toList() + ".");
            }
        }
    }

    /** @param labels tells the labels of all versions of a parameter */
    static boolean pass(Parameter parameter, List<ParameterFilter> filters, Function<String, List<String>> labels) {
        return filters.stream().allMatch(filter -> passes(parameter, filter, labels));
    }

    private static boolean passes(Parameter parameter, ParameterFilter filter, Function<String, List<String>> labels) {
        String name = parameter.name();
        ParameterVersion latest = parameter.latest();
        return switch (filter.key()) {
            case "Path" ->
                filter.values().stream()
                        .anyMatch(path -> isBelow(name, path, filter.option().equals("Recursive")));
            case "Name" -> named(name, filter);
            case "Type" -> any(latest.type(), filter);
            case "KeyId" -> any(latest.keyId(), filter);
            case "Tier" -> any(latest.tier(), filter);
            case "DataType" -> any(latest.dataType(), filter);
            case "Label" -> labels.apply(name).stream().anyMatch(label -> any(label, filter));
            default -> {
                String value = parameter.tags().get(filter.key().substring("tag:".length()));
                yield value != null && (filter.values().isEmpty() || any(value, filter));
            }
        };
    }

    private static boolean named(String name, ParameterFilter filter) {
        return filter.option().equals("Contains")
                ? filter.values().stream().anyMatch(name::contains)
                : any(name, filter);
    }

    private static boolean any(String actual, ParameterFilter filter) {
        boolean begins = filter.option().equals("BeginsWith");
        return filter.values().stream().anyMatch(each -> begins ? actual.startsWith(each) : actual.equals(each));
    }

    /** Whether a name lies below a path, right below it unless {@code recursive}. */
    static boolean isBelow(String name, String path, boolean recursive) {
        String folder = path.endsWith("/") ? path : path + "/";
        String full = name.startsWith("/") ? name : "/" + name;
        return full.startsWith(folder) && (recursive || full.indexOf('/', folder.length()) < 0);
    }
}
