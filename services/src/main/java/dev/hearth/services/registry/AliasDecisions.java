package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may become of an alias, and which version it means: pure functions. */
final class AliasDecisions {

    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final Pattern VERSION = Pattern.compile("(\\$LATEST(\\.PUBLISHED)?|[0-9]+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final int NAME_LENGTH = 128;
    private static final int VERSION_LENGTH = 1_024;

    /** The bits of a draw that make a number from 0 to 1. */
    private static final int DRAW_BITS = 53;

    private AliasDecisions() {}

    /** Refuses what violates AWS's model. */
    static void checkModel(Aliases.Wish wish, boolean creating) {
        Constraints constraints = new Constraints()
                .required("name", wish.name())
                .length("name", wish.name(), 1, NAME_LENGTH)
                .pattern("name", wish.name(), NAME)
                .length("description", wish.description(), 0, RegistryLimits.DESCRIPTION_LENGTH);
        if (creating) {
            constraints.required("functionVersion", wish.version());
        }
        checkVersion(constraints, wish.version());
        if (wish.weights() != null) {
            wish.weights().forEach((version, weight) -> checkWeight(constraints, version, weight));
        }
        constraints.verify();
    }

    static void checkVersion(Constraints constraints, @Nullable String version) {
        constraints.length("functionVersion", version, 1, VERSION_LENGTH).pattern("functionVersion", version, VERSION);
    }

    private static void checkWeight(Constraints constraints, String version, double weight) {
        String said = "'{" + version + "=" + weight + "}'";
        if (!NUMBER.matcher(version).matches()) {
            constraints.violated(
                    "routingConfig.additionalVersionWeights",
                    said,
                    "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must"
                            + " have length greater than or equal to 1, Member must satisfy regular expression pattern:"
                            + " [0-9]+]");
        }
        // Written so that it also refuses what is no number.
        if (!(weight >= 0.0 && weight <= 1.0)) {
            constraints.violated(
                    "routingConfig.additionalVersionWeights",
                    said,
                    "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must"
                            + " have value greater than or equal to 0.0, Member must not be null]");
        }
    }

    static FunctionPart.Alias created(FunctionFamily family, Aliases.Wish wish, String arn, String revisionId) {
        String name = String.valueOf(wish.name());
        if (family.alias(name) != null) {
            throw new Fault(Fault.Kind.ALREADY_EXISTS, "Alias already exists: " + arn + ":" + name).asException();
        }
        return checked(
                family,
                arn,
                new FunctionPart.Alias(
                        family.latest().name(),
                        name,
                        String.valueOf(wish.version()),
                        wish.description() == null ? "" : wish.description(),
                        wish.weights() == null ? Map.of() : wish.weights(),
                        revisionId));
    }

    static FunctionPart.Alias updated(FunctionFamily family, Aliases.Wish wish, String arn, String revisionId) {
        FunctionPart.Alias old = family.alias(String.valueOf(wish.name()));
        if (old == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "Alias not found: " + arn + ":" + wish.name()).asException();
        }
        FunctionDecisions.admitRevision(wish.revisionId(), old.revisionId());
        return checked(
                family,
                arn,
                new FunctionPart.Alias(
                        old.function(),
                        old.name(),
                        wish.version() == null ? old.version() : wish.version(),
                        wish.description() == null ? old.description() : wish.description(),
                        wish.weights() == null ? old.weights() : wish.weights(),
                        revisionId));
    }

    private static FunctionPart.Alias checked(FunctionFamily family, String arn, FunctionPart.Alias alias) {
        requireVersion(family, alias.version(), arn);
        if (alias.weights().size() > 1) {
            throw FunctionDecisions.refused("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        for (String version : alias.weights().keySet()) {
            if (version.equals(alias.version())) {
                throw FunctionDecisions.refused("Invalid function version " + version + ". Function version " + version
                        + " is already included in routing configuration.");
            }
            if (alias.version().equals(FunctionRecord.LATEST)) {
                throw FunctionDecisions.refused(
                        "$LATEST is not supported for an alias pointing to more than 1 version");
            }
            requireVersion(family, version, arn);
        }
        return alias;
    }

    private static void requireVersion(FunctionFamily family, String version, String arn) {
        if (family.version(version) == null) {
            throw FunctionDecisions.notFound(arn, version);
        }
    }

    /**
     * The version that one invocation of {@code alias} gets.
     *
     * @param draw uniformly random
     */
    static String choose(FunctionPart.Alias alias, long draw) {
        double point = (draw >>> (Long.SIZE - DRAW_BITS)) * 0x1.0p-53;
        for (Map.Entry<String, Double> other : alias.weights().entrySet()) {
            if (point < other.getValue()) {
                return other.getKey();
            }
        }
        return alias.version();
    }
}
