package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.KeySchema;
import dev.hearth.neighbours.dynamodb.ScalarType;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request says that a table should be like. */
record TableWishes(Members request) {

    static void check(Constraints constraints, Members request) {
        List<Members> attributes = request.structures("AttributeDefinitions");
        for (int i = 0; attributes != null && i < attributes.size(); i++) {
            String path = "attributeDefinitions." + (i + 1) + ".member.";
            String type = attributes.get(i).text("AttributeType");
            constraints
                    .notNull(attributes.get(i).text("AttributeName"), path + "attributeName")
                    .notNull(type, path + "attributeType")
                    .oneOf(type, path + "attributeType", "B", "N", "S");
        }
        checkKeys(constraints, request, "");
        checkThroughput(constraints, request.structure("ProvisionedThroughput"), "provisionedThroughput.");
        for (String kind : List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes")) {
            List<Members> indexes = request.structures(kind);
            for (int i = 0; indexes != null && i < indexes.size(); i++) {
                checkIndex(constraints, indexes.get(i), kind + "." + (i + 1) + ".member.");
            }
        }
        List<Members> updates = request.structures("GlobalSecondaryIndexUpdates");
        for (int i = 0; updates != null && i < updates.size(); i++) {
            Members create = updates.get(i).structure("Create");
            if (create != null) {
                checkIndex(constraints, create, "globalSecondaryIndexUpdates." + (i + 1) + ".member.create.");
            }
        }
    }

    private static void checkKeys(Constraints constraints, Members of, String path) {
        List<Members> keys = of.structures("KeySchema");
        for (int i = 0; keys != null && i < keys.size(); i++) {
            String member = path + "keySchema." + (i + 1) + ".member.";
            String type = keys.get(i).text("KeyType");
            constraints
                    .notNull(keys.get(i).text("AttributeName"), member + "attributeName")
                    .notNull(type, member + "keyType")
                    .oneOf(type, member + "keyType", "HASH", "RANGE");
        }
    }

    private static void checkThroughput(Constraints constraints, @Nullable Members throughput, String path) {
        if (throughput != null) {
            Long read = throughput.number("ReadCapacityUnits");
            Long write = throughput.number("WriteCapacityUnits");
            constraints
                    .notNull(write, path + "writeCapacityUnits")
                    .atLeast(write, 1, path + "writeCapacityUnits")
                    .notNull(read, path + "readCapacityUnits")
                    .atLeast(read, 1, path + "readCapacityUnits");
        }
    }

    private static void checkIndex(Constraints constraints, Members index, String path) {
        String name = index.text("IndexName");
        List<Members> keys = index.structures("KeySchema");
        Members projection = index.structure("Projection");
        constraints
                .notNull(name, path + "indexName")
                .name(name, path + "indexName")
                .notNull(keys, path + "keySchema")
                .size(keys, keys == null ? 0 : keys.size(), 1, 2, path + "keySchema")
                .notNull(projection, path + "projection");
        checkKeys(constraints, index, path);
        if (projection != null) {
            constraints.oneOf(
                    projection.text("ProjectionType"),
                    path + "projection.projectionType",
                    "ALL",
                    "INCLUDE",
                    "KEYS_ONLY");
        }
        checkThroughput(constraints, index.structure("ProvisionedThroughput"), path + "provisionedThroughput.");
    }

    List<KeySchema.Part> attributes() {
        List<KeySchema.Part> parts = new ArrayList<>();
        List<Members> attributes = request.structures("AttributeDefinitions");
        if (attributes != null) {
            attributes.forEach(each -> parts.add(new KeySchema.Part(
                    each.text("AttributeName", ""), ScalarType.valueOf(each.text("AttributeType", "S")))));
        }
        return parts;
    }

    static List<Tables.KeyElement> keys(Members of) {
        List<Tables.KeyElement> keys = new ArrayList<>();
        List<Members> given = of.structures("KeySchema");
        if (given != null) {
            given.forEach(
                    each -> keys.add(new Tables.KeyElement(each.text("AttributeName", ""), each.text("KeyType", ""))));
        }
        return keys;
    }

    static Table.@Nullable Throughput throughput(Members of, String name) {
        Members given = of.structure(name);
        Long read = given == null ? null : given.number("ReadCapacityUnits");
        Long write = given == null ? null : given.number("WriteCapacityUnits");
        return read == null || write == null ? null : new Table.Throughput(false, read, write);
    }

