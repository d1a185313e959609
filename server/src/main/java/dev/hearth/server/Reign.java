package dev.hearth.server;

import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.logs.Logs;
import dev.hearth.services.worker.Worker;
import dev.hearth.storage.CodeFolder;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host needs to be the one that decides: the state of all, and the right to it.
 *
 * @param database the store, which it alone writes
 * @param logs over it
 * @param code the packages
 * @param objects where bytes of objects are brought from that another host took
 * @param worker this host's own
 * @param awaited names of other hosts that may still run something for whoever decided before
 * @param unheard those of them whose endpoints may still serve what was lent to them
 * @param lent what was lent to this host before
 * @param holds whether the right lasts; asked for each invocation, so it answers from memory
 * @param arriving run just before it listens where users reach this host
 */
record Reign(
        Database database,
        Logs logs,
        CodeFolder code,
        Stores.Bringer objects,
        Worker worker,
        Set<String> awaited,
        Set<String> unheard,
        @Nullable LentFrontend lent,
        BooleanSupplier holds,
        Runnable arriving) {

    /**
     * Of a host whose store is its own.
     *
     * @param unheard hosts that may serve what this one lent them before it was started anew
     */
    static Reign own(Database database, Logs logs, CodeFolder code, Worker worker, Set<String> unheard) {
        return new Reign(
                database, logs, code, Stores.Bringer.NOBODY, worker, Set.of(), unheard, null, Reign::forever, () -> {});
    }

    private static boolean forever() {
        return true;
    }
}
