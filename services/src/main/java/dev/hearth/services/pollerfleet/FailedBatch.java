package dev.hearth.services.pollerfleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Why a batch of a stream or topic was given up (developer guide, "Retain discarded batch records", for each source).
 *
 * @param condition as in the invocation record
 * @param invokeCount times that the function was tried, about
 * @param status HTTP status of the last try; 0 when there was none
 * @param functionError of the last try, or empty
 * @param executedVersion that the last try ran, or empty
 */
record FailedBatch(String condition, int invokeCount, int status, String functionError, String executedVersion) {

    static final String RETRIES_EXHAUSTED = "RetryAttemptsExhausted";
    static final String AGE_EXCEEDED = "RecordAgeExceeded";
    static final String PAYLOAD_EXCEEDED = "MaximumPayloadSizeExceeded";

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    FailedBatch because(String other) {
        return new FailedBatch(other, invokeCount, status, functionError, executedVersion);
    }

    /**
     * The invocation record.
     *
     * @param batchInfo a JSON name and value
     */
    ByteBuffer record(String requestId, String functionArn, String batchInfo, Instant now) {
        StringBuilder json = new StringBuilder("{\"requestContext\":{\"requestId\":");
        quoted(json, requestId).append(",\"functionArn\":");
        quoted(json, functionArn).append(",\"condition\":");
        quoted(json, condition)
                .append(",\"approximateInvokeCount\":")
                .append(invokeCount)
                .append("},\"responseContext\":");
        if (status == 0 || condition.equals(PAYLOAD_EXCEEDED)) {
            json.append("null");
        } else {
            json.append("{\"statusCode\":").append(status);
            if (!executedVersion.isEmpty()) {
                quoted(json.append(",\"executedVersion\":"), executedVersion);
            }
            if (!functionError.isEmpty()) {
                quoted(json.append(",\"functionError\":"), functionError);
            }
            json.append('}');
        }
        json.append(",\"version\":\"1.0\",\"timestamp\":");
        quoted(json, TIMESTAMP.format(now)).append(',').append(batchInfo).append('}');
        return ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    private static StringBuilder quoted(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"');
    }
}
