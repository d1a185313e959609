package dev.hearth.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where hosts of this cluster were when last heard of, this one among them; also after a restart. */
final class KnownDoors {

    private static final Logger LOG = LoggerFactory.getLogger(KnownDoors.class);

    private final Path folder;
    private final Set<String> calling = ConcurrentHashMap.newKeySet();
    private volatile Set<String> doors;
    private volatile String own = "";

    KnownDoors(Path folder) throws IOException {
        this.folder = folder;
        this.doors = Joining.doors(folder);
    }

    boolean isEmpty() {
        return doors.isEmpty();
    }

    /** This host's own. */
    String own() {
        return own;
    }

    void own(String door) {
        own = door;
    }

    List<String> others() {
        return doors.stream().filter(door -> !door.equals(own)).toList();
    }

    /** Whoever decides says where all are. */
    void told(List<String> said) {
        Set<String> told = Set.copyOf(said);
        if (told.equals(doors) || told.isEmpty()) {
            return;
        }
        doors = told;
        try {
            Joining.remember(folder, said);
        } catch (IOException e) {
            LOG.warn("the other hosts' addresses cannot be kept: {}", e.toString());
        }
    }

    /** This host decided meanwhile, and kept them. */
    void readAgain() {
        try {
            doors = Joining.doors(folder);
        } catch (IOException e) {
            LOG.warn("the other hosts' addresses cannot be read: {}", e.toString());
        }
    }

    /** Whether nobody calls there yet; the caller does from now on. */
    boolean begin(String door) {
        return calling.add(door);
    }

    void ended(String door) {
        calling.remove(door);
    }
}
