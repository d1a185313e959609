package dev.hearth.services.worker;

import dev.hearth.sandbox.SandboxSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment variables of a runtime, as Lambda documents them ("Defined runtime environment variables"): those
 * that a function's configuration may replace come first, then its own, then the reserved ones.
 */
final class EnvironmentVariables {

    /** Stands for the runtime of a container image. */
    static final String IMAGE = "image";

    /**
     * Tells a bootstrap of Hearth's own that it becomes a snapshot though the function did not ask for SnapStart; it
     * takes it away before the function is loaded. No function can set it: names begin with a letter.
     */
    private static final String SNAPSHOT = "_HEARTH_SNAPSHOT";

    private EnvironmentVariables() {}

    static Map<String, String> of(EnvironmentSpec spec, WorkerOptions options, String logStream) {
        Map<String, String> variables = new LinkedHashMap<>();
        defaults(variables, spec.runtime(), options.endpointPort());
        variables.putAll(spec.environment());
        reserved(variables, spec, options, logStream);
        return variables;
    }

    /** Those of a container image: its own in the place of the runtime's defaults, and no handler. */
    static Map<String, String> ofImage(
            EnvironmentSpec spec, WorkerOptions options, String logStream, Map<String, String> image) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + options.endpointPort());
        variables.putAll(image);
        variables.putAll(spec.environment());
        reserved(variables, spec, options, logStream);
        variables.remove("_HANDLER");
        variables.remove("AWS_EXECUTION_ENV");
        return variables;
    }

    private static void defaults(Map<String, String> variables, String runtime, int endpointPort) {
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin");
        variables.put(
                "LD_LIBRARY_PATH",
                "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib");
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + endpointPort);
        if (runtime.startsWith("python")) {
            variables.put("PYTHONPATH", "/var/runtime");
        } else if (runtime.startsWith("nodejs")) {
            String major = runtime.substring("nodejs".length()).replace(".x", "");
            variables.put(
                    "NODE_PATH",
                    "/opt/nodejs/node" + major
                            + "/node_modules:"
                            + "/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task");
        }
    }

    private static void reserved(
            Map<String, String> variables, EnvironmentSpec spec, WorkerOptions options, String logStream) {
        variables.put("_HANDLER", spec.handler());
        variables.put("AWS_REGION", options.scope().region());
        variables.put("AWS_DEFAULT_REGION", options.scope().region());
        if (!spec.runtime().startsWith("provided")) {
            variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime());
        }
        variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.functionName());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", spec.initialization().awsName());
        if (spec.initialization() == EnvironmentSpec.Initialization.ON_DEMAND_FROM_SNAPSHOT) {
            // Two roles never share a snapshot: SDKs keep what they signed with in the init phase.
            variables.put(SNAPSHOT, "1 " + spec.role());
        }
        if (!spec.snapStarts()) {
            // Lambda's SnapStart has neither: a snapshot is of no single stream.
            variables.put("AWS_LAMBDA_LOG_GROUP_NAME", spec.logGroup());
            variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        }
        if (spec.logControls().json()) {
            variables.put("AWS_LAMBDA_LOG_FORMAT", spec.logControls().format());
            String level = spec.logControls().applicationLevel();
            variables.put("AWS_LAMBDA_LOG_LEVEL", level.isEmpty() ? "INFO" : level);
        }
        variables.put("AWS_LAMBDA_RUNTIME_API", SandboxSpec.RUNTIME_API);
        variables.put("LAMBDA_TASK_ROOT", "/var/task");
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        RoleSessions.put(variables, spec, options.credentials(), SandboxSpec.RUNTIME_API);
    }
}
