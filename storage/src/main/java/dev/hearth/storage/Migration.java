package dev.hearth.storage;

import dev.hearth.storage.StoreTransfer.Progress;
import dev.hearth.storage.StoreTransfer.TableSum;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies a store's rows in the order of their keys. What is there already is what an earlier try brought, so the
 * highest key
 * that has arrived is where the next try goes on; nothing else has to be remembered.
 */
final class Migration {

    private final Progress progress;

    Migration(Progress progress) {
        this.progress = progress;
    }

    List<TableSum> run(StorePlace from, StorePlace to) {
        if (from.equals(to)) {
            throw new StorageException("a store cannot be copied onto itself", new IllegalArgumentException());
        }
        try (TransferEnd source = TransferEnd.open(from);
                TransferEnd target = TransferEnd.open(to)) {
            CopyMark.refuse(source.connection());
            begin(target, source.toString());
            List<TableShape> tables = source.tables();
            for (TableShape table : tables) {
                copy(table, source, target);
            }
            List<TableSum> sums = compare(tables, source, target);
            CopyMark.remove(target.connection());
            return sums;
        } catch (SQLException e) {
            throw new StorageException("the copy stopped: " + e.getMessage() + "; run it again to go on", e);
        }
    }

    /** Marks {@code target}, unless an earlier try did. */
    static void begin(TransferEnd target, String source) throws SQLException {
        Optional<String> mark = CopyMark.of(target.connection());
        if (mark.isPresent() && !mark.get().equals(source)) {
            throw new StorageException(
                    target + " is half filled from " + mark.get() + ", not from " + source,
                    new IllegalStateException());
        }
        if (mark.isEmpty()) {
            if (!target.isEmpty()) {
                throw new StorageException(
                        target + " is not empty: only an empty store can be filled", new IllegalStateException());
            }
            CopyMark.set(target.connection(), source);
        }
    }

    private void copy(TableShape table, TransferEnd source, TransferEnd target) throws SQLException {
        String stage = "copying " + table.name();
        long all = Math.max(1, source.count(table));
        long done = table.keyed() ? target.count(table) : 0;
        Object @Nullable [] last = table.keyed() ? target.last(table) : null;
        List<@Nullable Object[]> rows = source.chunk(table, last);
        while (!rows.isEmpty()) {
            target.add(table, rows);
            done += rows.size();
            progress.at(stage, (double) done / all);
            rows = table.keyed() ? source.chunk(table, rows.getLast()) : List.of();
        }
        progress.at(stage, 1);
    }

    private List<TableSum> compare(List<TableShape> tables, TransferEnd source, TransferEnd target)
            throws SQLException {
        List<TableSum> sums = new ArrayList<>();
        for (TableShape table : tables) {
            String stage = "comparing " + table.name();
            double all = 2.0 * Math.max(1, source.count(table));
            TableSum theirs = source.sum(table, read -> progress.at(stage, read / all));
            TableSum ours = target.sum(table, read -> progress.at(stage, 0.5 + read / all));
            require(theirs, ours);
            progress.at(stage, 1);
            sums.add(ours);
        }
        return sums;
    }

    static void require(TableSum wanted, TableSum found) {
        if (!wanted.equals(found)) {
            throw new StorageException(
                    "the copy differs from its source in " + wanted.table() + ": " + found.rows() + " rows of "
                            + wanted.rows() + " (" + found.digest() + " for " + wanted.digest()
                            + "); empty the target and copy again",
                    new IllegalStateException());
        }
    }
}
