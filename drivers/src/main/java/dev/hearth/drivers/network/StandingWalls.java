package dev.hearth.drivers.network;

import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The walls of this Hearth's guests: one for each name, for as long as somebody stands behind it. */
final class StandingWalls {

    private final Instances names;
    /** Held while the kernel takes rules. */
    private final ReentrantLock rules;

    private final Map<String, Standing> standing = new HashMap<>();
    private long next;

    private record Standing(String chain, Wall wall, int behind) {}

    StandingWalls(Instances names, ReentrantLock rules) {
        this.names = names;
        this.rules = rules;
    }

    /** Puts a device behind a wall; one of the name that stands already stays as it is. */
    void enter(String device, Wall wall) throws IOException {
        rules.lock();
        try {
            Standing there = standing.get(wall.name());
            Standing now = there == null ? new Standing("wall_" + ++next, wall, 0) : there;
            String made = there == null ? WallRules.put(names, now.chain(), wall) : "";
            HostSteps.nft(made + WallRules.enter(names, device, now.chain()));
            standing.put(wall.name(), new Standing(now.chain(), now.wall(), now.behind() + 1));
        } finally {
            rules.unlock();
        }
    }

    /** The last one to leave takes it down. */
    void leave(String device, String name) throws IOException {
        rules.lock();
        try {
            Standing there = standing.get(name);
            if (there == null) {
                return;
            }
            if (there.behind() == 1) {
                standing.remove(name);
            } else {
                standing.put(name, new Standing(there.chain(), there.wall(), there.behind() - 1));
            }
            HostSteps.nft(WallRules.leave(names, device, there.chain()));
            if (there.behind() == 1) {
                HostSteps.nft(WallRules.remove(names, there.chain()));
            }
        } finally {
            rules.unlock();
        }
    }

    void change(Wall wall) throws IOException {
        rules.lock();
        try {
            @Nullable Standing there = standing.get(wall.name());
            if (there != null && !there.wall().equals(wall)) {
                HostSteps.nft(WallRules.put(names, there.chain(), wall));
                standing.put(wall.name(), new Standing(there.chain(), wall, there.behind()));
            }
        } finally {
            rules.unlock();
        }
    }
}
