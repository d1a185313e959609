package dev.hearth.aws.lambda;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.CreateFunction;
import dev.hearth.services.registry.Layers;
import dev.hearth.services.registry.Settings;
import dev.hearth.services.registry.UpdateCode;
import dev.hearth.services.registry.UpdateConfiguration;
import dev.hearth.services.registry.VpcSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeadLetterConfig;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EphemeralStorage;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.SnapStart;
import software.amazon.awssdk.services.lambda.model.TenancyConfig;
import software.amazon.awssdk.services.lambda.model.TracingConfig;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/** From AWS's request types to the registry's commands. */
final class Wishes {

    private Wishes() {}

    static CreateFunction create(CreateFunctionRequest request) {
        Unserved.check(request);
        if (request.code() == null) {
            throw isNull("code");
        }
        Settings settings = new Settings(
                request.description(),
                request.runtimeAsString(),
                request.handler(),
                request.role(),
                request.timeout(),
                request.memorySize(),
                ephemeral(request.ephemeralStorage()),
                environment(request.environment()),
                architectures(request.hasArchitectures(), request.architecturesAsStrings()),
                tracing(request.tracingConfig()),
                deadLetter(request.deadLetterConfig()),
                request.kmsKeyArn(),
                vpc(request.vpcConfig()),
                logging(request.loggingConfig()),
                snapStart(request.snapStart()),
                layers(request.hasLayers(), request.layers()),
                tenancy(request.tenancyConfig()),
                imageConfig(request.imageConfig()));
        Map<String, String> tags = request.hasTags() ? whole("tags", request.tags()) : Map.of();
        return new CreateFunction(
                request.functionName(),
                bytes(request.code().zipFile()),
                imageUri(request),
                settings,
                tags,
                Boolean.TRUE.equals(request.publish()));
    }

    static UpdateConfiguration configuration(UpdateFunctionConfigurationRequest request) {
        Unserved.check(request);
        Settings settings = new Settings(
                request.description(),
                request.runtimeAsString(),
                request.handler(),
                request.role(),
                request.timeout(),
                request.memorySize(),
                ephemeral(request.ephemeralStorage()),
                environment(request.environment()),
                null,
                tracing(request.tracingConfig()),
                deadLetter(request.deadLetterConfig()),
                request.kmsKeyArn(),
                vpc(request.vpcConfig()),
                logging(request.loggingConfig()),
                snapStart(request.snapStart()),
                layers(request.hasLayers(), request.layers()),
                null,
                imageConfig(request.imageConfig()));
        return new UpdateConfiguration(request.functionName(), settings, request.revisionId());
    }

    static UpdateCode code(UpdateFunctionCodeRequest request) {
        Unserved.check(request);
        return new UpdateCode(
                request.functionName(),
                bytes(request.zipFile()),
                said(request.imageUri()),
                architectures(request.hasArchitectures(), request.architecturesAsStrings()),
                request.revisionId(),
                Boolean.TRUE.equals(request.dryRun()),
                Boolean.TRUE.equals(request.publish()));
    }

    static Layers.Publish layer(PublishLayerVersionRequest request) {
        if (request.content() == null) {
            throw isNull("content");
        }
        return new Layers.Publish(
                request.layerName(),
                bytes(request.content().zipFile()),
                request.description(),
                request.licenseInfo(),
                request.hasCompatibleRuntimes()
                        ? whole("compatibleRuntimes", request.compatibleRuntimesAsStrings())
                        : null,
                request.hasCompatibleArchitectures()
                        ? whole("compatibleArchitectures", request.compatibleArchitecturesAsStrings())
                        : null);
    }

    /** {@code map} when every value is there. */
    static <T> Map<String, T> whole(String member, Map<String, T> map) {
        if (map.values().stream().anyMatch(Objects::isNull)) {
            throw isNull(member);
        }
        return map;
    }

    /** {@code list} when every element is there. */
    static List<String> whole(String member, List<String> list) {
        if (list.stream().anyMatch(Objects::isNull)) {
            throw isNull(member);
        }
        return list;
    }

