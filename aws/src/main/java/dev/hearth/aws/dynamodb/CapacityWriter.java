package dev.hearth.aws.dynamodb;

import dev.hearth.neighbours.dynamodb.Capacity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** {@code ConsumedCapacity} into JSON. */
final class CapacityWriter {

    /** Which side of an operation's costs is told beside their sum. */
    enum Side {
        READ("ReadCapacityUnits"),
        WRITE("WriteCapacityUnits"),
        NEITHER("");

        private final String member;

        Side(String member) {
            this.member = member;
        }
    }

    private CapacityWriter() {}

    static void one(JsonGenerator json, Members request, Capacity capacity) {
        if (Parameters.wantsCapacity(request)) {
            json.writeName("ConsumedCapacity");
            write(json, request, capacity, Side.NEITHER);
        }
    }

    /** The costs of many operations, summed up for each table. */
    static void all(JsonGenerator json, Members request, List<Capacity> costs, Side side) {
        if (!Parameters.wantsCapacity(request)) {
            return;
        }
        Map<String, Capacity> byTable = new LinkedHashMap<>();
        costs.forEach(each -> byTable.merge(each.table(), each, Capacity::plus));
        json.writeName("ConsumedCapacity");
        json.writeStartArray();
        byTable.values().forEach(each -> write(json, request, each, side));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Members request, Capacity capacity, Side side) {
        json.writeStartObject();
        json.writeStringProperty("TableName", capacity.table());
        units(json, capacity.total(), side);
        if ("INDEXES".equals(request.text("ReturnConsumedCapacity"))) {
            json.writeName("Table");
            json.writeStartObject();
            units(json, capacity.units(), side);
            json.writeEndObject();
            indexes(json, "LocalSecondaryIndexes", capacity.local(), side);
            indexes(json, "GlobalSecondaryIndexes", capacity.global(), side);
        }
        json.writeEndObject();
    }

    private static void indexes(JsonGenerator json, String name, Map<String, Double> units, Side side) {
        if (!units.isEmpty()) {
            json.writeName(name);
            json.writeStartObject();
            units.forEach((index, each) -> {
                json.writeName(index);
                json.writeStartObject();
                units(json, each, side);
                json.writeEndObject();
            });
            json.writeEndObject();
        }
    }

    private static void units(JsonGenerator json, double units, Side side) {
        json.writeNumberProperty("CapacityUnits", units);
        if (side != Side.NEITHER) {
            json.writeNumberProperty(side.member, units);
        }
    }
}
