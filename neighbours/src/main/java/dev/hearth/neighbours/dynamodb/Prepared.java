package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write whose expressions are read.
 *
 * @param condition null for none
 * @param update null for everything but an update with an expression
 */
record Prepared(
        Write write,
        @Nullable Condition condition,
        @Nullable Update update) {

    static Prepared of(Write write) {
        if (write instanceof Write.Put(String _, Map<String, AttributeValue> item, Write.Guard _)
                && ItemSize.of(item) > ItemSize.MAX_BYTES) {
            throw DynamoDbError.invalid("Item size has exceeded the maximum allowed size");
        }
        Write.Guard guard = write.guard();
        Condition condition = LegacyRules.expected(guard.expected(), guard.any());
        if (guard.input().names() == null
                && guard.input().values() == null
                && guard.condition() == null
                && !(write instanceof Write.Update)) {
            return new Prepared(write, condition, null);
        }
        Placeholders placeholders = Placeholders.of(guard.input());
        Update update = null;
        if (write instanceof Write.Update(var _, var _, String expression, var _, var _) && expression != null) {
            update = Expressions.update(expression, placeholders);
        }
        if (guard.condition() != null) {
            condition = Expressions.condition("ConditionExpression", guard.condition(), placeholders);
        }
        placeholders.checkUsed();
        return new Prepared(write, condition, update);
    }

    Map<String, AttributeValue> keyAttributes() {
        return switch (write) {
            case Write.Put put -> put.item();
            case Write.Delete delete -> delete.key();
            case Write.Update change -> change.key();
            case Write.Check check -> check.key();
        };
    }

    /** Refuses what does not fit to the table. */
    void check(Table table) {
        if (write instanceof Write.Put put) {
            KeyRules.checkItem(put.item(), table);
            return;
        }
        KeyRules.checkKey(keyAttributes(), table.keys());
        if (write instanceof Write.Update change) {
            UpdateRules.check(table, update, change.attributes());
        }
    }

    /** Whether the item that was there must be known. */
    boolean needsOld() {
        return condition != null || write instanceof Write.Update || write instanceof Write.Check;
    }

    boolean isMet(@Nullable Map<String, AttributeValue> old) {
        return condition == null || Conditions.holds(condition, old == null ? Map.of() : old);
    }

    /** The item after the write; null for none. Refuses an update that cannot be made. */
    @Nullable
    Map<String, AttributeValue> result(Table table, @Nullable Map<String, AttributeValue> old) {
        return switch (write) {
            case Write.Put put -> put.item();
            case Write.Delete _ -> null;
            case Write.Check _ -> old;
            case Write.Update change -> {
                Map<String, AttributeValue> now = new LinkedHashMap<>(old == null ? change.key() : old);
                if (update != null) {
                    now = Updater.apply(update, now);
                } else if (change.attributes() != null) {
                    now = AttributeUpdates.apply(change.attributes(), now);
                }
                UpdateRules.checkResult(table, now);
                yield now;
            }
        };
    }

    /** The paths that the write is about, for {@code UPDATED_OLD} and {@code UPDATED_NEW}. */
    List<DocumentPath> paths() {
        if (update != null) {
            return update.paths();
        }
        List<DocumentPath> paths = new ArrayList<>();
        if (write instanceof Write.Update change && change.attributes() != null) {
            change.attributes().keySet().forEach(name -> paths.add(DocumentPath.of(name)));
        }
        return paths;
    }
}
