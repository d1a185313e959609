package dev.hearth.services.worker;

import dev.hearth.sandbox.Wall;
import java.io.IOException;
import java.util.List;

/** What functions in security groups may reach. */
@FunctionalInterface
public interface SecurityGroups {

    /** Groups that nobody made: they allow nothing. */
    SecurityGroups NONE = groups -> new Wall(name(groups), List.of());

    /**
     * What an environment in all of {@code groupIds} may reach now; a group that is gone allows nothing. May block.
     *
     * @throws IOException when nobody knows
     */
    Wall wall(List<String> groupIds) throws IOException;

    /** The name of the wall of these groups. */
    static String name(List<String> groupIds) {
        return String.join(",", groupIds.stream().sorted().distinct().toList());
    }
}
