package dev.hearth.services.assignment;

/**
 * How far the environments of one version's or alias's provisioned concurrency are.
 *
 * @param requested environments asked for
 * @param available environments ready, idle or busy
 * @param state in Lambda's words
 * @param reason why it failed, else empty
 */
public record ProvisionedStatus(int requested, int available, State state, String reason) {

    /** The states of the API model's {@code ProvisionedConcurrencyStatusEnum}. */
    public enum State {
        IN_PROGRESS,
        READY,
        FAILED
    }
}