    @Nullable
    List<Tables.IndexWish> indexes(String name) {
        List<Members> given = request.structures(name);
        return given == null ? null : given.stream().map(TableWishes::index).toList();
    }

    private static Tables.IndexWish index(Members index) {
        Members projection = index.structure("Projection");
        return new Tables.IndexWish(
                index.text("IndexName", ""),
                keys(index),
                projection == null ? null : projection.text("ProjectionType"),
                projection == null ? null : projection.texts("NonKeyAttributes"),
                throughput(index, "ProvisionedThroughput"));
    }

    List<Tables.IndexUpdate> updates() {
        List<Tables.IndexUpdate> updates = new ArrayList<>();
        List<Members> given = request.structures("GlobalSecondaryIndexUpdates");
        for (Members each : given == null ? List.<Members>of() : given) {
            Members create = each.structure("Create");
            Members update = each.structure("Update");
            Members delete = each.structure("Delete");
            if (create != null) {
                updates.add(new Tables.IndexUpdate.Create(index(create)));
            } else if (update != null) {
                Table.Throughput throughput = throughput(update, "ProvisionedThroughput");
                updates.add(new Tables.IndexUpdate.Change(
                        update.text("IndexName", ""), throughput == null ? Table.Throughput.ON_DEMAND : throughput));
            } else if (delete != null) {
                updates.add(new Tables.IndexUpdate.Delete(delete.text("IndexName", "")));
            } else {
                throw DynamoDbError.invalidParameter("One of GlobalSecondaryIndexUpdate.Update,"
                        + " GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null");
            }
        }
        return updates;
    }

    static Tables.StreamWish stream(Members stream) {
        String view = stream.text("StreamViewType");
        new Constraints()
                .notNull(stream.flag("StreamEnabled"), "streamSpecification.streamEnabled")
                .oneOf(
                        view,
                        "streamSpecification.streamViewType",
                        "NEW_IMAGE",
                        "OLD_IMAGE",
                        "NEW_AND_OLD_IMAGES",
                        "KEYS_ONLY")
                .check();
        if (stream.isTrue("StreamEnabled") && view == null) {
            throw DynamoDbError.invalidParameter("StreamViewType must be specified when StreamEnabled is true");
        }
        return new Tables.StreamWish(stream.isTrue("StreamEnabled"), view);
    }

    static Map<String, String> tags(Members request) {
        Map<String, String> tags = new LinkedHashMap<>();
        List<Members> given = request.structures("Tags");
        if (given != null) {
            given.forEach(each -> tags.put(each.text("Key", ""), each.text("Value", "")));
        }
        return tags;
    }

    /** What is kept and given back. */
    Map<String, String> settings(boolean fresh) {
        Map<String, String> settings = new LinkedHashMap<>();
        Boolean safe = request.flag("DeletionProtectionEnabled");
        if (safe != null || fresh) {
            settings.put(Table.DELETION_PROTECTION, Boolean.toString(Boolean.TRUE.equals(safe)));
        }
        keep(Table.TABLE_CLASS, request.text("TableClass"), settings);
        Members encryption = request.structure("SSESpecification");
        if (encryption != null) {
            boolean own = encryption.isTrue("Enabled") || encryption.has("KMSMasterKeyId");
            settings.put(Table.ENCRYPTION, own ? encryption.text("KMSMasterKeyId", "alias/aws/dynamodb") : "");
        }
        tree(Table.ON_DEMAND_LIMITS, "OnDemandThroughput", settings);
        tree(Table.WARM_LIMITS, "WarmThroughput", settings);
        if (fresh) {
            keep(Table.POLICY, request.text("ResourcePolicy"), settings);
        }
        return settings;
    }

    private static void keep(String name, @Nullable String value, Map<String, String> settings) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    /** The numbers of a structure. */
    private void tree(String name, String member, Map<String, String> settings) {
        Members found = request.structure(member);
        if (found != null) {
            StringBuilder text = new StringBuilder();
            found.map().forEach((key, value) -> {
                Long number = found.number(key);
                if (number != null) {
                    text.append(text.isEmpty() ? "" : ",")
                            .append(key)
                            .append('=')
                            .append(number);
                }
            });
            settings.put(name, text.toString());
        }
    }
}
