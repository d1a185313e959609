package dev.hearth.services.registry;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may become of layers, and which a function may use: pure functions. */
final class LayerDecisions {

    /** botocore: {@code LayerVersionArn}. */
    private static final Pattern VERSION_ARN =
            Pattern.compile("arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+");

    /** botocore: {@code LayerName}. */
    private static final Pattern NAME =
            Pattern.compile("(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+");

    private static final Pattern PARTS =
            Pattern.compile("arn:[^:]+:lambda:([^:]+):(\\d{12}):layer:([^:]+)(?::(\\d+))?");
    private static final Pattern ACTION = Pattern.compile("lambda:GetLayerVersion");
    private static final Pattern PRINCIPAL = Pattern.compile("\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root");
    private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
    private static final int ARN_LENGTH = 140;
    private static final int RUNTIMES = 15;
    private static final int ARCHITECTURES = 2;
    private static final int ORGANIZATION_LENGTH = 34;
    private static final int REGION = 1;
    private static final int ACCOUNT = 2;
    private static final int LAYER = 3;
    private static final int VERSION = 4;

    private LayerDecisions() {}

    static void checkUses(Constraints constraints, @Nullable List<String> arns) {
        if (arns != null
                && !arns.stream().allMatch(arn -> VERSION_ARN.matcher(arn).matches())) {
            constraints.violated(
                    "layers",
                    "'" + arns + "'",
                    "Member must satisfy constraint: [Member must have length less than or equal to " + ARN_LENGTH
                            + ", Member must have length greater than or equal to 1, Member must satisfy regular"
                            + " expression pattern: " + VERSION_ARN + ", Member must not be null]");
        }
    }

    /** The layers that a function asks for, in its order. */
    static List<LayerUse> uses(
            AwsScope scope, List<String> arns, Function<String, NavigableMap<Long, LayerVersion>> layers) {
        Constraints constraints = new Constraints();
        checkUses(constraints, arns);
        constraints.verify();
        if (arns.size() > RegistryLimits.LAYERS) {
            throw FunctionDecisions.refused("Cannot reference more than " + RegistryLimits.LAYERS + " layers.");
        }
        List<LayerUse> uses = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (String arn : arns) {
            LayerVersion version = used(scope, arn, layers);
            String before = seen.put(version.name(), arn);
            if (before != null) {
                throw FunctionDecisions.refused("Two different versions of the same layer are not allowed to be"
                        + " referenced in the same function. " + before + " and " + arn
                        + " are versions of the same layer.");
            }
            uses.add(new LayerUse(arn, version.code()));
        }
        return uses;
    }

    private static LayerVersion used(
            AwsScope scope, String arn, Function<String, NavigableMap<Long, LayerVersion>> layers) {
        Matcher parts = parts(arn);
        if (!parts.group(ACCOUNT).equals(scope.account())) {
            throw new Fault(
                            Fault.Kind.ACCESS_DENIED,
                            "User: arn:aws:iam::" + scope.account() + ":root is not authorized to perform:"
                                    + " lambda:GetLayerVersion on resource: " + arn
                                    + " because no resource-based policy"
                                    + " allows the lambda:GetLayerVersion action")
                    .asException();
        }
        if (!parts.group(REGION).equals(scope.region())) {
            throw FunctionDecisions.refused("Layers are not in the same region as the function. Layers are expected to"
                    + " be in region " + scope.region() + ".");
        }
        LayerVersion version = layers.apply(parts.group(LAYER)).get(number(parts.group(VERSION)));
        if (version == null) {
            throw FunctionDecisions.refused("Layer version " + arn + " does not exist.");
        }
        return version;
    }

    /** Refuses code that is too big together with its layers. */
    static void checkSize(Configuration configuration, StoredCode code) {
        long layers = configuration.layers().stream()
                .mapToLong(layer -> layer.code().unzippedSize())
                .sum();
        long all = layers + code.unzippedSize();
        if (layers > 0 && all > RegistryLimits.UNZIPPED_BYTES) {
            throw FunctionDecisions.refused("Function code combined with layers exceeds the maximum allowed size of "
                    + RegistryLimits.UNZIPPED_BYTES + " bytes. The actual size is " + all + " bytes.");
        }
    }

    /** The name that a caller's {@code layer} means. */
    static String name(AwsScope scope, @Nullable String layer) {
        new Constraints()
                .required("layerName", layer)
                .length("layerName", layer, 1, ARN_LENGTH)
                .pattern("layerName", layer, NAME)
                .verify();
        String said = String.valueOf(layer);
        return said.startsWith("arn:") ? ours(scope, parts(said)) : said;
    }

