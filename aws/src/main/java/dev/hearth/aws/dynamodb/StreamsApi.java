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
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;

/** Streams of tables' changes. */
final class StreamsApi implements AwsApi, RawHandler {

    private final Supplier<DynamoDb> room;

    StreamsApi(Supplier<DynamoDb> room) {
        this.room = room;
    }

    @Override
    public String service() {
        return "dynamodbstreams";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations(this);
    }

    /** All of the API, with what does them. */
    static List<Operation<?, ?>> operations(RawHandler by) {
        return List.of(
                Operation.raw("ListStreams", ListStreamsRequest::builder, by),
                Operation.raw("DescribeStream", DescribeStreamRequest::builder, by),
                Operation.raw("GetShardIterator", GetShardIteratorRequest::builder, by),
                Operation.raw("GetRecords", GetRecordsRequest::builder, by));
    }

    @Override
    public AwsError error(Fault fault) {
        return Answers.of(fault);
    }

    @Override
    public Answer handle(Call call, String operation, ByteBuffer body) {
        try {
            StreamOperations streams = new StreamOperations(room.get());
            Members request = new Members(JsonBody.read(body));
            return switch (operation) {
                case "ListStreams" -> streams.list(request);
                case "DescribeStream" -> streams.describe(request);
                case "GetShardIterator" -> streams.iterator(request);
                default -> streams.records(request, call.scope().region());
            };
        } catch (FaultException refused) {
            return Answers.error(refused.fault());
        }
    }
}
