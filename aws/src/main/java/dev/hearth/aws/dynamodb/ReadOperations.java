package dev.hearth.aws.dynamodb;

import dev.hearth.aws.RawHandler;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.AttributeValue;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.ExpressionInput;
import dev.hearth.neighbours.dynamodb.Items;
import dev.hearth.neighbours.dynamodb.LegacyCondition;
import dev.hearth.neighbours.dynamodb.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads. */
final class ReadOperations {

    private static final int MAX_SEGMENTS = 1_000_000;
    private static final int OK = 200;
    private static final String[] SELECT = {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"
    };

    /** What AWS says of these is not said to be about the starting key. */
    private static final Pattern PLAIN =
            Pattern.compile("contains duplicates|number set|numeric value|significant digits|number with magnitude");

    private final Items items;

    ReadOperations(Items items) {
        this.items = items;
    }

    Answer get(Members request) {
        return answer(request, items.get(wish(request)));
    }

    /** The same without waiting, if the item is at hand. */
    RawHandler.Step begin(Members request) {
        Items.Get get = wish(request);
        Items.Found found = items.getNow(get, Parameters.wantsCapacity(request));
        return found == null
                ? Answers.onTask(() -> answer(request, items.get(get)))
                : RawHandler.Step.now(answer(request, found));
    }

    private static Items.Get wish(Members request) {
        Parameters.common(request)
                .tableName(request.text("TableName"))
                .notNull(request.structure("Key"), "key")
                .check();
        return getOf(request, request.text("TableName", ""), request.structure("Key"));
    }

    private static Answer answer(Members request, Items.Found found) {
        if (found.item() instanceof StoredItem item && !Parameters.wantsCapacity(request)) {
            StoredJson json = new StoredJson();
            json.raw("{\"Item\":");
            json.item(item);
            json.raw("}");
            return new Answer(OK, json.toBytes());
        }
        return Answers.of(json -> {
            if (found.item() != null) {
                ValueWriter.member(json, "Item", found.item());
            }
            CapacityWriter.one(json, request, found.capacity());
        });
    }

    /** The read that a structure wishes. */
    static Items.Get getOf(Members request, String table, @Nullable Members key) {
        Parameters.checkForms(request, List.of("ProjectionExpression"), List.of("AttributesToGet"));
        Map<String, AttributeValue> attributes = key == null ? Map.of() : Values.map(key, 0);
        return new Items.Get(
                table,
                attributes,
                request.isTrue("ConsistentRead"),
                request.text("ProjectionExpression"),
                Parameters.attributes(request),
                new ExpressionInput(request.textMap("ExpressionAttributeNames"), null));
    }

    private static Constraints paged(Members request) {
        return Parameters.common(request)
                .tableName(request.text("TableName"))
                .name(request.text("IndexName"), "indexName")
                .oneOf(request.text("Select"), "select", SELECT)
                .oneOf(request.text("ConditionalOperator"), "conditionalOperator", "OR", "AND")
                .atLeast(request.number("Limit"), 1, "limit");
    }

