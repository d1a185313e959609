package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A wish to change one item, or to be sure of it. */
public sealed interface Write {

    /** The table's name. */
    String table();

    Guard guard();

    /** An item, in the place of what was there. */
    record Put(String table, Map<String, AttributeValue> item, Guard guard) implements Write {}

    /** No item any more. */
    record Delete(String table, Map<String, AttributeValue> key, Guard guard) implements Write {}

    /**
     * Changes of attributes; the item is made when it is missing.
     *
     * @param expression {@code UpdateExpression}, or null
     * @param attributes {@code AttributeUpdates}, or null
     */
    record Update(
            String table,
            Map<String, AttributeValue> key,
            @Nullable String expression,
            @Nullable Map<String, AttributeUpdate> attributes,
            Guard guard)
            implements Write {}

    /** Nothing but the condition. */
    record Check(String table, Map<String, AttributeValue> key, Guard guard) implements Write {}

    /**
     * A member of {@code AttributeUpdates}; there is none that DynamoDB refuses.
     *
     * @param action PUT, ADD or DELETE; null for PUT
     */
    record AttributeUpdate(
            @Nullable String action, @Nullable AttributeValue value) {

        public AttributeUpdate {
            AttributeUpdates.check(action, value);
        }
    }

    /**
     * When the write may happen.
     *
     * @param condition {@code ConditionExpression}, or null
     * @param input for all expressions of the write
     * @param expected {@code Expected}, or null
     * @param any whether one of {@code expected} suffices
     * @param returnOld whether a refusal carries the item
     */
    record Guard(
            @Nullable String condition,
            ExpressionInput input,
            @Nullable Map<String, Expected> expected,
            boolean any,
            boolean returnOld) {

        public static final Guard NONE = new Guard(null, ExpressionInput.NONE, null, false, false);
    }

    /**
     * A member of {@code Expected}.
     *
     * @param operator {@code ComparisonOperator}, or null
     * @param values {@code AttributeValueList}, or null
     * @param value {@code Value}, or null
     * @param exists {@code Exists}, or null
     */
    record Expected(
            @Nullable String operator,
            @Nullable List<AttributeValue> values,
            @Nullable AttributeValue value,
            @Nullable Boolean exists) {}

    /** What of the item is given back. */
    enum Returned {
        NONE,
        ALL_OLD,
        UPDATED_OLD,
        ALL_NEW,
        UPDATED_NEW
    }

    /**
     * Around a write.
     *
     * @param capacity whether its cost is to be told, which may need a look at what was there
     * @param trace the trace header of its sender, or null
     */
    record Options(
            Returned returned, boolean capacity, @Nullable String trace) {}

    /** What became of it. */
    sealed interface Result {

        /**
         * It is done.
         *
         * @param attributes what was asked for; null when there is nothing to give back
         */
        record Written(@Nullable Map<String, AttributeValue> attributes, Capacity capacity) implements Result {}

        /** @param item if it was asked for and there is one */
        record ConditionFailed(@Nullable Map<String, AttributeValue> item) implements Result {}
    }
}
