package dev.hearth.storage;

import dev.hearth.neighbours.dynamodb.TableStore.Bound;
import dev.hearth.neighbours.dynamodb.TableStore.Range;
import dev.hearth.neighbours.dynamodb.TableStore.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for a range of items.
 *
 * @param arguments numbers ({@link Long}) and bytes
 */
record RangeSql(String text, List<Object> arguments) {

    static RangeSql of(long table, long index, Range range) {
        Builder builder = new Builder(table, index);
        return switch (range) {
            case Range.One(byte[] hash, Bound lower, Bound upper, Start after, boolean forward) ->
                builder.one(hash, lower, upper, after, forward);
            case Range.Segment(byte[] from, byte[] to, Start after) -> builder.segment(from, to, after);
        };
    }

    /** The query as it grows. */
    private static final class Builder {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> arguments = new ArrayList<>();
        private final boolean indexed;

        Builder(long table, long index) {
            indexed = index != 0;
            if (indexed) {
                // A cross join is made in this order.
                sql.append("SELECT t.item FROM dynamodb_entry i CROSS JOIN dynamodb_item t"
                        + " WHERE t.table_id = ? AND t.hk = i.item_hk AND t.rk = i.item_rk AND i.index_id = ?");
                arguments.add(table);
                arguments.add(index);
            } else {
                sql.append("SELECT i.item FROM dynamodb_item i WHERE i.table_id = ?");
                arguments.add(table);
            }
        }

        RangeSql one(
                byte[] hash, @Nullable Bound lower, @Nullable Bound upper, @Nullable Start after, boolean forward) {
            where("i.hk = ?", hash);
            if (lower != null) {
                where(lower.inclusive() ? "i.rk >= ?" : "i.rk > ?", lower.value());
            }
            if (upper != null) {
                where(upper.inclusive() ? "i.rk <= ?" : "i.rk < ?", upper.value());
            }
            String columns = indexed ? "i.rk, i.item_hk, i.item_rk" : "i.rk";
            if (after != null) {
                String operator = forward ? " > " : " < ";
                if (indexed) {
                    where(
                            "(" + columns + ")" + operator + "(?, ?, ?)",
                            after.key().range());
                    arguments.add(after.item().hash());
                    arguments.add(after.item().range());
                } else {
                    where(columns + operator + "?", after.key().range());
                }
            }
            return ordered(columns, forward);
        }

        RangeSql segment(byte[] from, byte @Nullable [] to, @Nullable Start after) {
            if (after == null) {
                where("i.hk >= ?", from);
            }
            if (to != null) {
                where("i.hk < ?", to);
            }
            String columns = indexed ? "i.hk, i.rk, i.item_hk, i.item_rk" : "i.hk, i.rk";
            if (after != null) {
                where(
                        "(" + columns + ") > (?, ?" + (indexed ? ", ?, ?)" : ")"),
                        after.key().hash());
                arguments.add(after.key().range());
                if (indexed) {
                    arguments.add(after.item().hash());
                    arguments.add(after.item().range());
                }
            }
            return ordered(columns, true);
        }

        private void where(String condition, byte[] argument) {
            sql.append(" AND ").append(condition);
            arguments.add(argument);
        }

        private RangeSql ordered(String columns, boolean forward) {
            String order = forward ? columns : columns.replace(",", " DESC,") + " DESC";
            return new RangeSql(sql.append(" ORDER BY ").append(order).toString(), arguments);
        }
    }
}
