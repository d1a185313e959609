package dev.hearth.services.worker;

import dev.hearth.core.Ports;
import dev.hearth.sandbox.SandboxDriver;
import dev.hearth.sandbox.SandboxException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the walls of living sandboxes as their security groups say. Does nothing while none is in a group. */
final class Walls {

    private static final Logger LOG = LoggerFactory.getLogger(Walls.class);

    private final SecurityGroups groups;
    private final SandboxDriver driver;
    private final Supplier<Set<List<String>>> used;
    private final Ports ports;
    private final AtomicBoolean watching = new AtomicBoolean();

    /** @param used the groups of each environment that is in some */
    Walls(SecurityGroups groups, SandboxDriver driver, Supplier<Set<List<String>>> used, Ports ports) {
        this.groups = groups;
        this.driver = driver;
        this.used = used;
        this.ports = ports;
    }

    /** An environment came that is in groups. */
    void watch() {
        if (watching.compareAndSet(false, true)) {
            later();
        }
    }

    private void later() {
        ports.timers().after(Limits.WALL_LOOK, () -> ports.tasks().start("walls", this::look));
    }

    private void look() {
        Set<List<String>> now = used.get();
        now.forEach(this::keep);
        if (now.isEmpty()) {
            watching.set(false);
            // One may have come in between, and found that somebody watches.
            if (!used.get().isEmpty()) {
                watch();
            }
        } else {
            later();
        }
    }

    private void keep(List<String> ids) {
        try {
            driver.change(groups.wall(ids));
        } catch (IOException e) {
            LOG.debug("the walls of {} stay as they are: {}", ids, e.getMessage());
        } catch (SandboxException | RuntimeException e) {
            LOG.error("the walls of {} cannot be changed", ids, e);
        }
    }
}
