package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;

/** Settings for tests. */
final class SettingsTable {

    private SettingsTable() {}

    static Settings python(String runtime) {
        Settings settings = with(Settings.NOTHING, "runtime", runtime);
        settings = with(settings, "handler", "app.handler");
        return with(settings, "role", "arn:aws:iam::000000000000:role/any");
    }

    /** {@code s} with one member set by its name. */
    @SuppressWarnings("unchecked")
    static Settings with(Settings s, String member, Object value) {
        return new Settings(
                member.equals("description") ? (String) value : s.description(),
                member.equals("runtime") ? (String) value : s.runtime(),
                member.equals("handler") ? (String) value : s.handler(),
                member.equals("role") ? (String) value : s.role(),
                member.equals("timeout") ? (Integer) value : s.timeoutSeconds(),
                member.equals("memory") ? (Integer) value : s.memoryMb(),
                member.equals("ephemeral") ? (Integer) value : s.ephemeralStorageMb(),
                member.equals("environment") ? (Map<String, String>) value : s.environment(),
                member.equals("architectures") ? (List<String>) value : s.architectures(),
                member.equals("tracing") ? (String) value : s.tracingMode(),
                member.equals("deadLetter") ? (String) value : s.deadLetterTarget(),
                member.equals("kms") ? (String) value : s.kmsKeyArn(),
                member.equals("vpc") ? (VpcSettings) value : s.vpc(),
                member.equals("logging") ? (Settings.Logging) value : s.logging(),
                member.equals("snapStart") ? (String) value : s.snapStart(),
                member.equals("layers") ? (List<String>) value : s.layers(),
                member.equals("tenantIsolation") ? (String) value : s.tenantIsolation());
    }
}
