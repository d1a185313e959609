package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.assignment.ProvisionedStatus;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency that is configured for functions: checked and applied by counting, kept in its store; provisioned
 * environments are kept by assignment.
 *
 * <p>A {@code function} parameter is what {@link Registry} takes. Every method throws {@link FaultException}: what the
 * registry throws when it looks the function up, and INVALID_PARAMETER with Lambda's message for what cannot be.
 * Changes block until they are committed.
 */
public interface Concurrency {

    /**
     * The configuration in {@code store}, applied to counting and assignment; what is configured for functions that are
     * no more is forgotten.
     */
    static Concurrency create(
            Registry registry, Counting counting, Assignment assignment, ConcurrencyStore store, Ports ports) {
        return create(registry, counting, assignment, store, _ -> {}, ports);
    }

    /**
     * The same.
     *
     * @param limited told of a function, by its ARN, whose concurrency was limited, before the caller is
     */
    static Concurrency create(
            Registry registry,
            Counting counting,
            Assignment assignment,
            ConcurrencyStore store,
            Consumer<String> limited,
            Ports ports) {
        FunctionConcurrency concurrency =
                new FunctionConcurrency(registry, counting, assignment, store, limited, ports);
        concurrency.load();
        return concurrency;
    }

    /** The detail of the fault that says that there is no such configuration, which has a code of its own. */
    String NO_PROVISIONED_CONFIG = "ProvisionedConcurrencyConfigNotFound";

    /** Provisioned concurrencies of one page of a list (botocore: {@code MaxProvisionedConcurrencyConfigListItems}). */
    int PROVISIONED_PAGE = 50;

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

    /** A function's reserved concurrency; {@code action} is what the caller wants, as {@code lambda:GetFunction}. */
    OptionalInt reserved(String action, String function);

    /** Ends a function's reserved concurrency (DeleteFunctionConcurrency); without effect when it has none. */
    void deleteReserved(String function);

    /**
     * The provisioned concurrency of one version or alias.
     *
     * @param functionArn qualified ARN
     * @param status how far it is
     * @param lastModified when it was last put
     */
    record Provisioned(String functionArn, ProvisionedStatus status, Instant lastModified) {}

    /**
     * Some provisioned concurrencies, in order of qualifier.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record Page(List<Provisioned> items, @Nullable String nextMarker) {}

    /**
     * Keeps environments started ahead for a version or alias (PutProvisionedConcurrencyConfig).
     *
     * @throws FaultException also CONFLICT while that version is not active
     */
    Provisioned putProvisioned(String function, @Nullable String qualifier, @Nullable Integer environments);

    /**
     * The provisioned concurrency of one version or alias (GetProvisionedConcurrencyConfig).
     *
     * @throws FaultException also NOT_FOUND, with the detail {@link #NO_PROVISIONED_CONFIG}
     */
    Provisioned provisioned(String function, @Nullable String qualifier);

    /** All provisioned concurrency of a function; {@code maxItems} 1 to {@link #PROVISIONED_PAGE}. */
    Page listProvisioned(String function, @Nullable String marker, @Nullable Integer maxItems);

    /** Ends the provisioned concurrency of a version or alias; without effect when it has none. */
    void deleteProvisioned(String function, @Nullable String qualifier);

    /** An alias of a function points elsewhere, or a version or alias is no more; by the function's unqualified ARN. */
    void repointed(String functionArn);

    /** Forgets everything configured for a function that was deleted; by its unqualified ARN. */
    void forget(String functionArn);
}
