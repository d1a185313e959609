package dev.hearth.aws.dynamodb;

import dev.hearth.aws.Call;
import dev.hearth.aws.RawHandler.Answer;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import dev.hearth.neighbours.dynamodb.Table;
import dev.hearth.neighbours.dynamodb.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Settings of tables beside their description. */
final class SettingOperations {

    private static final long ACCOUNT_UNITS = 80_000;
    private static final long TABLE_UNITS = 40_000;
    private static final int ENDPOINT_MINUTES = 1440;
    private static final int DAYS = 35;

    private final Tables tables;
    private final PolicyOperations policies;

    SettingOperations(DynamoDb room) {
        this.tables = room.tables();
        this.policies = new PolicyOperations(room);
    }

    Answer answer(Call call, String operation, Members request) {
        return switch (operation) {
            case "UpdateTimeToLive" -> updateTimeToLive(request);
            case "DescribeTimeToLive" -> describeTimeToLive(request);
            case "TagResource" -> tag(request);
            case "UntagResource" -> untag(request);
            case "ListTagsOfResource" -> tags(request);
            case "DescribeLimits" -> limits();
            case "DescribeEndpoints" -> endpoints(call);
            case "DescribeContinuousBackups" -> backups(table(request));
            case "UpdateContinuousBackups" -> updateBackups(request);
            case "DescribeContributorInsights" -> insights(request);
            case "UpdateContributorInsights" -> updateInsights(request);
            case "DescribeKinesisStreamingDestination" -> destinations(request);
            case "DescribeTableReplicaAutoScaling" -> scaling(request);
            case "PutResourcePolicy" -> policies.put(request);
            case "GetResourcePolicy" -> policies.get(request);
            case "DeleteResourcePolicy" -> policies.delete(request);
            case "ListContributorInsights" -> none("ContributorInsightsSummaries");
            case "ListBackups" -> none("BackupSummaries");
            case "ListGlobalTables" -> none("GlobalTables");
            case "ListExports" -> none("ExportSummaries");
            default -> none("ImportSummaryList");
        };
    }

    private static Answer none(String name) {
        return Answers.of(json -> {
            json.writeName(name);
            json.writeStartArray();
            json.writeEndArray();
        });
    }

    private Table table(Members request) {
        new Constraints().tableName(request.text("TableName")).check();
        return tables.get(request.text("TableName", ""));
    }

    private Answer updateTimeToLive(Members request) {
        Members wish = request.structure("TimeToLiveSpecification");
        String attribute = wish == null ? null : wish.text("AttributeName");
        new Constraints()
                .tableName(request.text("TableName"))
                .notNull(wish, "timeToLiveSpecification")
                .check();
        new Constraints()
                .notNull(attribute, "timeToLiveSpecification.attributeName")
                .size(
                        attribute,
                        attribute == null ? 0 : attribute.length(),
                        1,
                        255,
                        "timeToLiveSpecification.attributeName")
                .check();
        boolean enabled = wish != null && wish.isTrue("Enabled");
        tables.timeToLive(request.text("TableName", ""), attribute == null ? "" : attribute, enabled);
        return Answers.of(json -> {
            json.writeName("TimeToLiveSpecification");
            json.writeStartObject();
            json.writeBooleanProperty("Enabled", enabled);
            json.writeStringProperty("AttributeName", attribute);
            json.writeEndObject();
        });
    }

    private Answer describeTimeToLive(Members request) {
        Table.TimeToLive expiry = table(request).timeToLive();
        return Answers.of(json -> {
            json.writeName("TimeToLiveDescription");
            json.writeStartObject();
            json.writeStringProperty("TimeToLiveStatus", expiry == null ? "DISABLED" : "ENABLED");
            if (expiry != null) {
                json.writeStringProperty("AttributeName", expiry.attribute());
            }
            json.writeEndObject();
        });
    }

    private Answer tag(Members request) {
        tables.tag(arn(request), TableWishes.tags(request));
        return Answers.of(json -> {});
    }

    private static String arn(Members request) {
        new Constraints().notNull(request.text("ResourceArn"), "resourceArn").check();
        return request.text("ResourceArn", "");
    }

    private Answer untag(Members request) {
        List<String> keys = request.texts("TagKeys");
        new Constraints().notNull(keys, "tagKeys").check();
        tables.untag(arn(request), keys == null ? List.of() : keys);
        return Answers.of(json -> {});
    }

