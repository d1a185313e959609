package dev.hearth.aws.lambda;

import dev.hearth.core.FunctionImage;
import dev.hearth.services.registry.Configuration;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.registry.UpdateStatus;
import dev.hearth.services.registry.VpcSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.ImageConfigResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** From the registry's records to AWS's response types. */
final class Views {

    private static final DateTimeFormatter LAMBDA_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private Views() {}

    /** A function with its states, as the operations on one function answer. */
    static FunctionConfiguration whole(FunctionRecord function, String arn, String region) {
        FunctionConfiguration.Builder view = summary(function, arn).toBuilder();
        if (function.configuration().image().isEmpty()) {
            view.runtimeVersionConfig(version -> version.runtimeVersionArn(
                    runtimeVersion(function.configuration().runtime(), region)));
        }
        switch (function.state()) {
            case FunctionState.Pending _ ->
                view.state("Pending")
                        .stateReason("The function is being created.")
                        .stateReasonCode("Creating");
            case FunctionState.Active(String reason, boolean _) ->
                view.state("Active").stateReason(orNull(reason));
            case FunctionState.Failed(String reason, String code) ->
                view.state("Failed").stateReason(reason).stateReasonCode(code);
        }
        switch (function.update()) {
            case UpdateStatus.Successful _ -> view.lastUpdateStatus("Successful");
            case UpdateStatus.InProgress _ ->
                view.lastUpdateStatus("InProgress")
                        .lastUpdateStatusReason("The function is being created.")
                        .lastUpdateStatusReasonCode("Creating");
            case UpdateStatus.Failed(String reason, String code) ->
                view.lastUpdateStatus("Failed").lastUpdateStatusReason(reason).lastUpdateStatusReasonCode(code);
        }
        return view.build();
    }

    /** A function without its states, as the lists answer. */
    static FunctionConfiguration summary(FunctionRecord function, String arn) {
        Configuration configuration = function.configuration();
        FunctionConfiguration.Builder view = FunctionConfiguration.builder()
                .functionName(function.name())
                .functionArn(arn)
                .runtime(orNull(configuration.runtime()))
                .role(configuration.role())
                .handler(orNull(configuration.handler()))
                .codeSize(function.code().size())
                .codeSha256(function.codeSha256())
                .description(configuration.description())
                .timeout(configuration.timeoutSeconds())
                .memorySize(configuration.memoryMb())
                .lastModified(time(function.lastModified()))
                .version(function.version())
                .revisionId(function.revisionId())
                .kmsKeyArn(orNull(configuration.kmsKeyArn()))
                .packageType(configuration.image().isPresent() ? "Image" : "Zip")
                .architecturesWithStrings(configuration.architecture())
                .tracingConfig(tracing -> tracing.mode(configuration.tracingMode()))
                .ephemeralStorage(storage -> storage.size(configuration.ephemeralStorageMb()))
                .snapStart(snapStart ->
                        snapStart.applyOn(configuration.snapStart()).optimizationStatus(optimized(function.state())))
                .loggingConfig(logging(configuration.logging()));
        configuration.image().filter(Views::isChanged).ifPresent(image -> view.imageConfigResponse(imageConfig(image)));
        if (!configuration.environment().isEmpty()) {
            view.environment(environment -> environment.variables(configuration.environment()));
        }
        if (!configuration.deadLetterTarget().isEmpty()) {
            view.deadLetterConfig(deadLetter -> deadLetter.targetArn(configuration.deadLetterTarget()));
        }
        if (!configuration.layers().isEmpty()) {
            view.layers(configuration.layers().stream()
                    .map(use -> Layer.builder()
                            .arn(use.arn())
                            .codeSize(use.code().size())
                            .build())
                    .toList());
        }
        if (!configuration.tenantIsolation().isEmpty()) {
            view.tenancyConfig(tenancy -> tenancy.tenantIsolationMode(configuration.tenantIsolation()));
        }
        if (!configuration.vpc().equals(VpcSettings.NONE)) {
            view.vpcConfig(vpc(configuration.vpc()));
        }
        return view.build();
    }

    private static SnapStartOptimizationStatus optimized(FunctionState state) {
        return state instanceof FunctionState.Active active && active.snapshot()
                ? SnapStartOptimizationStatus.ON
                : SnapStartOptimizationStatus.OFF;
    }

    /** Whether the function says anything of how its image is run. */
    private static boolean isChanged(FunctionImage image) {
        return !image.entryPoint().isEmpty()
                || !image.command().isEmpty()
                || !image.workingDirectory().isEmpty();
    }

    private static ImageConfigResponse imageConfig(FunctionImage image) {
        ImageConfig.Builder config = ImageConfig.builder().workingDirectory(orNull(image.workingDirectory()));
        if (!image.entryPoint().isEmpty()) {
            config.entryPoint(image.entryPoint());
        }
        if (!image.command().isEmpty()) {
            config.command(image.command());
        }
        return ImageConfigResponse.builder().imageConfig(config.build()).build();
    }

    private static LoggingConfig logging(LoggingSettings logging) {
        return LoggingConfig.builder()
                .logFormat(logging.format())
                .applicationLogLevel(orNull(logging.applicationLevel()))
                .systemLogLevel(orNull(logging.systemLevel()))
                .logGroup(logging.group())
                .build();
    }

    private static VpcConfigResponse vpc(VpcSettings vpc) {
        return VpcConfigResponse.builder()
                .subnetIds(vpc.subnetIds())
                .securityGroupIds(vpc.securityGroupIds())
                .vpcId("")
                .ipv6AllowedForDualStack(vpc.ipv6AllowedForDualStack())
                .build();
    }

    /**
     * {@code response} with every member that it shares with {@code view}: AWS repeats the same members in many
     * types.
     */
    static <T extends SdkPojo> T filled(T response, SdkPojo view) {
        Map<String, SdkField<?>> targets = response.sdkFieldNameToField();
        view.sdkFieldNameToField().forEach((name, source) -> {
            SdkField<?> target = targets.get(name);
            if (target != null) {
                target.set(response, source.getValueOrDefault(view));
            }
        });
        return response;
    }

    static String time(Instant instant) {
        return LAMBDA_TIME.format(instant);
    }

    static String base64(String digest) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest));
    }

    /** A stable name in the place of AWS's digest of a runtime image, which Hearth has none of. */
    private static String runtimeVersion(String runtime, String region) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(runtime.getBytes(StandardCharsets.UTF_8));
            return "arn:aws:lambda:" + region + "::runtime:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
