package dev.hearth.services.frontend;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.queuemanager.Event;
import dev.hearth.services.queuemanager.QueueManager;
import dev.hearth.services.registry.FunctionVersion;
import dev.hearth.services.registry.VersionSnapshots;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.SnapshotResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the frontend decides about an invocation before it has an environment: pure functions. */
final class FrontendDecisions {

    /** Largest event of a synchronous invocation, bytes. */
    static final int PAYLOAD_BYTES = 6 * 1024 * 1024;

    /** Largest {@code X-Amz-Client-Context}, bytes in base64 (source: API reference of Invoke). */
    static final int CLIENT_CONTEXT_BYTES = 3583;

    /** What stands in front of a function's name in an ARN. */
    private static final String WORD = "function:";

    private static final int ACCOUNT_DIGITS = 12;
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    /** Longest tenant id, characters (botocore: {@code TenantId}). */
    static final int TENANT_ID_LENGTH = 256;

    private static final Pattern TENANT_ID = Pattern.compile("[a-zA-Z0-9\\._:\\/=+\\-@ ]+");

    private FrontendDecisions() {}

    /** Throws the fault that keeps {@code command} from running. */
    static void admit(InvokeCommand command, FunctionVersion version) {
        if (command.type() == InvokeCommand.Type.EVENT) {
            admitEvent(command.payload().remaining());
        }
        if (command.payload().remaining() > PAYLOAD_BYTES) {
            throw new Fault(
                            Fault.Kind.REQUEST_TOO_LARGE,
                            "Request must be smaller than " + PAYLOAD_BYTES + " bytes for the InvokeFunction operation")
                    .asException();
        }
        String context = command.clientContext();
        if (context != null && context.length() > CLIENT_CONTEXT_BYTES) {
            throw badContext();
        }
        admitTenant(command.tenantId(), version.tenantIsolation());
    }

    private static void admitEvent(int bytes) {
        if (bytes > QueueManager.EVENT_BYTES) {
            throw new Fault(
                            Fault.Kind.REQUEST_TOO_LARGE,
                            bytes + " byte payload is too large for the Event invocation type (limit "
                                    + QueueManager.EVENT_BYTES + " bytes)")
                    .asException();
        }
    }

    private static void admitTenant(@Nullable String tenantId, boolean isolated) {
        if (isolated && tenantId == null) {
            throw refused("Add a valid tenant ID in your request. The invoked function is enabled with tenancy"
                    + " configuration.");
        }
        if (!isolated && tenantId != null) {
            throw refused("Remove the tenant ID from your request. The invoked function is not enabled with tenancy"
                    + " configuration.");
        }
        if (tenantId != null
                && (tenantId.length() > TENANT_ID_LENGTH
                        || !TENANT_ID.matcher(tenantId).matches())) {
            throw new Fault(
                            Fault.Kind.VALIDATION,
                            "1 validation error detected: Value at 'tenantId' failed to satisfy constraint: Member must"
                                    + " satisfy regular expression pattern: " + TENANT_ID)
                    .asException();
        }
    }

