package dev.hearth.bench;

import java.util.Map;

/** One connection of an SQS client: AWS-JSON, signed, one request at a time. */
final class QueueClient implements AutoCloseable {

    static final int BATCH = 10;

    private final ApiClient api;

    QueueClient(Signer signer) {
        this.api = new ApiClient(signer);
    }

    /** Makes the queue if need be; returns its URL. */
    String queue(String name) {
        return call("CreateQueue", "{\"QueueName\":\"" + name + "\"}").text("QueueUrl");
    }

    /** Sends a message, receives one and deletes it. */
    void cycle(String url, String body) {
        String queue = "{\"QueueUrl\":\"" + url + "\",";
        send(url, body);
        ApiClient.Answer received = call("ReceiveMessage", queue + "\"WaitTimeSeconds\":5}");
        if (!received.body().contains(body)) {
            throw new BenchException("no message but " + received.body());
        }
        call("DeleteMessage", queue + "\"ReceiptHandle\":\"" + received.text("ReceiptHandle") + "\"}");
    }

    /** Sends {@link #BATCH} messages. */
    void sendBatch(String url, String body) {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            entries.append(i == 0 ? "" : ",")
                    .append("{\"Id\":\"")
                    .append(i)
                    .append("\",\"MessageBody\":\"")
                    .append(body)
                    .append("\"}");
        }
        String answer = call("SendMessageBatch", "{\"QueueUrl\":\"" + url + "\",\"Entries\":[" + entries + "]}")
                .body();
        if (answer.contains("\"Failed\":[{")) {
            throw new BenchException("not every message was sent: " + answer);
        }
    }

    void send(String url, String body) {
        call("SendMessage", "{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"" + body + "\"}");
    }

    private ApiClient.Answer call(String operation, String json) {
        Map<String, String> headers =
                Map.of("x-amz-target", "AmazonSQS." + operation, "content-type", "application/x-amz-json-1.0");
        return api.must("sqs", "POST", "/", headers, json);
    }

    @Override
    public void close() {
        api.close();
    }
}
