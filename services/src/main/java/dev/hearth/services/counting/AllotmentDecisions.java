package dev.hearth.services.counting;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;

/**
 * The decisions of configuration: pure functions from what is configured to what will be, or a refusal in Lambda's
 * words.
 *
 * <pre>
 * reserved | event            | allowed when                                     | units out of the unreserved
 * ---------+------------------+--------------------------------------------------+----------------------------
 * none     | reserve r        | r &gt;= provisioned, unreserved stays &gt;= minimum    | provisioned -&gt; r
 * r        | reserve r'       | r' &gt;= provisioned, unreserved stays &gt;= minimum   | r -&gt; r'
 * r        | unreserve        | always                                           | r -&gt; provisioned
 * none     | provision q: p   | unreserved stays &gt;= minimum                      | grow by p - (q's before)
 * r        | provision q: p   | all provisioned together &lt;= r                    | unchanged
 * any      | unprovision q    | always                                           | none: shrink by q's; r: unchanged
 * </pre>
 *
 * "Stays above the minimum" is asked only of a change that takes units out.
 */
final class AllotmentDecisions {

    private static final String UNPUBLISHED = "$LATEST";

    private AllotmentDecisions() {}

    /**
     * PutFunctionConcurrency.
     *
     * @param unreserved the account's unreserved concurrency now
     * @param minimum what must remain of it
     */
    static Allotment reserve(int unreserved, int minimum, Allotment before, int reserved) {
        if (reserved < 0) {
            throw refused("ReservedConcurrentExecutions must be at least 0.");
        }
        int provisioned = before.provisionedTotal();
        if (reserved < provisioned) {
            throw refused("ReservedConcurrentExecutions " + reserved
                    + " should not be lower than function's total provisioned concurrency [" + provisioned + "].");
        }
        Allotment next = before.withReserved(reserved);
        requireMinimum("ReservedConcurrentExecutions", unreserved, minimum, before, next);
        return next;
    }

    /** DeleteFunctionConcurrency. */
    static Allotment unreserve(Allotment before) {
        return before.withReserved(CountingDecisions.OF_ACCOUNT);
    }

    /** PutProvisionedConcurrencyConfig; {@code unreserved} and {@code minimum} as in {@link #reserve}. */
    static Allotment provision(int unreserved, int minimum, Allotment before, String qualifier, int requested) {
        if (requested < 1) {
            throw refused("ProvisionedConcurrentExecutions must be at least 1.");
        }
        if (qualifier.equals(UNPUBLISHED)) {
            throw refused("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        }
        if (requested > CountingLimits.MAX_CONCURRENT_EXECUTIONS) {
            throw belowMinimum("ConcurrentExecutions", minimum);
        }
        Allotment next = before.withProvisioned(qualifier, requested);
        if (next.isReserved() && next.provisionedTotal() > next.reserved()) {
            throw refused("Requested Provisioned Concurrency should not be greater than the"
                    + " reservedConcurrentExecution for function");
        }
        requireMinimum("ConcurrentExecutions", unreserved, minimum, before, next);
        return next;
    }

    private static void requireMinimum(String what, int unreserved, int minimum, Allotment before, Allotment next) {
        int growth = next.committed() - before.committed();
        if (growth > 0 && unreserved - growth < minimum) {
            throw belowMinimum(what, minimum);
        }
    }

    private static FaultException belowMinimum(String what, int minimum) {
        return refused("Specified " + what
                + " for function decreases account's UnreservedConcurrentExecution below its minimum value of ["
                + minimum + "].");
    }

    private static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
