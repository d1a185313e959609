package dev.hearth.neighbours.events;

import java.util.List;

/**
 * A replay of archived events, as it is kept.
 *
 * <pre>
 * state      | begins  | page told | all told  | cancelled  | archive gone
 * -----------+---------+-----------+-----------+------------+-------------
 * STARTING   | RUNNING |           |           | CANCELLING | FAILED
 * RUNNING    |         | RUNNING   | COMPLETED | CANCELLING | FAILED
 * CANCELLING |         | CANCELLED | CANCELLED |            | CANCELLED
 * </pre>
 *
 * @param name unique in the account and region
 * @param archive the archive's name
 * @param bus the name of the bus that gets the events, the one that they came from
 * @param filterArns the rules that see them; empty for all
 * @param description empty for none
 * @param fromMillis the first event's time, milliseconds since the epoch
 * @param toMillis events of this time and later are left out
 * @param state where it stands
 * @param reason why it failed; empty for no reason
 * @param startedMillis when it was asked for
 * @param endedMillis when it ended; 0 for not yet
 * @param lastMillis the time of the last event told; 0 for none yet
 * @param lastId the archive's number of it
 */
public record Replay(
        String name,
        String archive,
        String bus,
        List<String> filterArns,
        String description,
        long fromMillis,
        long toMillis,
        State state,
        String reason,
        long startedMillis,
        long endedMillis,
        long lastMillis,
        long lastId) {

    public Replay {
        filterArns = List.copyOf(filterArns);
    }

    /** By AWS's names. */
    public enum State {
        STARTING,
        RUNNING,
        CANCELLING,
        COMPLETED,
        CANCELLED,
        FAILED;

        public boolean isOver() {
            return this == COMPLETED || this == CANCELLED || this == FAILED;
        }
    }

    Replay in(State newState, String newReason, long now) {
        return new Replay(
                name,
                archive,
                bus,
                filterArns,
                description,
                fromMillis,
                toMillis,
                newState,
                newReason,
                startedMillis,
                newState.isOver() ? now : endedMillis,
                lastMillis,
                lastId);
    }

    Replay upTo(long millis, long id) {
        return new Replay(
                name,
                archive,
                bus,
                filterArns,
                description,
                fromMillis,
                toMillis,
                state,
                reason,
                startedMillis,
                endedMillis,
                millis,
                id);
    }
}
