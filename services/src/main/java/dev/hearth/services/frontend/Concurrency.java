package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.registry.Registry;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency that is configured for functions: checked and applied by counting, kept in its store.
 *
 * <p>A {@code function} parameter is what {@link Registry} takes. Every method throws {@link FaultException}: what the
 * registry throws when it looks the function up, and INVALID_PARAMETER with Lambda's message for what cannot be.
 * Changes block until they are committed.
 */
public interface Concurrency {

    /**
     * The configuration in {@code store}, applied to {@code counting}; what is configured for functions that are no
     * more is forgotten.
     */
    static Concurrency create(Registry registry, Counting counting, ConcurrencyStore store) {
        FunctionConcurrency concurrency = new FunctionConcurrency(registry, counting, store);
        concurrency.load();
        return concurrency;
    }

    /**
     * The account's concurrency, units.
     *
     * @param limit all of it
     * @param unreserved the part that no function has reserved or provisioned
     */
    record Account(int limit, int unreserved) {}

    /** The account's concurrency now. */
    Account account();

    /** Reserves {@code units} for a function and answers them (PutFunctionConcurrency); 0 stops the function. */
    int putReserved(String function, @Nullable Integer units);

    /**
     * A function's reserved concurrency; {@code action} is what the caller wants, for example {@code
     * lambda:GetFunction}.
     */
    OptionalInt reserved(String action, String function);

    /** Ends a function's reserved concurrency (DeleteFunctionConcurrency); without effect when it has none. */
    void deleteReserved(String function);

    /** Forgets everything configured for a function that was deleted; by its unqualified ARN. */
    void forget(String functionArn);
}
