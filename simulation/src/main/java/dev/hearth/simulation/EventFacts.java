package dev.hearth.simulation;

import dev.hearth.services.pollerfleet.DestinationMessage.Kind;
import java.util.EnumSet;
import java.util.Set;

/** One event that a client handed in, and what has become of it so far. */
final class EventFacts {

    private final String requestId;
    private final SimulatedFunction function;
    private final int lifeOfFunction;
    private long submittedNanos;
    private final Set<Kind> told = EnumSet.noneOf(Kind.class);
    private final Set<Kind> refused = EnumSet.noneOf(Kind.class);
    private int queue = -1;
    private boolean accepted;
    private boolean removed;
    private boolean stopped;
    private boolean refusedForGood;
    private int successes;
    private int errors;
    private long runningToken;

    EventFacts(String requestId, SimulatedFunction function, long nanos) {
        this.requestId = requestId;
        this.function = function;
        this.lifeOfFunction = function.lives();
        this.submittedNanos = nanos;
    }

    String requestId() {
        return requestId;
    }

    SimulatedFunction function() {
        return function;
    }

    /** Whether its function was deleted meanwhile, so that nobody is told of it. */
    boolean orphan() {
        return function.deleted() || function.lives() != lifeOfFunction;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    /** A process takes it from its client, who had to wait for that. */
    void taken(long nanos) {
        submittedNanos = nanos;
    }

    boolean committed() {
        return queue >= 0;
    }

    int queue() {
        return queue;
    }

    void commit(int inQueue) {
        queue = inQueue;
    }

    boolean accepted() {
        return accepted;
    }

    void accept() {
        accepted = true;
    }

    boolean removed() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    /** It was found that its function may not run at all. */
    void stop() {
        stopped = true;
    }

    /** It was refused in a way that no other try mends. */
    void refuseForGood() {
        refusedForGood = true;
    }

    void succeed() {
        successes++;
    }

    void fail() {
        errors++;
    }

    /** The token under which its function is invoked now, 0 for none. */
    long runningToken() {
        return runningToken;
    }

    void running(long token) {
        runningToken = token;
    }

    void tell(Kind kind) {
        told.add(kind);
    }

    void refuse(Kind kind) {
        refused.add(kind);
    }

    boolean succeeded() {
        return successes > 0;
    }

    /** Whether there is a reason to give it up, at an age of at least {@code ageNanos}. */
    boolean failed(long ageNanos) {
        return stopped
                || refusedForGood
                || errors > function.rules().maximumRetries()
                || ageNanos >= function.rules().maximumAge().toNanos();
    }

    /** Whether it may be forgotten: it ended in one way or the other, and everybody was told who was to be. */
    boolean over(long ageNanos) {
        boolean told = orphan()
                || isOver(Kind.FAILURE, function.rules().onFailure())
                        && isOver(Kind.DEAD_LETTER, function.rules().deadLetter());
        return succeeded() && (orphan() || isOver(Kind.SUCCESS, function.rules().onSuccess()))
                || failed(ageNanos) && told;
    }

    private boolean isOver(Kind kind, String target) {
        return target.isEmpty() || told.contains(kind) || refused.contains(kind);
    }

    @Override
    public String toString() {
        return requestId + " of " + function + " in queue " + queue + (accepted ? ", accepted" : "") + ", " + successes
                + " successes, " + errors + " errors, told " + told + (refused.isEmpty() ? "" : ", refused " + refused)
                + (stopped ? ", stopped" : "") + (refusedForGood ? ", refused for good" : "")
                + (removed ? ", removed" : "");
    }
}
