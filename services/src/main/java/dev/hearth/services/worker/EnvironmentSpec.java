package dev.hearth.services.worker;

import dev.hearth.core.FunctionImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment is started for: one revision of one function version.
 *
 * @param functionArn unqualified ARN
 * @param functionName name
 * @param version {@code $LATEST} or a number
 * @param revision the revision of code and configuration
 * @param runtime runtime identifier
 * @param handler handler string
 * @param timeout of one invocation
 * @param memoryMb memory limit, MiB
 * @param ephemeralStorageMb size of {@code /tmp}, MiB
 * @param environment the user's environment variables
 * @param codeDigest SHA-256 of the package, lower-case hexadecimal
 * @param logGroup log group
 * @param layerDigests SHA-256 of the packages of its layers, in the order in which they are merged into {@code /opt}
 * @param logControls how the log is written
 * @param tenantId the tenant whose invocations alone it serves, empty for none
 * @param initialization why it is started
 * @param image the container image that it runs, in the place of runtime, code and layers; empty for a package
 * @param securityGroups ids of the security groups that it is in, at most five; none when it is in no VPC
 * @param role ARN of the function's execution role; empty where nobody signs anything
 */
public record EnvironmentSpec(
        String functionArn,
        String functionName,
        String version,
        String revision,
        String runtime,
        String handler,
        Duration timeout,
        int memoryMb,
        int ephemeralStorageMb,
        Map<String, String> environment,
        String codeDigest,
        String logGroup,
        List<String> layerDigests,
        LogControls logControls,
        String tenantId,
        Initialization initialization,
        Optional<FunctionImage> image,
        List<String> securityGroups,
        String role) {

    public EnvironmentSpec {
        securityGroups = List.copyOf(securityGroups);
        environment = Map.copyOf(environment);
        layerDigests = List.copyOf(layerDigests);
    }

    /** An environment with a deployment package. */
    public EnvironmentSpec(
            String functionArn,
            String functionName,
            String version,
            String revision,
            String runtime,
            String handler,
            Duration timeout,
            int memoryMb,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String codeDigest,
            String logGroup,
            List<String> layerDigests,
            LogControls logControls,
            String tenantId,
            Initialization initialization) {
        this(
                functionArn,
                functionName,
                version,
                revision,
                runtime,
                handler,
                timeout,
                memoryMb,
                ephemeralStorageMb,
                environment,
                codeDigest,
                logGroup,
                layerDigests,
                logControls,
                tenantId,
                initialization,
                Optional.empty(),
                List.of(),
                "");
    }

    /** Why an environment is started; functions see it in {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
    public enum Initialization {
        ON_DEMAND("on-demand", false),
        /**
         * On demand, from a snapshot by Hearth's own choice: nothing but the time that it takes tells the difference.
         */
        ON_DEMAND_FROM_SNAPSHOT("on-demand", true),
        /** On demand, from a snapshot where the driver takes some; the runtimes' hooks run in any case. */
        SNAP_START("snap-start", true),
        /** Ahead of its invocations, where nobody waits for it: never from a snapshot. */
        PROVISIONED_CONCURRENCY("provisioned-concurrency", false);

        private final String awsName;
        private final boolean fromSnapshot;

        Initialization(String awsName, boolean fromSnapshot) {
            this.awsName = awsName;
            this.fromSnapshot = fromSnapshot;
        }

        /** Whether it starts from a snapshot where there is one. */
        boolean fromSnapshot() {
            return fromSnapshot;
        }

        /** The value of the variable. */
        public String awsName() {
            return awsName;
        }
    }

    /** The same for an environment that is started ahead. */
    public EnvironmentSpec provisioned() {
        return initialized(Initialization.PROVISIONED_CONCURRENCY);
    }

    /** The same for one tenant alone. */
    public EnvironmentSpec ofTenant(String tenant) {
        return with(tenant, initialization);
    }

    /** The same, started {@code why}. */
    EnvironmentSpec initialized(Initialization why) {
        return with(tenantId, why);
    }

    /** Whether it is started as Lambda's SnapStart starts it, for all to see. */
    boolean snapStarts() {
        return initialization == Initialization.SNAP_START;
    }

    private EnvironmentSpec with(String tenant, Initialization why) {
        return with(tenant, why, role);
    }

    /** The same with another execution role. */
    EnvironmentSpec withRole(String roleArn) {
        return with(tenantId, initialization, roleArn);
    }

    private EnvironmentSpec with(String tenant, Initialization why, String roleArn) {
        return new EnvironmentSpec(
                functionArn,
                functionName,
                version,
                revision,
                runtime,
                handler,
                timeout,
                memoryMb,
                ephemeralStorageMb,
                environment,
                codeDigest,
                logGroup,
                layerDigests,
                logControls,
                tenant,
                why,
                image,
                securityGroups,
                roleArn);
    }

    /**
     * A function's choice of its log's form (botocore: {@code LoggingConfig}).
     *
     * @param format {@code Text} or {@code JSON}
     * @param applicationLevel least level of the function's own lines with {@code JSON}, else empty
     * @param systemLevel least level of the platform's lines with {@code JSON}, else empty
     */
    public record LogControls(String format, String applicationLevel, String systemLevel) {

        /** Lines as they are written. */
        public static final LogControls TEXT = new LogControls("Text", "", "");

        boolean json() {
            return format.equals("JSON");
        }
    }

    /** An environment without layers, whose log is text. */
    public EnvironmentSpec(
            String functionArn,
            String functionName,
            String version,
            String revision,
            String runtime,
            String handler,
            Duration timeout,
            int memoryMb,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String codeDigest,
            String logGroup) {
        this(
                functionArn,
                functionName,
                version,
                revision,
                runtime,
                handler,
                timeout,
                memoryMb,
                ephemeralStorageMb,
                environment,
                codeDigest,
                logGroup,
                List.of(),
                LogControls.TEXT,
                "",
                Initialization.ON_DEMAND);
    }
}
