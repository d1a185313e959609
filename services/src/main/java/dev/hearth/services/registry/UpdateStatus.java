package dev.hearth.services.registry;

/**
 * How the newest update of a function went, as Lambda's {@code LastUpdateStatus} tells it.
 *
 * <pre>
 * from                 on                                 to
 * -                    CreateFunction                     Successful
 * Successful, Failed   an update is committed             InProgress
 * InProgress           its code is ready on this host     Successful
 * InProgress           its code cannot be unpacked        Failed
 * </pre>
 */
public sealed interface UpdateStatus {

    /** Nothing is under way. */
    record Successful() implements UpdateStatus {}

    /** Being applied; another update is refused until it ended. */
    record InProgress() implements UpdateStatus {}

    /** Not applied; {@code code} is one of Lambda's {@code LastUpdateStatusReasonCode}. */
    record Failed(String reason, String code) implements UpdateStatus {}
}
