package dev.hearth.services.counting;

import dev.hearth.core.Timers.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One holder and what it holds.
 *
 * <pre>
 * state | add ticket             | remove ticket             | heartbeat in time | deadline passes, leaves, replaced
 * ------+------------------------+---------------------------+-------------------+----------------------------------
 * ALIVE | held                   | given back by the caller, | deadline moves    | ENDED; what it held is given back
 *       |                        | once                      |                   |
 * ENDED | refused, nothing held  | not there                 | refused           | ENDED
 * </pre>
 *
 * Ending and adding may race: the ending sets the state before it empties the set, and an adding looks at the state
 * after it put its ticket in, so at least one of them sees the other; a ticket's unit goes back through whoever removes
 * it.
 */
final class HolderLife implements Holder {

    private final String name;
    private final long token;
    private final Set<Ticket> held = ConcurrentHashMap.newKeySet();
    private volatile boolean alive = true;
    private volatile long deadline;
    private volatile Timer timer = () -> {};

    HolderLife(String name, long token, long deadline) {
        this.name = name;
        this.token = token;
        this.deadline = deadline;
    }

    /** Keeps the ticket; false, with its unit given back, when the holder has ended. */
    boolean add(Ticket ticket) {
        held.add(ticket);
        if (alive) {
            return true;
        }
        remove(ticket);
        return false;
    }

    /** Gives the ticket's unit back, if that was not done yet. */
    boolean remove(Ticket ticket) {
        boolean mine = held.remove(ticket);
        if (mine) {
            ticket.giveBack();
        }
        return mine;
    }

    void end() {
        alive = false;
        timer.cancel();
        held.forEach(this::remove);
    }

    /** The timer to cancel at the end; one that is set while that happens finds this ended. */
    void timer(Timer next) {
        timer = next;
    }

    void deadline(long nanos) {
        deadline = nanos;
    }

    long deadline() {
        return deadline;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public boolean alive() {
        return alive;
    }

    @Override
    public int outstanding() {
        return held.size();
    }

    @Override
    public String toString() {
        return "Holder[" + name + ", " + token + "]";
    }
}
