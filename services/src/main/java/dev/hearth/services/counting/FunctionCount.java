package dev.hearth.services.counting;

import static dev.hearth.services.counting.CountingDecisions.OF_ACCOUNT;
import static dev.hearth.services.counting.CountingDecisions.REFUSED;

import dev.hearth.services.counting.CountingDecisions.Source;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one function: its on-demand word, the words of its provisioned concurrency, its rates. Changes of
 * configuration come one at a time; taking and giving come from any thread meanwhile.
 *
 * <p>While the on-demand word is ACCOUNT, each of its units is in the account's word as well. Whoever adds one adds it
 * there first; whoever removes one looks, in the same swap, whether it is there. So a swap to OWN takes exactly the
 * right number out, and a race shows a unit too much for a moment, never one too few.
 */
final class FunctionCount {

    private final String functionArn;
    private final Slots account;
    private final Slots onDemand = new Slots(OF_ACCOUNT);
    private final Bucket environments;
    private final Bucket requests;
    private final Throttles throttles = new Throttles();
    private volatile Map<String, Slots> provisioned = Map.of();
    private volatile Allotment allotment = Allotment.NONE;

    FunctionCount(String functionArn, Slots account, long now) {
        this.functionArn = functionArn;
        this.account = account;
        this.environments = new Bucket(now);
        this.requests = new Bucket(now);
    }

    String functionArn() {
        return functionArn;
    }

    Allotment allotment() {
        return allotment;
    }

    Throttles throttles() {
        return throttles;
    }

    Bucket environments() {
        return environments;
    }

    Bucket requests() {
        return requests;
    }

    Source source() {
        return CountingDecisions.source(onDemand.word());
    }

    /** Units that this function may use at once, as far as it alone is asked. */
    int units() {
        Allotment now = allotment;
        return now.isReserved() ? now.reserved() : account.limit() + now.provisionedTotal();
    }

    /** The provisioned word that a unit was taken from, or null. */
    @Nullable
    Slots takeProvisioned(String qualifier) {
        Map<String, Slots> words = provisioned;
        if (words.isEmpty()) {
            return null;
        }
        Slots slots = words.get(qualifier);
        return slots != null && slots.take() ? slots : null;
    }

    /** Takes an on-demand unit; null when it did, else why not. */
    @Nullable
    ThrottleReason takeOnDemand() {
        while (true) {
            long seen = onDemand.word();
            Source source = CountingDecisions.source(seen);
            boolean ofAccount = source == Source.ACCOUNT;
            long next = CountingDecisions.take(seen);
            if (next == REFUSED || ofAccount && !account.take()) {
                return CountingDecisions.concurrencyReason(source);
            }
            if (onDemand.swap(seen, next)) {
                return null;
            }
            if (ofAccount) {
                account.give(1);
            }
        }
    }

    void giveOnDemand(int count) {
        while (true) {
            long seen = onDemand.word();
            if (onDemand.swap(seen, CountingDecisions.give(seen, count))) {
                if (CountingDecisions.source(seen) == Source.ACCOUNT) {
                    account.give(count);
                }
                return;
            }
        }
    }

    void giveProvisioned(Slots slots) {
        while (true) {
            long seen = slots.word();
            if (seen == CountingDecisions.CLOSED) {
                giveOnDemand(1);
                return;
            }
            if (slots.swap(seen, CountingDecisions.give(seen, 1))) {
                return;
            }
        }
    }

    /**
     * Makes {@code next} what is configured. What provisioned concurrency has in use moves before the on-demand limit
     * rises, so that nobody takes the units twice.
     */
    void configure(Allotment next) {
        allotment = next;
        Map<String, Slots> before = provisioned;
        Map<String, Slots> after = new HashMap<>();
        next.provisioned().forEach((qualifier, requested) -> {
            Slots slots = before.getOrDefault(qualifier, new Slots(0));
            slots.limitTo(Math.min(slots.limit(), requested));
            after.put(qualifier, slots);
        });
        provisioned = Map.copyOf(after);
        before.forEach((qualifier, slots) -> {
            if (!after.containsKey(qualifier)) {
                close(slots);
            }
        });
        limitOnDemand(next.onDemandLimit());
    }

    void available(String qualifier, int environmentsReady) {
        Slots slots = provisioned.get(qualifier);
        Integer requested = allotment.provisioned().get(qualifier);
        if (slots != null && requested != null) {
            slots.limitTo(Math.clamp(environmentsReady, 0, requested));
        }
    }

    FunctionUsage usage() {
        Map<String, FunctionUsage.Provisioned> usage = new HashMap<>();
        Map<String, Integer> requested = allotment.provisioned();
        provisioned.forEach((qualifier, slots) -> {
            long word = slots.word();
            usage.put(
                    qualifier,
                    new FunctionUsage.Provisioned(
                            requested.getOrDefault(qualifier, 0),
                            Math.max(0, CountingDecisions.limit(word)),
                            CountingDecisions.inUse(word)));
        });
        return new FunctionUsage(
                functionArn, allotment.reservedConcurrency(), onDemand.inUse(), usage, throttles.counts());
    }

    /** Units in use that are not in the account's word. */
    int inUseBesideAccount() {
        long word = onDemand.word();
        int own = CountingDecisions.source(word) == Source.ACCOUNT ? 0 : CountingDecisions.inUse(word);
        return own + provisioned.values().stream().mapToInt(Slots::inUse).sum();
    }

    private void limitOnDemand(int limit) {
        while (true) {
            long seen = onDemand.word();
            int moving = CountingDecisions.inUse(seen);
            boolean from = CountingDecisions.source(seen) == Source.ACCOUNT;
            boolean to = limit == OF_ACCOUNT;
            if (!from && to) {
                account.put(moving);
            }
            boolean done = onDemand.swap(seen, CountingDecisions.relimit(seen, limit));
            if (done ? from && !to : !from && to) {
                account.give(moving);
            }
            if (done) {
                return;
            }
        }
    }

    /** Moves what a provisioned word has in use to the on-demand word, and closes it. */
    private void close(Slots slots) {
        while (true) {
            long seen = slots.word();
            int moving = CountingDecisions.inUse(seen);
            putOnDemand(moving);
            if (slots.swap(seen, CountingDecisions.CLOSED)) {
                return;
            }
            giveOnDemand(moving);
        }
    }

    /**
     * Counts what runs already. Only a change of configuration makes the word another's, and those come one at a time:
     * the source cannot change here.
     */
    void putOnDemand(int count) {
        if (source() == Source.ACCOUNT) {
            account.put(count);
        }
        onDemand.put(count);
    }
}
