package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From what a caller said to a complete configuration, or Lambda's refusal. Pure. */
final class ConfigurationRules {

    private static final Pattern ROLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern HANDLER = Pattern.compile("[^\\s]+");
    private static final Pattern ANY_ARN = Pattern.compile("(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");
    private static final Pattern LOG_GROUP = Pattern.compile("[\\.\\-_/#A-Za-z0-9]+");
    static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");
    private static final int SUBNETS = 16;
    private static final int SECURITY_GROUPS = 5;
    private static final int LOG_GROUP_LENGTH = 512;

    /** What the model itself allows as memory, MiB; Lambda refuses what is beyond its own limit in other words. */
    private static final int MODEL_MEMORY_MB = 32_768;

    private static final int MODEL_EPHEMERAL_MB = 10_240;
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final String TEXT = "Text";

    private ConfigurationRules() {}

    /** Refuses what violates AWS's model, before anything else is looked at. */
    static void checkModel(Settings said, boolean creating) {
        Constraints constraints = new Constraints();
        if (creating) {
            constraints.required("role", said.role());
        }
        constraints
                .pattern("role", said.role(), ROLE)
                .length("handler", said.handler(), 0, RegistryLimits.HANDLER_LENGTH)
                .pattern("handler", said.handler(), HANDLER)
                .length("description", said.description(), 0, RegistryLimits.DESCRIPTION_LENGTH)
                .range("timeout", said.timeoutSeconds(), 1, RegistryLimits.TIMEOUT_SECONDS)
                .range("memorySize", said.memoryMb(), RegistryLimits.MEMORY_MIN_MB, MODEL_MEMORY_MB)
                .range(
                        "ephemeralStorage.size",
                        said.ephemeralStorageMb(),
                        RegistryLimits.EPHEMERAL_MIN_MB,
                        MODEL_EPHEMERAL_MB)
                .secretKeys(
                        "environment.variables",
                        said.environment() == null ? null : said.environment().keySet(),
                        EnvironmentRules.KEY)
                .oneOf("tracingConfig.mode", said.tracingMode(), List.of("Active", "PassThrough"))
                .pattern("deadLetterConfig.targetArn", said.deadLetterTarget(), ANY_ARN)
                .pattern("kMSKeyArn", said.kmsKeyArn(), ANY_ARN)
                .oneOf("snapStart.applyOn", said.snapStart(), List.of("PublishedVersions", "None"))
                .oneOf("tenancyConfig.tenantIsolationMode", said.tenantIsolation(), List.of("PER_TENANT"));
        LayerDecisions.checkUses(constraints, said.layers());
        checkArchitectures(constraints, said.architectures());
        checkVpc(constraints, said.vpc());
        checkLogging(constraints, said.logging());
        constraints.verify();
    }

    static void checkArchitectures(Constraints constraints, @Nullable List<String> architectures) {
        constraints.size("architectures", architectures, 1, 1).eachOneOf("architectures", architectures, ARCHITECTURES);
    }

    private static void checkVpc(Constraints constraints, @Nullable VpcSettings vpc) {
        if (vpc != null) {
            constraints
                    .size("vpcConfig.subnetIds", vpc.subnetIds(), 0, SUBNETS)
                    .size("vpcConfig.securityGroupIds", vpc.securityGroupIds(), 0, SECURITY_GROUPS);
        }
    }

