package dev.hearth.bench;

import java.util.Map;

/** One connection of a DynamoDB client: AWS-JSON, signed, one request at a time. */
final class TableClient implements AutoCloseable {

    static final String TABLE = "bench";

    private final ApiClient api;

    TableClient(Signer signer) {
        this.api = new ApiClient(signer);
    }

    ApiClient.Answer call(String operation, String json) {
        return api.must("dynamodb", "POST", "/", headers(operation), json);
    }

    /** What a request of {@code operation} has beside its signature. */
    static Map<String, String> headers(String operation) {
        return Map.of("x-amz-target", "DynamoDB_20120810." + operation, "content-type", "application/x-amz-json-1.0");
    }

    void createTable() {
        call("CreateTable", """
                {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
                 "AttributeDefinitions":[
                  {"AttributeName":"id","AttributeType":"S"},{"AttributeName":"at","AttributeType":"N"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}]}
                """.formatted(TABLE));
        while (!call("DescribeTable", "{\"TableName\":\"" + TABLE + "\"}")
                .body()
                .contains("ACTIVE")) {
            Stage.rest(20);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
