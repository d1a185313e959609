package dev.hearth.services.placement;

import dev.hearth.services.placement.PlacementOutcome.Chosen;
import dev.hearth.services.placement.PlacementOutcome.Nowhere;
import dev.hearth.services.placement.PlacementOutcome.Reason;
import dev.hearth.services.placement.WorkerHost.Condition;
import dev.hearth.services.placement.WorkerHost.Health;
import dev.hearth.services.placement.WorkerHost.Resources;

/**
 * The choice of a host, a pure function.
 *
 * <p>Who is compared: in a small fleet, every host. In a large one, the function's homes and a few hosts drawn at
 * random; if none of them has room, all hosts from a random one on, until enough with room were found or none is left.
 * So a fleet of thousands costs a dozen looks unless it is nearly full, and it is not called full while there is room.
 *
 * <p>A function's homes are a few positions that follow from its code alone (by a consistent hash, so that a fleet that
 * grows by one host moves few of them). Its environments gather there until they are crowded, and find their code.
 *
 * <p>What is compared, each from 0 to 1,000 times its weight, the least sum wins, then who was looked at first:
 *
 * <pre>
 * load     | how full the host will be, of memory or processor, whichever is more, of what oversubscription allows
 * crowd    | environments of the same function it has, against a comfortable number (spreads a function) and against a
 *          | quarter of the host (mixes functions on it)
 * code     | 0 when it holds the code, 1,000 when it has to fetch it
 * starting | environments that it is starting, against how many it may
 * trouble  | failed starts, flaps, slow starts
 * </pre>
 *
 * <p>A host in trouble also offers that much less room, but never less than a tenth, so that it can show that it has
 * recovered.
 */
final class PlacementDecisions {

    private static final int FULL_SCALE = 1_000;
    private static final int MOST_TROUBLE = 900;
    private static final int TROUBLE_PER_FAILED_START = 150;
    private static final int TROUBLE_PER_FLAP = 250;
    private static final int PERCENT = 100;

    /** One function may comfortably have one of so many parts of a host. */
    private static final int COMFORTABLE_PARTS = 4;

    private static final int NOBODY = -1;

    private PlacementDecisions() {}

    static PlacementOutcome place(FleetSnapshot fleet, PlacementRequest request, PlacementPolicy policy) {
        int size = fleet.size();
        Best best = new Best(fleet, request, policy);
        if (size <= policy.exhaustiveUpTo()) {
            best.lookFrom(0, Integer.MAX_VALUE);
        } else {
            for (int i = 0; i < policy.homes(); i++) {
                best.look(home(request.codeDigest(), i, size));
            }
            for (int i = 0; i < policy.choices(); i++) {
                best.look(position(mix(request.draw() + i), size));
            }
            if (best.position == NOBODY) {
                best.lookFrom(position(mix(request.draw() - 1), size), policy.choices());
            }
        }
        return best.position == NOBODY
                ? new Nowhere(best.reason())
                : new Chosen(best.position, fleet.host(best.position).hostId());
    }

    /** The best of the hosts looked at, and what was wrong with the others. Lives for one decision. */
    private static final class Best {
        private final FleetSnapshot fleet;
        private final PlacementRequest request;
        private final PlacementPolicy policy;
        private int position = NOBODY;
        private long cost = Long.MAX_VALUE;
        private Verdict nearest = Verdict.NOT_TAKING;

        Best(FleetSnapshot fleet, PlacementRequest request, PlacementPolicy policy) {
            this.fleet = fleet;
            this.request = request;
            this.policy = policy;
        }

        /** True when the host has room. */
        boolean look(int at) {
            WorkerHost host = fleet.host(at);
            Verdict verdict = verdict(host, request, policy);
            if (verdict != Verdict.ROOM) {
                nearest = verdict.compareTo(nearest) > 0 ? verdict : nearest;
                return false;
            }
            long itsCost = cost(host, request, policy);
            if (itsCost < cost) {
                cost = itsCost;
                position = at;
            }
            return true;
        }

        /** Looks at all hosts from one on, around the end, until {@code enough} have room. */
        void lookFrom(int first, int enough) {
            int size = fleet.size();
            int found = 0;
            for (int i = 0; i < size && found < enough; i++) {
                int at = first + i;
                found += look(at < size ? at : at - size) ? 1 : 0;
            }
        }

        Reason reason() {
            return switch (nearest) {
                case NOT_TAKING -> Reason.NO_HOST;
                case TOO_SMALL -> Reason.TOO_LARGE;
                case FULL -> Reason.FULL;
                case STARTING, ROOM -> Reason.STARTING;
            };
        }
    }