    private static void checkLogging(Constraints constraints, Settings.@Nullable Logging logging) {
        if (logging != null) {
            constraints
                    .oneOf("loggingConfig.logFormat", logging.format(), List.of("JSON", TEXT))
                    .oneOf(
                            "loggingConfig.applicationLogLevel",
                            logging.applicationLevel(),
                            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"))
                    .oneOf("loggingConfig.systemLogLevel", logging.systemLevel(), List.of("DEBUG", "INFO", "WARN"))
                    .length("loggingConfig.logGroup", logging.group(), 1, LOG_GROUP_LENGTH)
                    .pattern("loggingConfig.logGroup", logging.group(), LOG_GROUP);
        }
    }

    /** What a function has before anything is said, so that creating is updating nothing. */
    static Configuration defaults(String name, String architecture) {
        return new Configuration(
                "",
                "",
                "",
                "",
                DEFAULT_TIMEOUT_SECONDS,
                RegistryLimits.MEMORY_MIN_MB,
                RegistryLimits.EPHEMERAL_MIN_MB,
                Map.of(),
                architecture,
                "PassThrough",
                "",
                "",
                VpcSettings.NONE,
                new LoggingSettings(TEXT, "", "", "/aws/lambda/" + name),
                "None",
                List.of(),
                "");
    }

    /** {@code old} with what was said over it. */
    static Configuration merged(Configuration old, Settings said, String hostArchitecture, Runtimes runtimes) {
        checkSemantics(said, runtimes);
        return new Configuration(
                or(said.description(), old.description()),
                or(said.runtime(), old.runtime()),
                or(said.handler(), old.handler()),
                or(said.role(), old.role()),
                or(said.timeoutSeconds(), old.timeoutSeconds()),
                or(said.memoryMb(), old.memoryMb()),
                or(said.ephemeralStorageMb(), old.ephemeralStorageMb()),
                or(said.environment(), old.environment()),
                architecture(
                        said.architectures(), old.architecture(), hostArchitecture, or(said.runtime(), old.runtime())),
                or(said.tracingMode(), old.tracingMode()),
                or(said.deadLetterTarget(), old.deadLetterTarget()),
                or(said.kmsKeyArn(), old.kmsKeyArn()),
                or(said.vpc(), old.vpc()),
                logging(old.logging(), said.logging()),
                or(said.snapStart(), old.snapStart()),
                old.layers(),
                or(said.tenantIsolation(), old.tenantIsolation()),
                ImageDecisions.merged(old.image(), said.image()));
    }

    private static void checkSemantics(Settings said, Runtimes runtimes) {
        if (said.memoryMb() != null && said.memoryMb() > RegistryLimits.MEMORY_MAX_MB) {
            throw refused(
                    "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to "
                            + RegistryLimits.MEMORY_MAX_MB);
        }
        if (said.environment() != null) {
            EnvironmentRules.check(said.environment());
        }
        if (said.runtime() != null) {
            RuntimeRules.check(said.runtime(), runtimes);
        }
    }

    /**
     * The architecture that a function says it is for. An interpreter of the host's serves either; a program or an
     * image of the owner's must be made for the host.
     */
    static String architecture(@Nullable List<String> said, String old, String host, String runtime) {
        String wanted = said == null ? old : said.getFirst();
        boolean isNative = runtime.isEmpty() || runtime.startsWith("provided");
        if (isNative && !wanted.equals(host)) {
            throw refused("The architecture " + wanted + " cannot run on this host, which is " + host
                    + ". Build the function for " + host + ".");
        }
        return wanted;
    }

    private static LoggingSettings logging(LoggingSettings old, Settings.@Nullable Logging said) {
        if (said == null) {
            return old;
        }
        String format = or(said.format(), old.format());
        String group = or(said.group(), old.group());
        if (format.equals(TEXT)) {
            if (said.applicationLevel() != null || said.systemLevel() != null) {
                throw refused("To set log levels, LogFormat must be JSON.");
            }
            return new LoggingSettings(format, "", "", group);
        }
        return new LoggingSettings(
                format,
                or(said.applicationLevel(), orInfo(old.applicationLevel())),
                or(said.systemLevel(), orInfo(old.systemLevel())),
                group);
    }

    private static String orInfo(String level) {
        return level.isEmpty() ? "INFO" : level;
    }

    private static <T> T or(@Nullable T said, T old) {
        return said == null ? old : said;
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
