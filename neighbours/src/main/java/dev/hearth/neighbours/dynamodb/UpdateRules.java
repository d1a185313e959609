package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What updates may not do to keys. */
final class UpdateRules {

    private UpdateRules() {}

    static void check(Table table, @Nullable Update update, @Nullable Map<String, Write.AttributeUpdate> attributes) {
        checkKey(table.keys().hash(), update, attributes);
        KeySchema.Part range = table.keys().range();
        if (range != null) {
            checkKey(range, update, attributes);
        }
        for (Table.Index index : table.globalFirst()) {
            checkIndex(index.keys().hash(), index, update, attributes);
            if (index.keys().range() != null) {
                checkIndex(index.keys().range(), index, update, attributes);
            }
        }
        if (update != null) {
            KeyRules.checkPaths(update.allPaths(), table);
        }
    }

    private static void checkKey(
            KeySchema.Part part, @Nullable Update update, @Nullable Map<String, Write.AttributeUpdate> attributes) {
        boolean touched = update != null
                ? update.paths().stream().anyMatch(each -> each.head().equals(part.name()))
                : attributes != null && attributes.containsKey(part.name());
        if (touched) {
            throw DynamoDbError.invalidParameter(
                    "Cannot update attribute " + part.name() + ". This attribute is part of the key");
        }
    }

    private static void checkIndex(
            KeySchema.Part part,
            Table.Index index,
            @Nullable Update update,
            @Nullable Map<String, Write.AttributeUpdate> attributes) {
        String type = update != null ? written(part.name(), update) : null;
        Write.AttributeUpdate attribute = attributes == null ? null : attributes.get(part.name());
        if (attribute != null && attribute.value() != null) {
            type = attribute.value().type();
        }
        if (type != null && !type.equals(part.type().name())) {
            throw KeyRules.indexMismatch(part, type, index);
        }
    }

    /** The type that is written there, as far as the expression tells; else null. */
    private static @Nullable String written(String name, Update update) {
        for (Update.Action action : update.actions()) {
            if (action.path().isNested() || !action.path().head().equals(name)) {
                continue;
            }
            return switch (action) {
                case Update.Set(DocumentPath _, Operand value) -> type(value);
                case Update.Add(DocumentPath _, AttributeValue value) -> value.type();
                case Update.Remove _, Update.Delete _ -> null;
            };
        }
        return null;
    }

    private static @Nullable String type(Operand operand) {
        return switch (operand) {
            case Operand.Value(AttributeValue value) -> value.type();
            case Operand.Arithmetic _ -> "N";
            case Operand.Call(String name, List<Operand> arguments) ->
                name.equals("list_append") ? "L" : type(arguments.get(1));
            case Operand.Path _, Operand.Unknown _ -> null;
        };
    }

    /** Refuses an item that the table cannot hold. */
    static void checkResult(Table table, Map<String, AttributeValue> now) {
        if (ItemSize.of(now) > ItemSize.MAX_BYTES) {
            throw DynamoDbError.invalid("Item size to update has exceeded the maximum allowed size");
        }
        for (Table.Index index : table.indexes()) {
            checkIndexKey(now.get(index.keys().hash().name()), index.keys().hash());
            if (index.keys().range() != null) {
                checkIndexKey(now.get(index.keys().range().name()), index.keys().range());
            }
        }
        KeyRules.checkIndexes(now, table);
    }

    private static void checkIndexKey(@Nullable AttributeValue value, KeySchema.Part part) {
        if (value != null && !part.fits(value)) {
            throw DynamoDbError.invalid(
                    "The update expression attempted to update the secondary index key to unsupported type");
        }
    }
}
