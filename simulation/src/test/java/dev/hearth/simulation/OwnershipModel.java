package dev.hearth.simulation;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ownership of functions, small and exact: members that take leases by the real leasing room, a worker that runs
 * what an owner grants, and messages between them that arrive at any later moment, or never.
 *
 * <p>A member that has taken a function's lease announces its token to the worker, which from then on refuses lower
 * ones and reports what runs. Only then does the member grant, and never more than one unit at a time for a function.
 * What must hold: a function has one member that believes it owns it; the worker's tokens only grow; no more runs than
 * one owner after the other could have granted.
 */
final class OwnershipModel {

    /** Members: processes that want to own. */
    static final int MEMBERS = 3;

    /** Functions to be owned. */
    static final int FUNCTIONS = 2;

    /** Units that may run at once for a function. */
    private static final int LIMIT = 1;

    /** Messages on their way at most, so that there are not too many states. */
    private static final int FLYING = 2;

    private static final Duration STEP = Leasing.RENEWAL;

    /** What the protocol leaves out, to see that the model finds it. */
    enum Flaw {
        NONE,
        GRANTS_BEFORE_THE_REPORT,
        WORKER_TAKES_OLD_TOKENS,
        IGNORES_ITS_LEASES_END
    }

    /** What may happen next. */
    record Step(Kind kind, int member, int function) {

        enum Kind {
            TAKE,
            HAND_OVER,
            GRANT,
            ARRIVES,
            ENDS,
            PAUSE,
            GO_ON,
            DIE,
            TIME_PASSES
        }
    }

    /** A message to the worker: an announcement, which is answered with a report, or a grant. */
    private record Message(int member, int life, int function, long token, boolean grant) {}

    /** What a member knows of a function that it owns. */
    private static final class Owned {
        private final Leasing.Held held;
        private boolean reported;
        private int granted;

        Owned(Leasing.Held held) {
            this.held = held;
        }
    }

    private final Flaw flaw;
    private final VirtualPorts world = new VirtualPorts(Instant.EPOCH.plusSeconds(1), 1);
    private final LeaseStore store = LeaseStore.inMemory(world);
    private final List<Member> members = new ArrayList<>();
    private final List<Message> flying = new ArrayList<>();
    /** The last token that the store gave, also when its lease was given back. */
    private final long[] given = new long[FUNCTIONS];

    /** The highest token that the worker has seen. */
    private final long[] tokens = new long[FUNCTIONS];

    private final int[] running = new int[FUNCTIONS];
    private @Nullable String broken;

    OwnershipModel(Flaw flaw) {
        this.flaw = flaw;
        for (int member = 0; member < MEMBERS; member++) {
            members.add(new Member(member));
        }
    }

    /** A process: while it stands still its timers wait, and when it dies they are gone. */
    private final class Member {
        private final int number;
        private final @Nullable Owned[] owned = new Owned[FUNCTIONS];
        private final List<Runnable> waiting = new ArrayList<>();
        private Leasing leasing;
        private int life;
        private boolean paused;

        Member(int number) {
            this.number = number;
            this.leasing = born();
        }

        private Leasing born() {
            int mine = ++life;
            Timers timers = (delay, work) -> world.after(delay, () -> {
                if (mine == life && paused) {
                    waiting.add(work);
                } else if (mine == life) {
                    work.run();
                }
            });
            return Leasing.create(
                    store, "m" + number + "#" + mine, new Ports(world, timers, (_, work) -> work.run(), world));
        }

        boolean owns(int function) {
            Owned mine = owned[function];
            return mine != null && (mine.held.isHeld() || flaw == Flaw.IGNORES_ITS_LEASES_END);
        }

        void take(int function) {
            Optional<Leasing.Held> held = leasing.take("owner/" + function, () -> lost(function));
            held.ifPresent(lease -> {
                owned[function] = new Owned(lease);
                given[function] = lease.lease().token();
                send(function, lease.lease().token(), false);
            });
        }

        private void lost(int function) {
            if (flaw != Flaw.IGNORES_ITS_LEASES_END) {
                owned[function] = null;
            }
        }

        void handOver(int function) {
            Owned mine = owned[function];
            owned[function] = null;
            if (mine != null) {
                mine.held.release();
            }
        }

        boolean mayGrant(int function) {
            Owned mine = owned[function];
            return mine != null
                    && owns(function)
                    && mine.granted < LIMIT
                    && (mine.reported || flaw == Flaw.GRANTS_BEFORE_THE_REPORT);
        }

        void grant(int function) {
            Owned mine = owned[function];
            if (mine != null) {
                mine.granted++;
                send(function, mine.held.lease().token(), true);
            }
        }

