package dev.hearth.neighbours.s3;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops files that nothing refers to any more, though nobody said so to this host when they died. */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /** The files to remove: of those that were asked for, and no others, whatever the answer names. */
    static List<String> of(List<String> asked, Set<String> unreferenced) {
        return asked.stream().filter(unreferenced::contains).toList();
    }

    /** Until when a file must have been written last to be looked at. */
    static long before(long nowMillis) {
        return nowMillis - ObjectBytes.SAFE_AGE.toMillis();
    }

    static int drop(ObjectBytes bytes, ObjectBytes.Referrals referrals, long nowMillis) throws IOException {
        AtomicInteger gone = new AtomicInteger();
        bytes.old(before(nowMillis), batch -> {
            for (String file : of(batch, referrals.unreferenced(batch))) {
                bytes.remove(file);
                gone.incrementAndGet();
            }
        });
        if (gone.get() > 0) {
            LOG.info("{} files of deleted objects were still here; they are removed", gone);
        }
        return gone.get();
    }
}
