package dev.hearth.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One connection of an SQS client: AWS-JSON, signed, one request at a time. */
final class QueueClient implements AutoCloseable {

    static final int BATCH = 10;
    private static final int MAX_HEAD_BYTES = 16_384;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String LENGTH = "content-length:";

    private final Signer signer;
    private final Socket socket;
    private final InputStream in;
    private final byte[] head = new byte[MAX_HEAD_BYTES];

    QueueClient(Signer signer) {
        this.signer = signer;
        try {
            this.socket = new Socket(InetAddress.getByName("127.0.0.1"), signer.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new BenchException("no connection to port " + signer.port(), e);
        }
    }

    /** Makes the queue if need be; returns its URL. */
    String queue(String name) {
        return text(call("CreateQueue", "{\"QueueName\":\"" + name + "\"}"), "QueueUrl");
    }

    /** Sends a message, receives one and deletes it. */
    void cycle(String url, String body) {
        String queue = "{\"QueueUrl\":\"" + url + "\",";
        call("SendMessage", queue + "\"MessageBody\":\"" + body + "\"}");
        String received = call("ReceiveMessage", queue + "\"WaitTimeSeconds\":5}");
        if (!received.contains(body)) {
            throw new BenchException("no message but " + received);
        }
        call("DeleteMessage", queue + "\"ReceiptHandle\":\"" + text(received, "ReceiptHandle") + "\"}");
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
        String answer = call("SendMessageBatch", "{\"QueueUrl\":\"" + url + "\",\"Entries\":[" + entries + "]}");
        if (answer.contains("\"Failed\":[{")) {
            throw new BenchException("not every message was sent: " + answer);
        }
    }

    private String call(String operation, String json) {
        Map<String, String> headers =
                Map.of("x-amz-target", "AmazonSQS." + operation, "content-type", "application/x-amz-json-1.0");
        byte[] request = signer.request("sqs", "POST", "/", headers, json.getBytes(StandardCharsets.UTF_8));
        try {
            socket.getOutputStream().write(request);
            return response(operation);
        } catch (IOException e) {
            throw new BenchException(operation + " got no answer", e);
        }
    }

    private String response(String operation) throws IOException {
        int length = 0;
        int end = 0;
        while (end < 4 || head[end - 1] != '\n' || head[end - 3] != '\n') {
            int next = in.read();
            if (next < 0 || end == MAX_HEAD_BYTES) {
                throw new IOException("the connection was closed");
            }
            head[end++] = (byte) next;
        }
        String text = new String(head, 0, end, StandardCharsets.ISO_8859_1);
        for (String line : text.split("\r\n")) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new BenchException(operation + " gave " + text.substring(0, text.indexOf('\r')) + " " + body);
        }
        return body;
    }

    private static String text(String json, String member) {
        int name = json.indexOf("\"" + member + "\"");
        int start = json.indexOf('"', name + member.length() + 2) + 1;
        return json.substring(start, json.indexOf('"', start));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new BenchException("a connection does not close", e);
        }
    }
}
