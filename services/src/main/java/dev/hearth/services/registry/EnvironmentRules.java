package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What Lambda allows as environment variables. */
final class EnvironmentRules {

    /** botocore: {@code EnvironmentVariableName}. */
    static final Pattern KEY = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");

    /**
     * Keys that the platform sets itself, from
     * <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">the defined runtime
     * variables</a>.
     */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_MAX_CONCURRENCY",
            "AWS_LAMBDA_METADATA_API",
            "AWS_LAMBDA_METADATA_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SECRET_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private static final String UNABLE =
            "Lambda was unable to configure your environment variables because the environment"
                    + " variables you have provided ";

    private EnvironmentRules() {}

    static void check(Map<String, String> variables) {
        List<String> reserved = new TreeSet<>(variables.keySet())
                .stream().filter(RESERVED::contains).toList();
        if (!reserved.isEmpty()) {
            throw refused("contains reserved keys that are currently not supported for modification. Reserved keys used"
                    + " in this request: " + String.join(", ", reserved));
        }
        String measured = json(variables);
        if (measured.getBytes(StandardCharsets.UTF_8).length > RegistryLimits.ENVIRONMENT_BYTES) {
            throw refused("exceeded the 4KB limit. String measured: " + measured);
        }
        // The kernel ends a variable at a zero byte: what follows would be lost in silence.
        if (variables.values().stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw refused("contains a value with a null character.");
        }
    }

    /** The variables as the JSON object whose length AWS limits. */
    private static String json(Map<String, String> variables) {
        StringBuilder out = new StringBuilder("{");
        new TreeMap<>(variables).forEach((key, value) -> {
            out.append(out.length() == 1 ? "" : ",");
            quote(out, key);
            out.append(':');
            quote(out, value);
        });
        return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        out.append('"');
    }

    private static FaultException refused(String why) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, UNABLE + why).asException();
    }
}