    private Answer tags(Members request) {
        Map<String, String> tags = tables.tags(arn(request));
        return Answers.of(json -> {
            json.writeName("Tags");
            json.writeStartArray();
            tags.forEach((key, value) -> {
                json.writeStartObject();
                json.writeStringProperty("Key", key);
                json.writeStringProperty("Value", value);
                json.writeEndObject();
            });
            json.writeEndArray();
        });
    }

    private static Answer limits() {
        return Answers.of(json -> {
            json.writeNumberProperty("AccountMaxReadCapacityUnits", ACCOUNT_UNITS);
            json.writeNumberProperty("AccountMaxWriteCapacityUnits", ACCOUNT_UNITS);
            json.writeNumberProperty("TableMaxReadCapacityUnits", TABLE_UNITS);
            json.writeNumberProperty("TableMaxWriteCapacityUnits", TABLE_UNITS);
        });
    }

    private static Answer endpoints(Call call) {
        return Answers.of(json -> {
            json.writeName("Endpoints");
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringProperty("Address", call.endpoint().replace("http://", ""));
            json.writeNumberProperty("CachePeriodInMinutes", ENDPOINT_MINUTES);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static Answer backups(Table table) {
        return Answers.of(json -> backups(json, table));
    }

    private static void backups(JsonGenerator json, Table table) {
        boolean enabled = Boolean.parseBoolean(table.setting(Table.RECOVERY));
        json.writeName("ContinuousBackupsDescription");
        json.writeStartObject();
        json.writeStringProperty("ContinuousBackupsStatus", "ENABLED");
        json.writeName("PointInTimeRecoveryDescription");
        json.writeStartObject();
        json.writeStringProperty("PointInTimeRecoveryStatus", enabled ? "ENABLED" : "DISABLED");
        if (enabled) {
            String days = table.setting(Table.RECOVERY_DAYS);
            json.writeNumberProperty("RecoveryPeriodInDays", days == null ? DAYS : Integer.parseInt(days));
            json.writeName("EarliestRestorableDateTime");
            TableWriter.seconds(json, table.createdMillis());
            json.writeName("LatestRestorableDateTime");
            TableWriter.seconds(json, table.createdMillis());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private Answer updateBackups(Members request) {
        Members wish = request.structure("PointInTimeRecoverySpecification");
        new Constraints()
                .tableName(request.text("TableName"))
                .notNull(wish, "pointInTimeRecoverySpecification")
                .check();
        Map<String, @Nullable String> settings = new HashMap<>();
        boolean enabled = wish != null && wish.isTrue("PointInTimeRecoveryEnabled");
        Long days = wish == null ? null : wish.number("RecoveryPeriodInDays");
        settings.put(Table.RECOVERY, Boolean.toString(enabled));
        settings.put(Table.RECOVERY_DAYS, days == null ? null : days.toString());
        return backups(tables.keep(request.text("TableName", ""), settings));
    }

    private Answer insights(Members request) {
        Table table = table(request);
        String status = table.setting(Table.INSIGHTS);
        return Answers.of(json -> {
            json.writeStringProperty("TableName", table.name());
            json.writeStringProperty("ContributorInsightsStatus", status == null ? "DISABLED" : status);
        });
    }

    private Answer updateInsights(Members request) {
        Table table = table(request);
        String action = request.text("ContributorInsightsAction");
        new Constraints()
                .notNull(action, "contributorInsightsAction")
                .oneOf(action, "contributorInsightsAction", "ENABLE", "DISABLE")
                .check();
        String status = "ENABLE".equals(action) ? "ENABLED" : "DISABLED";
        tables.keep(table.name(), Map.of(Table.INSIGHTS, status));
        return Answers.of(json -> {
            json.writeStringProperty("TableName", table.name());
            json.writeStringProperty("ContributorInsightsStatus", status);
        });
    }

    private Answer destinations(Members request) {
        Table table = table(request);
        return Answers.of(json -> {
            json.writeStringProperty("TableName", table.name());
            json.writeName("KinesisDataStreamDestinations");
            json.writeStartArray();
            json.writeEndArray();
        });
    }

    private Answer scaling(Members request) {
        Table table = table(request);
        if (table.throughput().onDemand()) {
            throw DynamoDbError.invalid("Table is not in provisioned mode");
        }
        return Answers.of(json -> {
            json.writeName("TableAutoScalingDescription");
            json.writeStartObject();
            json.writeStringProperty("TableName", table.name());
            json.writeStringProperty("TableStatus", TableWriter.status(table));
            json.writeName("Replicas");
            json.writeStartArray();
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
