package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.KeySchema;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.neighbours.dynamodb.Tables;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code TableDescription} into JSON. */
final class TableWriter {

    private static final int MILLIS = 3;

    private TableWriter() {}

    /** What a table is doing. */
    static String status(Table table) {
        return table.indexes().stream().allMatch(Table.Index::filled) ? "ACTIVE" : "UPDATING";
    }

    static void write(JsonGenerator json, Tables tables, Tables.Description description, String status) {
        Table table = description.table();
        json.writeStartObject();
        json.writeName("AttributeDefinitions");
        json.writeStartArray();
        for (KeySchema.Part each : table.attributes()) {
            json.writeStartObject();
            json.writeStringProperty("AttributeName", each.name());
            json.writeStringProperty("AttributeType", each.type().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("TableName", table.name());
        keys(json, table.keys());
        json.writeStringProperty("TableStatus", status);
        json.writeName("CreationDateTime");
        seconds(json, table.createdMillis());
        throughput(json, table.throughput());
        size(json, "TableSizeBytes", description.size());
        json.writeStringProperty("TableArn", tables.arn(table));
        json.writeStringProperty("TableId", table.tableId());
        billing(json, table);
        indexes(json, tables, table, false);
        indexes(json, tables, table, true);
        stream(json, tables, table);
        settings(json, table);
        json.writeEndObject();
    }

    private static void size(JsonGenerator json, String name, TableStore.Size size) {
        json.writeNumberProperty(name, size.bytes());
        json.writeNumberProperty("ItemCount", size.items());
    }

    static void seconds(JsonGenerator json, long millis) {
        json.writeNumber(BigDecimal.valueOf(millis, MILLIS));
    }

    private static void keys(JsonGenerator json, KeySchema keys) {
        json.writeName("KeySchema");
        json.writeStartArray();
        key(json, keys.hash(), "HASH");
        if (keys.range() != null) {
            key(json, keys.range(), "RANGE");
        }
        json.writeEndArray();
    }

    private static void key(JsonGenerator json, KeySchema.Part part, String type) {
        json.writeStartObject();
        json.writeStringProperty("AttributeName", part.name());
        json.writeStringProperty("KeyType", type);
        json.writeEndObject();
    }

    private static void throughput(JsonGenerator json, Table.Throughput throughput) {
        json.writeName("ProvisionedThroughput");
        json.writeStartObject();
        json.writeNumberProperty("NumberOfDecreasesToday", 0);
        json.writeNumberProperty("ReadCapacityUnits", throughput.read());
        json.writeNumberProperty("WriteCapacityUnits", throughput.write());
        json.writeEndObject();
    }

    private static void billing(JsonGenerator json, Table table) {
        String since = table.setting(Table.ON_DEMAND_SINCE);
        if (since != null) {
            json.writeName("BillingModeSummary");
            json.writeStartObject();
            json.writeStringProperty("BillingMode", table.throughput().onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED");
            json.writeName("LastUpdateToPayPerRequestDateTime");
            seconds(json, Long.parseLong(since));
            json.writeEndObject();
        }
    }

    private static void indexes(JsonGenerator json, Tables tables, Table table, boolean global) {
        List<Table.Index> all =
                table.indexes().stream().filter(each -> each.global() == global).toList();
        if (all.isEmpty()) {
            return;
        }
        json.writeName(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
        json.writeStartArray();
        for (Table.Index index : all) {
            json.writeStartObject();
            json.writeStringProperty("IndexName", index.name());
            keys(json, index.keys());
            json.writeName("Projection");
            json.writeStartObject();
            json.writeStringProperty("ProjectionType", index.projection().name());
            if (index.projection() == Table.Projection.INCLUDE) {
                json.writeName("NonKeyAttributes");
                json.writeStartArray();
                index.included().forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeEndObject();
            if (global) {
                json.writeStringProperty("IndexStatus", index.filled() ? "ACTIVE" : "CREATING");
                if (!index.filled()) {
                    json.writeBooleanProperty("Backfilling", true);
                }
                throughput(json, index.throughput());
            }
            size(json, "IndexSizeBytes", new TableStore.Size(0, 0));
            json.writeStringProperty("IndexArn", tables.arn(table) + "/index/" + index.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void stream(JsonGenerator json, Tables tables, Table table) {
        Table.Stream stream = table.stream();
        if (stream != null) {
            json.writeName("StreamSpecification");
            json.writeStartObject();
            json.writeBooleanProperty("StreamEnabled", true);
            json.writeStringProperty("StreamViewType", stream.view());
            json.writeEndObject();
        }
        if (!table.streams().isEmpty()) {
            Table.Stream latest = table.streams().getLast();
            json.writeStringProperty("LatestStreamLabel", latest.label());
            json.writeStringProperty("LatestStreamArn", tables.arn(table, latest));
        }
    }

    private static void settings(JsonGenerator json, Table table) {
        json.writeBooleanProperty(
                "DeletionProtectionEnabled", Boolean.parseBoolean(table.setting(Table.DELETION_PROTECTION)));
        String tableClass = table.setting(Table.TABLE_CLASS);
        if (tableClass != null) {
            json.writeName("TableClassSummary");
            json.writeStartObject();
            json.writeStringProperty("TableClass", tableClass);
            json.writeEndObject();
        }
        String key = table.setting(Table.ENCRYPTION);
        if (key != null && !key.isEmpty()) {
            json.writeName("SSEDescription");
            json.writeStartObject();
            json.writeStringProperty("Status", "ENABLED");
            json.writeStringProperty("SSEType", "KMS");
            json.writeStringProperty("KMSMasterKeyArn", key);
            json.writeEndObject();
        }
        numbers(json, "OnDemandThroughput", table.setting(Table.ON_DEMAND_LIMITS), false);
        numbers(json, "WarmThroughput", table.setting(Table.WARM_LIMITS), true);
    }

    private static void numbers(JsonGenerator json, String name, @Nullable String text, boolean active) {
        if (text == null || text.isEmpty()) {
            return;
        }
        json.writeName(name);
        json.writeStartObject();
        for (String each : text.split(",")) {
            String[] pair = each.split("=");
            json.writeNumberProperty(pair[0], Long.parseLong(pair[1]));
        }
        if (active) {
            json.writeStringProperty("Status", "ACTIVE");
        }
        json.writeEndObject();
    }
}
