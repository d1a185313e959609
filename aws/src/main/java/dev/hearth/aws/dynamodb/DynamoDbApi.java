package dev.hearth.aws.dynamodb;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.dynamodb.DynamoDb;
import dev.hearth.neighbours.dynamodb.StreamRecord;
import dev.hearth.neighbours.dynamodb.Streams;
import java.util.List;
import java.util.function.Supplier;

/** DynamoDB's two APIs. */
public interface DynamoDbApi {

    /** @param room is asked for when the first request comes */
    static List<AwsApi> create(Supplier<DynamoDb> room) {
        return List.of(
                AwsApi.late("dynamodb", () -> new ItemsApi(room)),
                AwsApi.late("dynamodbstreams", () -> new StreamsApi(room)));
    }

    /** The same, answered by another endpoint. */
    static List<AwsApi> forwarded(Supplier<RemoteTables> endpoint) {
        return List.of(
                AwsApi.late("dynamodb", () -> ForwardedApi.items(endpoint)),
                AwsApi.late("dynamodbstreams", () -> ForwardedApi.streams(endpoint)));
    }

    /**
     * A record as it stands in a function's event.
     *
     * @param region of the stream
     */
    static byte[] record(Streams.Source source, Streams.Entry entry, String region) {
        StreamRecord record = entry.record();
        return JsonBody.write(json -> {
            RecordWriter.members(json, source, entry, region);
            json.writeStringProperty("eventSourceARN", source.arn());
            if (record.expired()) {
                RecordWriter.identity(json, "principalId", "type");
            }
        });
    }
}