    private static FaultException isNull(String member) {
        return new Fault(
                        Fault.Kind.VALIDATION,
                        "1 validation error detected: Value null at '" + member
                                + "' failed to satisfy constraint: Member must not be null")
                .asException();
    }

    /** The image of a function whose package type says that it has one. */
    private static @Nullable String imageUri(CreateFunctionRequest request) {
        String type = request.packageTypeAsString() == null ? "Zip" : request.packageTypeAsString();
        String uri = said(request.code().imageUri());
        switch (type) {
            case "Zip" -> {
                if (uri != null) {
                    throw refused("Please don't provide ImageUri when creating a function with packageType Zip.");
                }
                return null;
            }
            case "Image" -> {
                if (uri == null) {
                    throw refused("Please provide ImageUri when creating a function with packageType Image.");
                }
                return uri;
            }
            default ->
                throw new Fault(
                                Fault.Kind.VALIDATION,
                                "1 validation error detected: Value '" + type + "' at 'packageType' failed to satisfy"
                                        + " constraint: Member must satisfy enum value set: [Zip, Image]")
                        .asException();
        }
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }

    private static @Nullable String said(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static Settings.@Nullable ImageConfig imageConfig(@Nullable ImageConfig config) {
        return config == null
                ? null
                : new Settings.ImageConfig(
                        config.hasEntryPoint() ? whole("imageConfig.entryPoint", config.entryPoint()) : null,
                        config.hasCommand() ? whole("imageConfig.command", config.command()) : null,
                        config.workingDirectory());
    }

    private static byte @Nullable [] bytes(@Nullable SdkBytes bytes) {
        return bytes == null ? null : bytes.asByteArrayUnsafe();
    }

    private static @Nullable Integer ephemeral(@Nullable EphemeralStorage storage) {
        if (storage != null && storage.size() == null) {
            throw isNull("ephemeralStorage.size");
        }
        return storage == null ? null : storage.size();
    }

    private static @Nullable Map<String, String> environment(@Nullable Environment environment) {
        if (environment == null) {
            return null;
        }
        return environment.hasVariables() ? whole("environment.variables", environment.variables()) : Map.of();
    }

    private static @Nullable List<String> architectures(boolean said, List<String> architectures) {
        return said ? whole("architectures", architectures) : null;
    }

    private static @Nullable String tracing(@Nullable TracingConfig tracing) {
        return tracing == null ? null : tracing.modeAsString();
    }

    private static @Nullable String deadLetter(@Nullable DeadLetterConfig deadLetter) {
        if (deadLetter == null) {
            return null;
        }
        return deadLetter.targetArn() == null ? "" : deadLetter.targetArn();
    }

    private static @Nullable VpcSettings vpc(@Nullable VpcConfig vpc) {
        return vpc == null
                ? null
                : new VpcSettings(
                        whole("vpcConfig.subnetIds", vpc.subnetIds()),
                        whole("vpcConfig.securityGroupIds", vpc.securityGroupIds()),
                        Boolean.TRUE.equals(vpc.ipv6AllowedForDualStack()));
    }

    private static Settings.@Nullable Logging logging(@Nullable LoggingConfig logging) {
        return logging == null
                ? null
                : new Settings.Logging(
                        logging.logFormatAsString(),
                        logging.applicationLogLevelAsString(),
                        logging.systemLogLevelAsString(),
                        logging.logGroup());
    }

    private static @Nullable List<String> layers(boolean said, List<String> layers) {
        return said ? whole("layers", layers) : null;
    }

    private static @Nullable String tenancy(@Nullable TenancyConfig tenancy) {
        if (tenancy != null && tenancy.tenantIsolationMode() == null) {
            throw isNull("tenancyConfig.tenantIsolationMode");
        }
        return tenancy == null ? null : tenancy.tenantIsolationModeAsString();
    }

    private static @Nullable String snapStart(@Nullable SnapStart snapStart) {
        return snapStart == null ? null : snapStart.applyOnAsString();
    }
}
