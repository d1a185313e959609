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
import software.amazon.awssdk.core.SdkPojo;
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
        return List.of(
                built("PutItem", PutItemRequest::builder),
                built("GetItem", GetItemRequest::builder),
                built("UpdateItem", UpdateItemRequest::builder),
                built("DeleteItem", DeleteItemRequest::builder),
                built("Query", QueryRequest::builder),
                built("Scan", ScanRequest::builder),
                built("BatchGetItem", BatchGetItemRequest::builder),
                built("BatchWriteItem", BatchWriteItemRequest::builder),
                built("TransactGetItems", TransactGetItemsRequest::builder),
                built("TransactWriteItems", TransactWriteItemsRequest::builder),
                built("CreateTable", CreateTableRequest::builder),
                built("DescribeTable", DescribeTableRequest::builder),
                built("ListTables", ListTablesRequest::builder),
                built("UpdateTable", UpdateTableRequest::builder),
                built("DeleteTable", DeleteTableRequest::builder),
                built("UpdateTimeToLive", UpdateTimeToLiveRequest::builder),
                built("DescribeTimeToLive", DescribeTimeToLiveRequest::builder),
                built("TagResource", TagResourceRequest::builder),
                built("UntagResource", UntagResourceRequest::builder),
                built("ListTagsOfResource", ListTagsOfResourceRequest::builder),
                built("DescribeLimits", DescribeLimitsRequest::builder),
                built("DescribeEndpoints", DescribeEndpointsRequest::builder),
                built("DescribeContinuousBackups", DescribeContinuousBackupsRequest::builder),
                built("UpdateContinuousBackups", UpdateContinuousBackupsRequest::builder),
                built("DescribeContributorInsights", DescribeContributorInsightsRequest::builder),
                built("UpdateContributorInsights", UpdateContributorInsightsRequest::builder),
                built("ListContributorInsights", ListContributorInsightsRequest::builder),
                built("DescribeKinesisStreamingDestination", DescribeKinesisStreamingDestinationRequest::builder),
                built("DescribeTableReplicaAutoScaling", DescribeTableReplicaAutoScalingRequest::builder),
                built("PutResourcePolicy", PutResourcePolicyRequest::builder),
                built("GetResourcePolicy", GetResourcePolicyRequest::builder),
                built("DeleteResourcePolicy", DeleteResourcePolicyRequest::builder),
                built("ListBackups", ListBackupsRequest::builder),
                built("ListGlobalTables", ListGlobalTablesRequest::builder),
                built("ListExports", ListExportsRequest::builder),
                built("ListImports", ListImportsRequest::builder));
    }

    private Operation<?, ?> built(String name, Supplier<? extends SdkPojo> request) {
        return Operation.raw(name, request, this);
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

    private static Answer answer(Rooms all, Call call, String operation, Members request) {
        return switch (operation) {
            case "PutItem" -> all.writes.put(call, request);
            case "DeleteItem" -> all.writes.delete(call, request);
            case "UpdateItem" -> all.writes.update(call, request);
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