    /** The name and number that an ARN means. */
    static Map.Entry<String, Long> version(AwsScope scope, @Nullable String arn) {
        new Constraints()
                .required("arn", arn)
                .length("arn", arn, 1, ARN_LENGTH)
                .pattern("arn", arn, VERSION_ARN)
                .verify();
        Matcher parts = parts(String.valueOf(arn));
        return Map.entry(ours(scope, parts), number(parts.group(VERSION)));
    }

    private static String ours(AwsScope scope, Matcher parts) {
        if (!parts.group(REGION).equals(scope.region()) || !parts.group(ACCOUNT).equals(scope.account())) {
            throw missing();
        }
        return parts.group(LAYER);
    }

    private static Matcher parts(String arn) {
        Matcher parts = PARTS.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalStateException("checked before: " + arn);
        }
        return parts;
    }

    private static long number(String digits) {
        // A number that is too long for any version is that of none.
        return digits.length() > RegistryLimits.VERSION_DIGITS ? 0 : Long.parseLong(digits);
    }

    static FaultException missing() {
        return new Fault(Fault.Kind.NOT_FOUND, "The resource you requested does not exist.").asException();
    }

    static FaultException missing(String versionArn) {
        return new Fault(Fault.Kind.NOT_FOUND, "Layer version " + versionArn + " does not exist.").asException();
    }

    static void checkNumber(long version) {
        if (version < 1) {
            throw FunctionDecisions.refused("Layer Version Cannot be less than 1");
        }
    }

    static void checkModel(Layers.Publish wish) {
        new Constraints()
                .length("description", wish.description(), 0, RegistryLimits.DESCRIPTION_LENGTH)
                .length("licenseInfo", wish.licenseInfo(), 0, RegistryLimits.LICENSE_LENGTH)
                .size("compatibleRuntimes", wish.runtimes(), 0, RUNTIMES)
                .eachOneOf("compatibleRuntimes", wish.runtimes(), RuntimeRules.known())
                .size("compatibleArchitectures", wish.architectures(), 0, ARCHITECTURES)
                .eachOneOf("compatibleArchitectures", wish.architectures(), ConfigurationRules.ARCHITECTURES)
                .verify();
    }

    static void checkModel(Layers.Filter filter) {
        new Constraints()
                .oneOf("compatibleRuntime", filter.runtime(), RuntimeRules.known())
                .oneOf("compatibleArchitecture", filter.architecture(), ConfigurationRules.ARCHITECTURES)
                .verify();
    }

    /** Whether a version says that it is made for what {@code filter} wants. */
    static boolean passes(LayerVersion layer, Layers.Filter filter) {
        return (filter.runtime() == null || layer.runtimes().contains(filter.runtime()))
                && (filter.architecture() == null || layer.architectures().contains(filter.architecture()));
    }

    static LayerVersion published(
            String name, long last, Layers.Publish wish, StoredCode code, FunctionDecisions.Stamp stamp) {
        return new LayerVersion(
                name,
                last + 1,
                wish.description() == null ? "" : wish.description(),
                wish.licenseInfo() == null ? "" : wish.licenseInfo(),
                wish.runtimes() == null ? List.of() : wish.runtimes(),
                wish.architectures() == null ? List.of() : wish.architectures(),
                stamp.now(),
                code,
                PolicyDocument.NONE);
    }

    static void checkModel(Layers.AddPermission wish) {
        PolicyDecisions.permission(wish.statementId(), wish.action(), ACTION, wish.principal(), PRINCIPAL)
                .length("organizationId", wish.organizationId(), 0, ORGANIZATION_LENGTH)
                .pattern("organizationId", wish.organizationId(), ORGANIZATION)
                .verify();
    }

    static PolicyDocument allowed(LayerVersion layer, Layers.AddPermission wish, String arn, String revisionId) {
        String sid = String.valueOf(wish.statementId());
        PolicyDecisions.admitStatement(
                layer.policy(), sid, wish.revisionId(), layer.policy().revisionId());
        List<PolicyStatement.Condition> conditions = wish.organizationId() == null
                ? List.of()
                : List.of(new PolicyStatement.Condition("StringEquals", "aws:PrincipalOrgID", wish.organizationId()));
        return layer.policy()
                .with(
                        new PolicyStatement(
                                sid,
                                PolicyDecisions.principal(String.valueOf(wish.principal())),
                                String.valueOf(wish.action()),
                                arn,
                                conditions),
                        revisionId);
    }
}
