package dev.hearth.storage;

import dev.hearth.neighbours.dynamodb.TableStore.Place;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads of single items, together where they come together: to hand a connection on costs more than an item does. One
 * of those who wait reads for all who wait then, and hands on to the next.
 */
final class ItemReads {

    /** Who may read at once; the store has more readers, which are for others. */
    private static final int LEADERS = 2;

    /** One wish; its future tells the item, or that it is its turn to read. */
    private static final class Wish {
        private final Place place;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();

        Wish(Place place) {
            this.place = place;
        }
    }

    /** @param lead whether to read for all who wait, itself included */
    private record Turn(boolean lead, byte @Nullable [] item) {}

    private static final Turn LEAD = new Turn(true, null);

    private final Database database;
    private final HotItems hot;
    private final List<Wish> waiting = new ArrayList<>();
    private int leaders;

    /** @param hot is brought what is read */
    ItemReads(Database database, HotItems hot) {
        this.database = database;
        this.hot = hot;
    }

    byte @Nullable [] item(Place place) {
        Wish mine = new Wish(place);
        boolean lead;
        synchronized (this) {
            lead = leaders < LEADERS;
            if (lead) {
                leaders++;
            } else {
                waiting.add(mine);
            }
        }
        if (!lead) {
            Turn turn = await(mine);
            if (!turn.lead) {
                return turn.item;
            }
        }
        return lead(mine);
    }

    private static Turn await(Wish wish) {
        try {
            return wish.turn.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private byte @Nullable [] lead(Wish mine) {
        List<Wish> group;
        synchronized (this) {
            group = new ArrayList<>(waiting);
            waiting.clear();
        }
        try {
            return database.lookUp(ItemStatements.ITEM, statement -> read(statement, mine, group));
        } catch (RuntimeException failed) {
            group.forEach(each -> each.turn.completeExceptionally(failed));
            throw failed;
        } finally {
            handOn();
        }
    }

    private byte @Nullable [] read(PreparedStatement statement, Wish mine, List<Wish> group) throws SQLException {
        byte[] own = read(statement, mine.place);
        for (Wish each : group) {
            each.turn.complete(new Turn(false, read(statement, each.place)));
        }
        return own;
    }

    private byte @Nullable [] read(PreparedStatement statement, Place place) throws SQLException {
        long stamp = hot.stamp(place);
        byte[] item = ItemStatements.item(statement, place.table(), place.key());
        hot.bring(place, item, stamp);
        return item;
    }

    private void handOn() {
        Wish next;
        synchronized (this) {
            next = waiting.isEmpty() ? null : waiting.removeFirst();
            if (next == null) {
                leaders--;
            }
        }
        if (next != null) {
            next.turn.complete(LEAD);
        }
    }
}