    Answer query(Members request) {
        paged(request).check();
        Parameters.checkForms(
                request,
                List.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression"),
                List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"));
        Map<String, LegacyCondition> filter = Parameters.conditions(request, "QueryFilter");
        List<String> attributes = Parameters.attributes(request);
        Map<String, AttributeValue> start = start(request);
        Map<String, LegacyCondition> keys = Parameters.conditions(request, "KeyConditions");
        Items.Selection selection = selection(request, filter, attributes, start);
        Boolean forward = request.flag("ScanIndexForward");
        Items.Page page = items.query(
                new Items.Query(selection, request.text("KeyConditionExpression"), keys, forward == null || forward));
        return page(request, page);
    }

    private static Items.Selection selection(
            Members request,
            @Nullable Map<String, LegacyCondition> filter,
            @Nullable List<String> attributes,
            @Nullable Map<String, AttributeValue> start) {
        checkSelect(request);
        Long limit = request.number("Limit");
        return new Items.Selection(
                request.text("TableName", ""),
                request.text("IndexName"),
                request.text("FilterExpression"),
                filter,
                "OR".equals(request.text("ConditionalOperator")),
                request.text("ProjectionExpression"),
                attributes,
                Parameters.input(request),
                limit == null ? 0 : (int) Math.min(limit, Integer.MAX_VALUE),
                start,
                request.text("Select"),
                request.isTrue("ConsistentRead"));
    }

    private static void checkSelect(Members request) {
        String select = request.text("Select");
        if (select == null) {
            return;
        }
        String given = request.has("ProjectionExpression")
                ? "ProjectionExpression"
                : request.has("AttributesToGet") ? "AttributesToGet" : null;
        if (select.equals("SPECIFIC_ATTRIBUTES")) {
            if (given == null) {
                throw DynamoDbError.invalidParameter("Must specify the AttributesToGet or ProjectionExpression when"
                        + " choosing to get SPECIFIC_ATTRIBUTES");
            }
        } else if (given != null) {
            throw DynamoDbError.invalidParameter("Cannot specify the " + given + " when choosing to get "
                    + (select.equals("COUNT") ? "only the Count" : select));
        }
        if (select.equals("ALL_PROJECTED_ATTRIBUTES") && !request.has("IndexName")) {
            throw DynamoDbError.invalidParameter(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
    }

    private static @Nullable Map<String, AttributeValue> start(Members request) {
        try {
            return Values.map(request, "ExclusiveStartKey");
        } catch (FaultException wrong) {
            String message = wrong.fault().message();
            if (wrong.fault().detail().equals(DynamoDbError.SERIALIZATION.code())
                    || PLAIN.matcher(message).find()) {
                throw wrong;
            }
            throw DynamoDbError.invalid("The provided starting key is invalid: " + message);
        }
    }

    Answer scan(Members request) {
        Long segments = request.number("TotalSegments");
        Long segment = request.number("Segment");
        paged(request)
                .atLeast(segments, 1, "totalSegments")
                .atMost(segments, MAX_SEGMENTS, "totalSegments")
                .atLeast(segment, 0, "segment")
                .atMost(segment, MAX_SEGMENTS - 1, "segment")
                .check();
        Parameters.checkForms(
                request,
                List.of("ProjectionExpression", "FilterExpression"),
                List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"));
        List<String> attributes = Parameters.attributes(request);
        Map<String, LegacyCondition> filter = Parameters.conditions(request, "ScanFilter");
        Map<String, AttributeValue> start = start(request);
        if (segment != null && segments == null) {
            throw DynamoDbError.invalid("The TotalSegments parameter is required but was not present in the request"
                    + " when Segment parameter is present");
        }
        if (segments != null && segment == null) {
            throw DynamoDbError.invalid("The Segment parameter is required but was not present in the request when"
                    + " parameter TotalSegments is present");
        }
        if (segment != null && segment >= segments) {
            throw DynamoDbError.invalid("The Segment parameter is zero-based and must be less than parameter"
                    + " TotalSegments: Segment: " + segment + " is not less than TotalSegments: " + segments);
        }
        Items.Selection selection = selection(request, filter, attributes, start);
        int which = segment == null ? 0 : segment.intValue();
        int all = segments == null ? 1 : segments.intValue();
        return page(request, items.scan(new Items.Scan(selection, which, all)));
    }

    /** Whether all that is to be told are whole items and their number. */
    private static boolean isPlain(Members request, Items.Page page) {
        List<Map<String, AttributeValue>> items = page.items();
        if (items == null || page.last() != null || Parameters.wantsCapacity(request)) {
            return false;
        }
        for (Map<String, AttributeValue> each : items) {
            if (!(each instanceof StoredItem)) {
                return false;
            }
        }
        return true;
    }

    private static Answer plain(Items.Page page) {
        StoredJson json = new StoredJson();
        json.raw("{\"Items\":[");
        if (page.items() != null) {
            page.items().forEach(each -> json.item((StoredItem) each));
        }
        json.raw("],\"Count\":" + page.count() + ",\"ScannedCount\":" + page.scanned() + "}");
        return new Answer(OK, json.toBytes());
    }

    private static Answer page(Members request, Items.Page page) {
        if (isPlain(request, page)) {
            return plain(page);
        }
        return Answers.of(json -> {
            if (page.items() != null) {
                json.writeName("Items");
                json.writeStartArray();
                page.items().forEach(each -> ValueWriter.map(json, each));
                json.writeEndArray();
            }
            json.writeNumberProperty("Count", page.count());
            json.writeNumberProperty("ScannedCount", page.scanned());
            if (page.last() != null) {
                ValueWriter.member(json, "LastEvaluatedKey", page.last());
            }
            CapacityWriter.one(json, request, page.capacity());
        });
    }
}
