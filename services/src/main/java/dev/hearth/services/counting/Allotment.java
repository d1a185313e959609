package dev.hearth.services.counting;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is configured for one function.
 *
 * @param reserved its reserved concurrency, or {@link CountingDecisions#OF_ACCOUNT} when it has none
 * @param provisioned requested provisioned concurrency by version or alias
 */
record Allotment(int reserved, Map<String, Integer> provisioned) {

    static final Allotment NONE = new Allotment(CountingDecisions.OF_ACCOUNT, Map.of());

    Allotment {
        provisioned = Map.copyOf(provisioned);
    }

    boolean isReserved() {
        return reserved != CountingDecisions.OF_ACCOUNT;
    }

    OptionalInt reservedConcurrency() {
        return isReserved() ? OptionalInt.of(reserved) : OptionalInt.empty();
    }

    int provisionedTotal() {
        return provisioned.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Units that this takes out of the account's unreserved concurrency. */
    int committed() {
        return isReserved() ? reserved : provisionedTotal();
    }

    /** The limit of the function's on-demand word. */
    int onDemandLimit() {
        return isReserved() ? reserved - provisionedTotal() : CountingDecisions.OF_ACCOUNT;
    }

    Allotment withReserved(int units) {
        return new Allotment(units, provisioned);
    }

    Allotment withProvisioned(String qualifier, int units) {
        Map<String, Integer> next = new HashMap<>(provisioned);
        next.put(qualifier, units);
        return new Allotment(reserved, next);
    }

    Allotment withoutProvisioned(String qualifier) {
        Map<String, Integer> next = new HashMap<>(provisioned);
        next.remove(qualifier);
        return new Allotment(reserved, next);
    }
}
