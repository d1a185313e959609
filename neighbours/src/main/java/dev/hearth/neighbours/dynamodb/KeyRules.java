package dev.hearth.neighbours.dynamodb;

import dev.hearth.core.FaultException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keys and items of a table must be like. */
final class KeyRules {

    /** Of a partition key, bytes. */
    static final int MAX_HASH = 2048;

    /** Of a sort key, bytes. */
    static final int MAX_RANGE = 1024;

    private static final String NO_MATCH = "The provided key element does not match the schema";

    private KeyRules() {}

    /** Refuses what is not exactly a key of the table. */
    static void checkKey(Map<String, AttributeValue> key, KeySchema schema) {
        if (key.size() != schema.size()) {
            throw DynamoDbError.invalid(NO_MATCH);
        }
        checkPart(key, schema.hash(), true);
        if (schema.range() != null) {
            checkPart(key, schema.range(), false);
        }
    }

    /** Refuses what cannot be one part of a key. */
    static void checkPart(Map<String, AttributeValue> key, KeySchema.Part part, boolean hash) {
        AttributeValue value = key.get(part.name());
        if (!part.fits(value) || value == null) {
            throw DynamoDbError.invalid(NO_MATCH);
        }
        checkEmpty(value, part.name(), "One or more parameter values were invalid: ");
        checkSize(value, hash);
    }

    private static void checkEmpty(AttributeValue value, String name, String begin) {
        boolean text = value instanceof AttributeValue.S(String string) && string.isEmpty();
        boolean binary = value instanceof AttributeValue.B(byte[] bytes) && bytes.length == 0;
        if (text || binary) {
            throw DynamoDbError.invalid(begin + "The AttributeValue for a key attribute cannot contain an empty "
                    + (text ? "string" : "binary") + " value. Key: " + name);
        }
    }

    private static void checkSize(AttributeValue value, boolean hash) {
        int size = value instanceof AttributeValue.N ? 0 : ItemSize.of(value);
        if (hash && size > MAX_HASH) {
            throw DynamoDbError.invalidParameter(
                    "Size of hashkey has exceeded the maximum size limit of" + MAX_HASH + " bytes");
        }
        if (!hash && size > MAX_RANGE) {
            throw DynamoDbError.invalidParameter(
                    "Aggregated size of all range keys has exceeded the size limit of " + MAX_RANGE + " bytes");
        }
    }

    /** Refuses an item that cannot be in the table. */
    static void checkItem(Map<String, AttributeValue> item, Table table) {
        checkItemPart(item, table.keys().hash(), true);
        if (table.keys().range() != null) {
            checkItemPart(item, table.keys().range(), false);
        }
        checkIndexes(item, table);
    }

    private static void checkItemPart(Map<String, AttributeValue> item, KeySchema.Part part, boolean hash) {
        AttributeValue value = item.get(part.name());
        if (value == null) {
            throw DynamoDbError.invalidParameter("Missing the key " + part.name() + " in the item");
        }
        if (!part.fits(value)) {
            throw DynamoDbError.invalidParameter(
                    "Type mismatch for key " + part.name() + " expected: " + part.type() + " actual: " + value.type());
        }
        checkEmpty(value, part.name(), "One or more parameter values are not valid. ");
        checkSize(value, hash);
    }

    /** Refuses an item whose attributes do not fit into the indexes that they are keys of. */
    static void checkIndexes(Map<String, AttributeValue> item, Table table) {
        for (Table.Index index : table.globalFirst()) {
            checkIndexPart(item, index.keys().hash(), index, true);
            if (index.keys().range() != null) {
                checkIndexPart(item, index.keys().range(), index, false);
            }
        }
    }

    private static void checkIndexPart(
            Map<String, AttributeValue> item, KeySchema.Part part, Table.Index index, boolean hash) {
        AttributeValue value = item.get(part.name());
        if (value == null) {
            return;
        }
        if (!part.fits(value)) {
            throw indexMismatch(part, value.type(), index);
        }
        boolean empty = value instanceof AttributeValue.S(String text) && text.isEmpty()
                || value instanceof AttributeValue.B(byte[] bytes) && bytes.length == 0;
        if (empty) {
            throw DynamoDbError.invalid("One or more parameter values are not valid. A value specified for a secondary"
                    + " index key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                    + (value instanceof AttributeValue.S ? "string" : "binary") + " value. IndexName: " + index.name()
                    + ", IndexKey: " + part.name());
        }
        int size = value instanceof AttributeValue.N ? 0 : ItemSize.of(value);
        if (size > (hash ? MAX_HASH : MAX_RANGE)) {
            throw DynamoDbError.invalidParameter("Size of " + (hash ? "hashkey" : "rangekey")
                    + " has exceeded the maximum size limit of" + (hash ? MAX_HASH : MAX_RANGE) + " bytes");
        }
    }

    static FaultException indexMismatch(KeySchema.Part part, String actual, Table.Index index) {
        return DynamoDbError.invalidParameter("Type mismatch for Index Key " + part.name() + " Expected: " + part.type()
                + " Actual: " + actual + " IndexName: " + index.name());
    }

    /** Refuses paths into keys, which have no inside. */
    static void checkPaths(@Nullable List<DocumentPath> paths, Table table) {
        if (paths == null) {
            return;
        }
        Set<String> nested = new HashSet<>();
        for (DocumentPath path : paths) {
            if (path.isNested()) {
                nested.add(path.head());
            }
        }
        if (!nested.isEmpty()) {
            checkScalar(table.keys(), nested, "Key: ");
            table.globalFirst().forEach(index -> checkScalar(index.keys(), nested, "IndexKey: "));
        }
    }

    /** Of several mistakes the first in the order of the keys is told. */
    private static void checkScalar(KeySchema keys, Set<String> nested, String role) {
        KeySchema.Part range = keys.range();
        String name = nested.contains(keys.hash().name())
                ? keys.hash().name()
                : range != null && nested.contains(range.name()) ? range.name() : null;
        if (name != null) {
            throw DynamoDbError.invalid(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                            + role + name);
        }
    }
}
