package dev.hearth.storage;

import dev.hearth.core.FunctionImage;
import dev.hearth.services.registry.Configuration;
import dev.hearth.services.registry.LayerUse;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.registry.StoredCode;
import dev.hearth.services.registry.VpcSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Configuration} as the JSON document of its row. A member that an older program did not write gets its
 * default.
 */
final class ConfigurationDocument {

    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final int DEFAULT_MEMORY_MB = 128;
    private static final int DEFAULT_EPHEMERAL_MB = 512;

    private ConfigurationDocument() {}

    static String write(Configuration configuration) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("description", configuration.description());
        document.put("runtime", configuration.runtime());
        document.put("handler", configuration.handler());
        document.put("role", configuration.role());
        document.put("timeoutSeconds", configuration.timeoutSeconds());
        document.put("memoryMb", configuration.memoryMb());
        document.put("ephemeralStorageMb", configuration.ephemeralStorageMb());
        document.put("environment", configuration.environment());
        document.put("architecture", configuration.architecture());
        document.put("tracingMode", configuration.tracingMode());
        document.put("deadLetterTarget", configuration.deadLetterTarget());
        document.put("kmsKeyArn", configuration.kmsKeyArn());
        document.put("vpc", vpc(configuration.vpc()));
        document.put("logging", logging(configuration.logging()));
        document.put("snapStart", configuration.snapStart());
        document.put(
                "layers",
                configuration.layers().stream()
                        .map(ConfigurationDocument::layer)
                        .toList());
        document.put("tenantIsolation", configuration.tenantIsolation());
        configuration.image().ifPresent(image -> document.put("image", image(image)));
        return JsonDocument.write(document);
    }

    static Configuration read(String json) {
        Map<String, Object> document = JsonDocument.read(json);
        return new Configuration(
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "runtime", ""),
                JsonDocument.text(document, "handler", ""),
                JsonDocument.text(document, "role", ""),
                JsonDocument.number(document, "timeoutSeconds", DEFAULT_TIMEOUT_SECONDS),
                JsonDocument.number(document, "memoryMb", DEFAULT_MEMORY_MB),
                JsonDocument.number(document, "ephemeralStorageMb", DEFAULT_EPHEMERAL_MB),
                JsonDocument.strings(JsonDocument.object(document, "environment")),
                JsonDocument.text(document, "architecture", "x86_64"),
                JsonDocument.text(document, "tracingMode", "PassThrough"),
                JsonDocument.text(document, "deadLetterTarget", ""),
                JsonDocument.text(document, "kmsKeyArn", ""),
                vpc(JsonDocument.object(document, "vpc")),
                logging(JsonDocument.object(document, "logging")),
                JsonDocument.text(document, "snapStart", "None"),
                JsonDocument.objects(document, "layers").stream()
                        .map(ConfigurationDocument::layer)
                        .toList(),
                JsonDocument.text(document, "tenantIsolation", ""),
                document.containsKey("image")
                        ? Optional.of(image(JsonDocument.object(document, "image")))
                        : Optional.empty());
    }

    private static Map<String, Object> image(FunctionImage image) {
        return Map.of(
                "uri", image.uri(),
                "resolvedUri", image.resolvedUri(),
                "entryPoint", image.entryPoint(),
                "command", image.command(),
                "workingDirectory", image.workingDirectory());
    }

    private static FunctionImage image(Map<String, Object> document) {
        return new FunctionImage(
                JsonDocument.text(document, "uri", ""),
                JsonDocument.text(document, "resolvedUri", ""),
                JsonDocument.list(document, "entryPoint"),
                JsonDocument.list(document, "command"),
                JsonDocument.text(document, "workingDirectory", ""));
    }

    private static Map<String, Object> vpc(VpcSettings vpc) {
        return Map.of(
                "subnetIds", vpc.subnetIds(),
                "securityGroupIds", vpc.securityGroupIds(),
                "ipv6AllowedForDualStack", vpc.ipv6AllowedForDualStack());
    }

    private static VpcSettings vpc(Map<String, Object> document) {
        return new VpcSettings(
                JsonDocument.list(document, "subnetIds"),
                JsonDocument.list(document, "securityGroupIds"),
                Boolean.TRUE.equals(document.get("ipv6AllowedForDualStack")));
    }

    private static Map<String, Object> logging(LoggingSettings logging) {
        return Map.of(
                "format", logging.format(),
                "applicationLevel", logging.applicationLevel(),
                "systemLevel", logging.systemLevel(),
                "group", logging.group());
    }

    private static LoggingSettings logging(Map<String, Object> document) {
        return new LoggingSettings(
                JsonDocument.text(document, "format", "Text"),
                JsonDocument.text(document, "applicationLevel", ""),
                JsonDocument.text(document, "systemLevel", ""),
                JsonDocument.text(document, "group", ""));
    }

    private static Map<String, Object> layer(LayerUse layer) {
        return Map.of("arn", layer.arn(), "code", code(layer.code()));
    }

    private static LayerUse layer(Map<String, Object> document) {
        return new LayerUse(JsonDocument.text(document, "arn", ""), code(JsonDocument.object(document, "code")));
    }

    static Map<String, Object> code(StoredCode code) {
        return Map.of(
                "digest", code.digest(),
                "size", Math.toIntExact(code.size()),
                "unzippedSize", Math.toIntExact(code.unzippedSize()));
    }

    static StoredCode code(Map<String, Object> document) {
        return new StoredCode(
                JsonDocument.text(document, "digest", ""),
                JsonDocument.number(document, "size", 0),
                JsonDocument.number(document, "unzippedSize", 0));
    }
}