    /** What one host says to a request, from farthest to nearest to a yes. */
    enum Verdict {
        NOT_TAKING,
        TOO_SMALL,
        FULL,
        STARTING,
        ROOM
    }

    static Verdict verdict(WorkerHost host, PlacementRequest request, PlacementPolicy policy) {
        if (host.condition() != Condition.READY || request.excluded().contains(host.hostId())) {
            return Verdict.NOT_TAKING;
        }
        Resources wish = request.resources();
        long memory = offered(host.capacity().memoryMb(), policy.memoryPercent());
        long cpu = offered(host.capacity().cpuMillis(), policy.cpuPercent());
        // One environment must fit into what the host really has: oversubscription is a bet on many.
        if (wish.memoryMb() > Math.min(memory, host.capacity().memoryMb())
                || wish.cpuMillis() > Math.min(cpu, host.capacity().cpuMillis())) {
            return Verdict.TOO_SMALL;
        }
        int share = FULL_SCALE - trouble(host.health(), policy);
        boolean empty = host.environments().isEmpty();
        boolean promised = within(host.used().memoryMb() + (long) wish.memoryMb(), memory, share)
                && within(host.used().cpuMillis() + (long) wish.cpuMillis(), cpu, share);
        if (!(promised || empty) || host.memoryFreeMb() < policy.memoryHeadroomMb()) {
            return Verdict.FULL;
        }
        return host.starting() < policy.startsPerHost() ? Verdict.ROOM : Verdict.STARTING;
    }

    private static long offered(int has, int percent) {
        return (long) has * percent / PERCENT;
    }

    private static boolean within(long wanted, long offered, int share) {
        return wanted * FULL_SCALE <= offered * share;
    }

    static long cost(WorkerHost host, PlacementRequest request, PlacementPolicy policy) {
        PlacementPolicy.Weights weights = policy.weights();
        int code = host.code().contains(request.codeDigest()) ? 0 : FULL_SCALE;
        return (long) weights.load() * load(host, request.resources(), policy)
                + (long) weights.crowd() * crowd(host, request, policy)
                + (long) weights.code() * code
                + (long) weights.starting() * scale(host.starting(), policy.startsPerHost())
                + (long) weights.trouble() * trouble(host.health(), policy);
    }

    /**
     * How crowded a host is with this function: against a comfortable number, and against a comfortable part of the
     * host.
     */
    private static int crowd(WorkerHost host, PlacementRequest request, PlacementPolicy policy) {
        int own = host.environmentsOf(request.functionArn());
        long part = Math.max(1, offered(host.capacity().memoryMb(), policy.memoryPercent()) / COMFORTABLE_PARTS);
        return Math.max(
                scale(own, policy.comfortablePerHost()),
                scale((long) own * request.resources().memoryMb(), part));
    }

    private static int load(WorkerHost host, Resources wish, PlacementPolicy policy) {
        Resources then = host.used().plus(wish);
        return Math.max(
                scale(then.memoryMb(), offered(host.capacity().memoryMb(), policy.memoryPercent())),
                scale(then.cpuMillis(), offered(host.capacity().cpuMillis(), policy.cpuPercent())));
    }

    /** How slow or unreliable a host is, 0 to {@link #MOST_TROUBLE}. */
    static int trouble(Health health, PlacementPolicy policy) {
        long late = Math.max(0, health.startMillis() - policy.slowStartMillis());
        long trouble = (long) health.failedStarts() * TROUBLE_PER_FAILED_START
                + (long) health.flaps() * TROUBLE_PER_FLAP
                + late * FULL_SCALE / (2L * policy.slowStartMillis());
        return (int) Math.min(MOST_TROUBLE, trouble);
    }

    private static int scale(long part, long whole) {
        return (int) Math.min(FULL_SCALE, part * FULL_SCALE / whole);
    }

    /** The position of a function's {@code index}th home. */
    static int home(String codeDigest, int index, int size) {
        return jump(mix(hash(codeDigest) + index), size);
    }

    /** FNV-1a with 64 bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * Consistent: of {@code size} positions, one more takes over an even share and moves nothing else (Lamping and
     * Veach).
     */
    private static int jump(long key, int size) {
        long state = key;
        long last = 0;
        long next = 0;
        while (next < size) {
            last = next;
            state = state * 2_862_933_555_777_941_757L + 1;
            next = (long) ((last + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) last;
    }

    /** Uniform enough: the upper bits of a mixed number, scaled to the size. */
    private static int position(long random, int size) {
        return (int) Math.multiplyHigh(random >>> 1, (long) size << 1);
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