    private static RuntimeException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }

    static Invocation invocation(InvokeCommand command, FunctionVersion version) {
        return invocation(command, version.functionArn());
    }

    static Invocation invocation(InvokeCommand command, String functionArn) {
        return new Invocation(
                command.requestId(),
                event(command.payload()),
                invokedArn(functionArn, command.function(), command.qualifier()),
                clientContext(command.clientContext()),
                command.traceHeader(),
                command.tail(),
                command.sink(),
                command.tenantId(),
                command.times());
    }

    /** What the queues keep of an asynchronous invocation. */
    static Event event(InvokeCommand command, FunctionVersion version, Instant now) {
        clientContext(command.clientContext());
        return new Event(
                command.requestId(),
                version.name(),
                qualifier(command.function(), command.qualifier()),
                event(command.payload()),
                now,
                command.clientContext(),
                command.traceHeader(),
                command.tenantId());
    }

    /** Why an event was not accepted. */
    static Fault notAccepted(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof FaultException refusal ? refusal.fault() : internal();
    }

    /** The event for the function; a caller that sends none means the empty object, as Lambda takes it. */
    private static ByteBuffer event(ByteBuffer payload) {
        return payload.hasRemaining() ? payload : ByteBuffer.wrap(EMPTY_OBJECT).asReadOnlyBuffer();
    }

    /** The function's ARN, qualified as the caller qualified it. */
    static String invokedArn(String functionArn, String function, @Nullable String qualifier) {
        String named = qualifier(function, qualifier);
        return named.isEmpty() ? functionArn : functionArn + ":" + named;
    }

    /** The version or alias that the caller named; empty for none. */
    static String qualifier(String function, @Nullable String qualifier) {
        return qualifier == null ? qualifierOf(function) : qualifier;
    }

    /** What stands behind the name in {@code name:qualifier}, a partial ARN or a full one; empty for nothing. */
    private static String qualifierOf(String function) {
        int name = nameAt(function);
        int qualifier = function.indexOf(':', name) + 1;
        if (qualifier == 0) {
            return "";
        }
        int end = function.indexOf(':', qualifier);
        return function.substring(qualifier, end < 0 ? function.length() : end);
    }

    private static int nameAt(String function) {
        if (function.startsWith(WORD)) {
            return WORD.length();
        }
        int word = function.indexOf(":" + WORD);
        if (word >= 0) {
            return word + 1 + WORD.length();
        }
        int account = function.indexOf(':');
        return account == ACCOUNT_DIGITS && function.chars().limit(account).allMatch(Character::isDigit)
                ? account + 1
                : 0;
    }

    private static @Nullable String clientContext(@Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw badContext();
        }
    }

    private static RuntimeException badContext() {
        return new Fault(
                        Fault.Kind.INVALID_REQUEST_CONTENT,
                        "Client context must be a valid Base64-encoded JSON object.")
                .asException();
    }

    static RuntimeException recursive() {
        return new Fault(
                        Fault.Kind.RECURSIVE_INVOCATION,
                        "Lambda has detected your function being invoked in a recursive loop with other AWS resources"
                                + " and stopped your function's invocation.")
                .asException();
    }

    static Fault undeliverable() {
        return new Fault(Fault.Kind.UNAVAILABLE, "No execution environment took the invocation.");
    }

    /** A system error, as Lambda has them: an event is tried again until it is too old, whatever its retries. */
    static Fault lost() {
        return new Fault(Fault.Kind.INTERNAL, "The host on which the function ran was lost.");
    }

    static Fault stopping() {
        return new Fault(Fault.Kind.UNAVAILABLE, "Hearth is stopping.");
    }

    static Fault internal() {
        return new Fault(Fault.Kind.INTERNAL, "An internal error occurred.");
    }

    /** Whose provisioned environments are to serve; empty for none. */
    static String provisionedFor(Reservation.Kind kind, String qualifier) {
        return switch (kind) {
            case PROVISIONED -> qualifier;
            case ON_DEMAND -> "";
        };
    }

    static EnvironmentSpec spec(FunctionVersion version, @Nullable String tenantId) {
        return new EnvironmentSpec(
                version.functionArn(),
                version.name(),
                version.version(),
                version.revision(),
                version.runtime(),
                version.handler(),
                version.timeout(),
                version.memoryMb(),
                version.ephemeralStorageMb(),
                version.environment(),
                version.codeDigest(),
                version.logGroup(),
                version.layerDigests(),
                new EnvironmentSpec.LogControls(
                        version.logging().format(),
                        version.logging().applicationLevel(),
                        version.logging().systemLevel()),
                tenantId == null ? "" : tenantId,
                snapStart(version)
                        ? EnvironmentSpec.Initialization.SNAP_START
                        : EnvironmentSpec.Initialization.ON_DEMAND,
                version.image(),
                version.securityGroups(),
                version.role());
    }

    /** What the registry hears of a snapshot. */
    static VersionSnapshots.Outcome outcome(SnapshotResult result) {
        return switch (result) {
            case SnapshotResult.Taken _ -> new VersionSnapshots.Outcome.Taken();
            case SnapshotResult.NotTaken(String why) -> new VersionSnapshots.Outcome.NotTaken(why);
            case SnapshotResult.InitFailed(String reason, String code) ->
                new VersionSnapshots.Outcome.InitFailed(reason, code);
        };
    }

    /** Only what never changes again has snapshots. */
    private static boolean snapStart(FunctionVersion version) {
        return version.snapStart() && !version.version().equals("$LATEST");
    }
}
