package dev.hearth.storage;

import dev.hearth.services.registry.Configuration;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.registry.VpcSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link Configuration} as the JSON document of its row. A member that an older program did not write gets its default. */
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
        return JsonDocument.write(document);
    }

    static Configuration read(String json) {
        Map<String, Object> document = JsonDocument.read(json);
        return new Configuration(
                text(document, "description", ""),
                text(document, "runtime", ""),
                text(document, "handler", ""),
                text(document, "role", ""),
                number(document, "timeoutSeconds", DEFAULT_TIMEOUT_SECONDS),
                number(document, "memoryMb", DEFAULT_MEMORY_MB),
                number(document, "ephemeralStorageMb", DEFAULT_EPHEMERAL_MB),
                JsonDocument.strings(JsonDocument.object(document, "environment")),
                text(document, "architecture", "x86_64"),
                text(document, "tracingMode", "PassThrough"),
                text(document, "deadLetterTarget", ""),
                text(document, "kmsKeyArn", ""),
                vpc(JsonDocument.object(document, "vpc")),
                logging(JsonDocument.object(document, "logging")),
                text(document, "snapStart", "None"));
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
                text(document, "format", "Text"),
                text(document, "applicationLevel", ""),
                text(document, "systemLevel", ""),
                text(document, "group", ""));
    }

    private static String text(Map<String, Object> document, String name, String absent) {
        return document.get(name) instanceof String text ? text : absent;
    }

    private static int number(Map<String, Object> document, String name, int absent) {
        return document.get(name) instanceof Integer number ? number : absent;
    }
}
