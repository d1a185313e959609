package dev.hearth.aws.dynamodb;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.aws.RawHandler;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeKinesisStreamingDestinationRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableReplicaAutoScalingRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListExportsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListGlobalTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListImportsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/** Tables and items. One handler for all operations: nothing is made for each before it is asked for. */
final class ItemsApi implements AwsApi, RawHandler {

    /** The longest body that the event loop reads, which others wait for meanwhile: some tens of microseconds. */
    private static final int SHORT_BYTES = 8 << 10;

    private final Supplier<DynamoDb> room;
    private volatile @Nullable Rooms rooms;

    /** What answers, by what it is about. */
    private record Rooms(
            WriteOperations writes,
            ReadOperations reads,
            BatchOperations batches,
            TransactOperations transactions,
            TableOperations tables,
            SettingOperations settings) {

        static Rooms of(DynamoDb dynamoDb) {
            return new Rooms(
                    new WriteOperations(dynamoDb),
                    new ReadOperations(dynamoDb.items()),
                    new BatchOperations(dynamoDb.items()),
                    new TransactOperations(dynamoDb.items()),
                    new TableOperations(dynamoDb.tables()),
                    new SettingOperations(dynamoDb));
        }
    }

    ItemsApi(Supplier<DynamoDb> room) {
        this.room = room;
    }

    @Override
    public String service() {
        return "dynamodb";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations(this);
    }

    /** All that are built, with what does them. */
    static List<Operation<?, ?>> operations(RawHandler by) {
        return List.of(
                Operation.raw("PutItem", PutItemRequest::builder, by),
                Operation.raw("GetItem", GetItemRequest::builder, by),
                Operation.raw("UpdateItem", UpdateItemRequest::builder, by),
                Operation.raw("DeleteItem", DeleteItemRequest::builder, by),
                Operation.raw("Query", QueryRequest::builder, by),
                Operation.raw("Scan", ScanRequest::builder, by),
                Operation.raw("BatchGetItem", BatchGetItemRequest::builder, by),
                Operation.raw("BatchWriteItem", BatchWriteItemRequest::builder, by),
                Operation.raw("TransactGetItems", TransactGetItemsRequest::builder, by),
                Operation.raw("TransactWriteItems", TransactWriteItemsRequest::builder, by),
                Operation.raw("CreateTable", CreateTableRequest::builder, by),
                Operation.raw("DescribeTable", DescribeTableRequest::builder, by),
                Operation.raw("ListTables", ListTablesRequest::builder, by),
                Operation.raw("UpdateTable", UpdateTableRequest::builder, by),
                Operation.raw("DeleteTable", DeleteTableRequest::builder, by),
                Operation.raw("UpdateTimeToLive", UpdateTimeToLiveRequest::builder, by),
                Operation.raw("DescribeTimeToLive", DescribeTimeToLiveRequest::builder, by),
                Operation.raw("TagResource", TagResourceRequest::builder, by),
                Operation.raw("UntagResource", UntagResourceRequest::builder, by),
                Operation.raw("ListTagsOfResource", ListTagsOfResourceRequest::builder, by),
                Operation.raw("DescribeLimits", DescribeLimitsRequest::builder, by),
                Operation.raw("DescribeEndpoints", DescribeEndpointsRequest::builder, by),
                Operation.raw("DescribeContinuousBackups", DescribeContinuousBackupsRequest::builder, by),
                Operation.raw("UpdateContinuousBackups", UpdateContinuousBackupsRequest::builder, by),
                Operation.raw("DescribeContributorInsights", DescribeContributorInsightsRequest::builder, by),
                Operation.raw("UpdateContributorInsights", UpdateContributorInsightsRequest::builder, by),
                Operation.raw("ListContributorInsights", ListContributorInsightsRequest::builder, by),
                Operation.raw(
                        "DescribeKinesisStreamingDestination", DescribeKinesisStreamingDestinationRequest::builder, by),
                Operation.raw("DescribeTableReplicaAutoScaling", DescribeTableReplicaAutoScalingRequest::builder, by),
                Operation.raw("PutResourcePolicy", PutResourcePolicyRequest::builder, by),
                Operation.raw("GetResourcePolicy", GetResourcePolicyRequest::builder, by),
                Operation.raw("DeleteResourcePolicy", DeleteResourcePolicyRequest::builder, by),
                Operation.raw("ListBackups", ListBackupsRequest::builder, by),
                Operation.raw("ListGlobalTables", ListGlobalTablesRequest::builder, by),
                Operation.raw("ListExports", ListExportsRequest::builder, by),
                Operation.raw("ListImports", ListImportsRequest::builder, by));
    }

    @Override
    public AwsError error(Fault fault) {
        return Answers.of(fault);
    }

    @Override
    public Answer handle(Call call, String operation, ByteBuffer body) {
        Rooms all = rooms;
        if (all == null) {
            all = Rooms.of(room.get());
            rooms = all;
        }
        try {
            Members request = new Members(JsonBody.read(body));
            return answer(all, call, operation, request);
        } catch (FaultException refused) {
            return Answers.error(refused.fault());
        }
    }

    /** Short requests for one item: where nothing has to be waited for, the event loop does the whole. */
    @Override
    public Step begin(Call call, String operation, ByteBuffer body) {
        Rooms all = rooms;
        if (all == null || body.remaining() > SHORT_BYTES) {
            return RawHandler.super.begin(call, operation, body);
        }
        try {
            return switch (operation) {
                case "GetItem" -> all.reads.begin(new Members(JsonBody.read(body)));
                case "PutItem", "DeleteItem", "UpdateItem" ->
                    all.writes.begin(call, operation, new Members(JsonBody.read(body)));
                default -> RawHandler.super.begin(call, operation, body);
            };
        } catch (FaultException refused) {
            return Step.now(Answers.error(refused.fault()));
        }
    }

    private static Answer answer(Rooms all, Call call, String operation, Members request) {
        return switch (operation) {
            case "PutItem", "DeleteItem", "UpdateItem" -> all.writes.write(call, operation, request);
            case "GetItem" -> all.reads.get(request);
            case "Query" -> all.reads.query(request);
            case "Scan" -> all.reads.scan(request);
            case "BatchGetItem" -> all.batches.get(request);
            case "BatchWriteItem" -> all.batches.write(call, request);
            case "TransactGetItems" -> all.transactions.get(request);
            case "TransactWriteItems" -> all.transactions.write(call, request);
            case "CreateTable" -> all.tables.create(request);
            case "DescribeTable" -> all.tables.describe(request);
            case "ListTables" -> all.tables.list(request);
            case "UpdateTable" -> all.tables.update(request);
            case "DeleteTable" -> all.tables.delete(request);
            default -> all.settings.answer(call, operation, request);
        };
    }
}
