package dev.hearth.services.counting;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Throttled;
import java.util.Optional;

/**
 * The Counting Service: grants and takes back units of concurrency.
 *
 * <p>{@link #reserve} and {@link #release} never block and may be called from any thread. A function's ARN is
 * unqualified everywhere; counting does not ask whether it exists, and forgets it only when told.
 */
public interface Counting {

    /** A counting with nothing in use and nothing configured. */
    static Counting create(CountingLimits limits, Ports ports) {
        return new CountingRoom(limits, ports);
    }

    /**
     * Begins a holder's life, which ends when it leaves, when no heartbeat came for {@link
     * CountingLimits#holderLease()}, or when {@code name} enters again; what it still holds is then given back.
     *
     * @throws FaultException LIMIT_EXCEEDED when there are {@link CountingLimits#MAX_HOLDERS} holders
     */
    Holder enter(String name);

    /** As {@link #enter}, without heartbeats: for a holder that cannot outlive this counting, in its own process. */
    Holder enterResident(String name);

    /** A holder's heartbeat. False when it has ended. */
    boolean renew(Holder holder);

    /** Ends a holder and gives back what it still holds; without effect the second time. */
    void leave(Holder holder);

    /**
     * Asks for one unit for one invocation of {@code functionArn}: of the provisioned concurrency of {@code qualifier},
     * the version or alias that was invoked, if there is some free; else of the function's reserved or the account's
     * unreserved concurrency.
     */
    Reservation reserve(String functionArn, String qualifier, Holder holder);

    /**
     * Counts one invocation that runs already, because the counting before this one granted it: as an on-demand one,
     * past the limit if need be. It is given back like any other.
     */
    Reservation adopt(String functionArn, Holder holder);

    /** Gives a unit back. False, and without effect, when that happened before or the holder has ended. */
    boolean release(Granted granted);

    /**
     * The scaling rate, asked before a new on-demand environment is started. Empty: it may be, and it is counted; else
     * the refusal, which uses nothing up.
     */
    Optional<Throttled> throttleNewEnvironment(String functionArn);

    /**
     * Reserves concurrency for a function (PutFunctionConcurrency). What runs already counts against it; 0 stops the
     * function.
     *
     * @throws FaultException INVALID_PARAMETER with Lambda's message
     */
    void putFunctionConcurrency(String functionArn, int reserved);

    /** Gives a function's reserved concurrency back to the account (DeleteFunctionConcurrency). */
    void deleteFunctionConcurrency(String functionArn);

    /**
     * Sets provisioned concurrency aside (PutProvisionedConcurrencyConfig), at once and out of the function's reserved
     * or the account's unreserved concurrency. It serves invocations as far as {@link #provisionedAvailable} says; the
     * others spill over to on-demand concurrency.
     *
     * @throws FaultException INVALID_PARAMETER with Lambda's message
     */
    void putProvisionedConcurrency(String functionArn, String qualifier, int requested);

    /** Ends provisioned concurrency; its invocations in flight go on as on-demand ones. */
    void deleteProvisionedConcurrency(String functionArn, String qualifier);

    /** Tells how many provisioned environments are ready, idle or busy; without effect when none are configured. */
    void provisionedAvailable(String functionArn, String qualifier, int environments);

    /**
     * Drops everything configured for a function that was deleted. Its invocations in flight count on until they end.
     */
    void forget(String functionArn);

    /** All counts. Each is true at some moment of the call; together they may be of different moments. */
    CountingUsage usage();

    /** One function's counts; all zero when it is not known. */
    FunctionUsage usage(String functionArn);
}