        private void send(int function, long token, boolean grant) {
            flying.add(new Message(number, life, function, token, grant));
        }

        void hear(int ofLife, int function, long token, int runs) {
            Owned mine = owned[function];
            if (life == ofLife && mine != null && mine.held.lease().token() == token) {
                mine.reported = true;
                mine.granted = runs;
            }
        }

        void goOn() {
            paused = false;
            List<Runnable> late = List.copyOf(waiting);
            waiting.clear();
            late.forEach(Runnable::run);
        }

        void die() {
            paused = false;
            waiting.clear();
            Arrays.fill(owned, null);
            leasing = born();
        }

        String state() {
            StringBuilder state = new StringBuilder(paused ? "p" : "r").append(waiting.size());
            for (Owned mine : owned) {
                state.append(
                        mine == null
                                ? "-"
                                : (mine.held.isHeld() ? "h" : "x")
                                        + mine.held.lease().token()
                                        + (mine.reported ? "k" : "u")
                                        + mine.granted);
            }
            return state.toString();
        }
    }

    /** Everything that may happen now. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Member member : members) {
            for (int function = 0; function < FUNCTIONS; function++) {
                if (!member.paused) {
                    add(
                            steps,
                            flying.size() < FLYING && member.owned[function] == null,
                            Step.Kind.TAKE,
                            member,
                            function);
                    add(steps, member.owns(function), Step.Kind.HAND_OVER, member, function);
                    add(steps, flying.size() < FLYING && member.mayGrant(function), Step.Kind.GRANT, member, function);
                }
            }
            add(steps, !member.paused, Step.Kind.PAUSE, member, 0);
            add(steps, member.paused, Step.Kind.GO_ON, member, 0);
            add(steps, member.owns(0) || member.owns(1), Step.Kind.DIE, member, 0);
        }
        for (int message = 0; message < flying.size(); message++) {
            steps.add(new Step(Step.Kind.ARRIVES, message, 0));
        }
        for (int function = 0; function < FUNCTIONS; function++) {
            if (running[function] > 0) {
                steps.add(new Step(Step.Kind.ENDS, 0, function));
            }
        }
        steps.add(new Step(Step.Kind.TIME_PASSES, 0, 0));
        return steps;
    }

    private static void add(List<Step> steps, boolean possible, Step.Kind kind, Member member, int function) {
        if (possible) {
            steps.add(new Step(kind, member.number, function));
        }
    }

    void run(Step step) {
        switch (step.kind()) {
            case TAKE -> members.get(step.member()).take(step.function());
            case HAND_OVER -> members.get(step.member()).handOver(step.function());
            case GRANT -> members.get(step.member()).grant(step.function());
            case ARRIVES -> arrives(flying.remove(step.member()));
            case ENDS -> running[step.function()]--;
            case PAUSE -> members.get(step.member()).paused = true;
            case GO_ON -> members.get(step.member()).goOn();
            case DIE -> members.get(step.member()).die();
            case TIME_PASSES -> world.advance(STEP);
        }
        check();
    }

    private void arrives(Message message) {
        int function = message.function;
        boolean old = message.token < tokens[function];
        if (old && flaw != Flaw.WORKER_TAKES_OLD_TOKENS) {
            return;
        }
        tokens[function] = Math.max(tokens[function], message.token);
        if (message.grant) {
            running[function]++;
        }
        Member member = members.get(message.member);
        if (!message.grant && !member.paused) {
            member.hear(message.life, function, message.token, running[function]);
        }
    }

    private void check() {
        for (int function = 0; function < FUNCTIONS; function++) {
            int owners = 0;
            for (Member member : members) {
                owners += !member.paused && member.owns(function) ? 1 : 0;
            }
            if (owners > 1) {
                broken = "function " + function + " has " + owners + " owners that count";
            }
            if (running[function] > LIMIT) {
                broken = running[function] + " units run of function " + function;
            }
        }
    }

    /** What is broken, or null. */
    @Nullable
    String broken() {
        return broken;
    }

    /** All that decides what may come: two models with the same go on in the same ways. */
    String state() {
        StringBuilder state = new StringBuilder();
        members.forEach(
                member -> state.append(member.state()).append(member.life).append('|'));
        for (LeaseStore.Granted granted : store.granted()) {
            long left = Math.max(
                    -1, Duration.between(world.instant(), granted.expires()).toMillis());
            state.append(granted.lease()).append(left).append(';');
        }
        state.append(Arrays.toString(given)).append(Arrays.toString(tokens));
        state.append(Arrays.toString(running)).append(flying);
        return state.toString();
    }
}
