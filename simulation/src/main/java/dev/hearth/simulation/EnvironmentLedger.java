package dev.hearth.simulation;

import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.EnvironmentStart;
import dev.hearth.simulation.EnvironmentFacts.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every environment that was started, and the rules on whom it may be handed to. Told before the rooms are. */
final class EnvironmentLedger {

    private static final String LATEST = "$LATEST";

    private final World world;
    private final PlacementPolicy policy;
    private final Map<String, EnvironmentFacts> known = new HashMap<>();
    private final int[] standing = new int[Standing.values().length];
    private final Map<String, Long> retiredLatest = new HashMap<>();
    private final Map<String, Long> retiredAll = new HashMap<>();
    private long started;

    EnvironmentLedger(World world, PlacementPolicy policy) {
        this.world = world;
        this.policy = policy;
    }

    /** A host is asked to start an environment: placement has chosen it. */
    EnvironmentFacts starting(HostFacts host, EnvironmentSpec spec) {
        String objection = host.objection(spec, policy);
        if (!objection.isEmpty()) {
            throw broken(Invariant.ROOM_ON_HOST, host.id() + " is to start " + spec.functionName() + ": " + objection);
        }
        EnvironmentFacts facts = new EnvironmentFacts("e" + ++started, spec, host, world.next());
        known.put(facts.id(), facts);
        count(Standing.STARTING, 1);
        host.promised(spec);
        world.note("starts", facts);
        return facts;
    }

    /** A start ended, and assignment is about to hear how. */
    void startOver(EnvironmentFacts facts, EnvironmentStart start) {
        facts.startOver(world.next());
        facts.host().startOver();
        world.note("start over", facts);
        boolean refused = switch (start) {
            case EnvironmentStart.Started _ -> false;
            case EnvironmentStart.Refused _ -> true;
        };
        if (refused || facts.goneTold()) {
            free(facts);
        }
        if (facts.standing() == Standing.STARTING) {
            become(facts, refused || facts.goneTold() ? Standing.ENDED : Standing.IDLE);
        }
        forgetIfOver(facts);
    }

    /**
     * A caller is about to get an environment.
     *
     * @param asked when it asked, in the order of things
     */
    void handedOut(String id, EnvironmentSpec wanted, long asked) {
        EnvironmentFacts facts = known.get(id);
        if (facts == null) {
            throw broken(Invariant.NEVER_AGAIN, id + " was handed out, which ended long ago or never was");
        }
        switch (facts.standing()) {
            case HANDED -> throw broken(Invariant.ONE_AT_A_TIME, facts + " was handed out while somebody has it");
            case ENDED, STARTING -> throw broken(Invariant.NEVER_AGAIN, facts + " was handed out");
            case IDLE -> {}
        }
        judge(facts, wanted, asked);
        facts.serve();
        become(facts, Standing.HANDED);
        world.note("handed out", facts);
    }

    private void judge(EnvironmentFacts facts, EnvironmentSpec wanted, long asked) {
        EnvironmentSpec is = facts.spec();
        boolean same = is.functionArn().equals(wanted.functionArn())
                && is.version().equals(wanted.version())
                && is.tenantId().equals(wanted.tenantId());
        if (!same) {
            throw broken(Invariant.OWN_VERSION, handed(facts, wanted));
        }
        long retired = Math.max(
                retiredAll.getOrDefault(is.functionArn(), 0L),
                is.version().equals(LATEST) ? retiredLatest.getOrDefault(is.functionArn(), 0L) : 0L);
        // Whoever found the function as it was before may have what was on its way, once.
        boolean old = facts.sequence() < retired && retired < asked && !facts.startedDuring(retired);
        if (old || !is.revision().equals(wanted.revision())) {
            throw broken(Invariant.NO_OLD_CODE, handed(facts, wanted) + (old ? " after the update" : ""));
        }
    }

    private static String handed(EnvironmentFacts facts, EnvironmentSpec wanted) {
        return facts + " was handed out to a caller that wanted " + wanted.functionName() + ":" + wanted.version() + " "
                + wanted.revision() + " " + wanted.tenantId();
    }

    /** A caller is about to give an environment back. */
    void released(String id, boolean reusable) {
        EnvironmentFacts facts = known.get(id);
        if (facts != null && facts.standing() == Standing.HANDED) {
            become(facts, reusable ? Standing.IDLE : Standing.ENDED);
        }
    }

    /** A host is told to destroy an environment. */
    void destroyed(String id) {
        EnvironmentFacts facts = known.get(id);
        if (facts != null && facts.standing() != Standing.ENDED) {
            become(facts, Standing.ENDED);
        }
    }

    /** Assignment is about to hear that an environment is gone. */
    void goneTold(String id) {
        EnvironmentFacts facts = known.get(id);
        if (facts == null) {
            return;
        }
        facts.tellGone();
        world.note("gone", facts);
        if (!facts.starting()) {
            free(facts);
            destroyed(id);
            forgetIfOver(facts);
        }
    }

    /** Assignment is about to hear that a host is lost, with all that is there. */
    void lost(HostFacts host) {
        List<EnvironmentFacts> there =
                known.values().stream().filter(facts -> facts.host() == host).toList();
        for (EnvironmentFacts facts : there) {
            free(facts);
            destroyed(facts.id());
            forgetIfOver(facts);
        }
    }

    /** Assignment was told that {@code $LATEST} of a function changed. */
    void retired(String functionArn) {
        retiredLatest.put(functionArn, world.next());
    }

    /** Assignment was told that a function was deleted. */
    void retiredAll(String functionArn) {
        retiredAll.put(functionArn, world.next());
    }

    private void free(EnvironmentFacts facts) {
        if (facts.promised()) {
            facts.free();
            facts.host().freed(facts.spec());
        }
    }

    /** What is over is forgotten: handing it out is as wrong as handing out what never was. */
    private void forgetIfOver(EnvironmentFacts facts) {
        if (facts.standing() == Standing.ENDED && !facts.promised() && !facts.starting()) {
            known.remove(facts.id());
        }
    }

    private void become(EnvironmentFacts facts, Standing next) {
        count(facts.standing(), -1);
        facts.stand(next);
        count(next, 1);
    }

    private void count(Standing where, int change) {
        standing[where.ordinal()] += change;
    }

    int count(Standing where) {
        return standing[where.ordinal()];
    }

    long started() {
        return started;
    }

    private InvariantBroken broken(Invariant invariant, String detail) {
        return world.judge().broken(invariant, detail);
    }
}
