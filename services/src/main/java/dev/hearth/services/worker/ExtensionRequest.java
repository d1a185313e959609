package dev.hearth.services.worker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an extension asks of the Extensions API (2020-01-01) or the Telemetry API (2022-07-01). */
sealed interface ExtensionRequest {

    /**
     * It makes itself known.
     *
     * @param name {@code Lambda-Extension-Name}; the file's name of an external one; empty when it sent none
     * @param accountId whether it wants to be told the account
     * @param events what it wants to hear of; null when its body makes no sense
     * @param newId the identifier that it will have
     */
    record Register(
            String name, boolean accountId, @Nullable Set<String> events, String newId) implements ExtensionRequest {}

    /** It waits for an event. */
    record Next(String id) implements ExtensionRequest {}

    /** Its init failed, or it is about to exit because of an error. */
    record Failed(String id, boolean init, String errorType) implements ExtensionRequest {}

    /**
     * It wants telemetry.
     *
     * @param subscription what it wants; null when its body makes no sense
     */
    record Subscribe(String id, @Nullable TelemetrySubscription subscription) implements ExtensionRequest {}
}
