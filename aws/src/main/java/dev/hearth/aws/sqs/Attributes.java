package dev.hearth.aws.sqs;

import dev.hearth.aws.Call;
import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.sqs.MessageAttribute;
import dev.hearth.neighbours.sqs.Received;
import dev.hearth.neighbours.sqs.SqsError;
import dev.hearth.neighbours.sqs.StoredMessage;
import dev.hearth.neighbours.sqs.StoredMessage.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** Messages' attributes between the SDK's types and the queue's. */
final class Attributes {

    private static final String TRACE = "AWSTraceHeader";

    private static final Set<String> SYSTEM = Set.of(
            "All",
            "SenderId",
            "SentTimestamp",
            "ApproximateReceiveCount",
            "ApproximateFirstReceiveTimestamp",
            "SequenceNumber",
            "MessageDeduplicationId",
            "MessageGroupId",
            TRACE,
            "DeadLetterQueueSourceArn");

    private Attributes() {}

    static Map<String, MessageAttribute> read(Map<String, MessageAttributeValue> given) {
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        given.forEach((name, value) -> {
            if (value.hasStringListValues() || value.hasBinaryListValues()) {
                throw SqsError.UNSUPPORTED_OPERATION.because(
                        "Message attribute list values in SendMessage operation are" + " not supported.");
            }
            SdkBytes bytes = value.binaryValue();
            attributes.put(
                    name,
                    new MessageAttribute(
                            value.dataType() == null ? "" : value.dataType(),
                            value.stringValue(),
                            bytes == null ? null : bytes.asByteArrayUnsafe()));
        });
        return attributes;
    }

    /**
     * The value of AWSTraceHeader, the only system attribute that may be sent; else what the request itself is traced
     * by, as SDKs in functions send it; null for none.
     */
    static @Nullable String trace(Call call, Map<String, MessageSystemAttributeValue> given) {
        for (Map.Entry<String, MessageSystemAttributeValue> each : given.entrySet()) {
            if (!each.getKey().equals(TRACE) || !"String".equals(each.getValue().dataType())) {
                throw SqsError.INVALID_PARAMETER_VALUE.because("Message system attribute name '" + each.getKey()
                        + "' is invalid: only " + TRACE + " of the type String can be sent.");
            }
        }
        MessageSystemAttributeValue trace = given.get(TRACE);
        return trace == null ? call.traceHeader() : trace.stringValue();
    }

    /** The user's attributes of the wanted names: {@code All}, whole names, or beginnings that end in {@code .*}. */
    static Map<String, MessageAttributeValue> written(Map<String, MessageAttribute> all, List<String> wanted) {
        Map<String, MessageAttributeValue> chosen = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            all.forEach((name, attribute) -> {
                if (wanted.stream().anyMatch(each -> fits(name, each))) {
                    chosen.put(name, value(attribute));
                }
            });
        }
        return chosen;
    }

    private static boolean fits(String name, String wanted) {
        return wanted.equals("All")
                || wanted.equals(".*")
                || wanted.equals(name)
                || wanted.endsWith(".*") && name.startsWith(wanted.substring(0, wanted.length() - 2));
    }

    private static MessageAttributeValue value(MessageAttribute attribute) {
        byte[] bytes = attribute.bytes();
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.type());
        return bytes == null
                ? value.stringValue(attribute.text()).build()
                : value.binaryValue(SdkBytes.fromByteArrayUnsafe(bytes)).build();
    }

    /** The system attributes of the wanted names. */
    static Map<String, String> system(Received received, Set<String> wanted, boolean fifo, AwsScope scope) {
        Map<String, String> chosen = new LinkedHashMap<>();
        if (wanted.isEmpty()) {
            return chosen;
        }
        StoredMessage message = received.message();
        Content content = message.content();
        put(chosen, wanted, "SenderId", scope.account());
        put(chosen, wanted, "SentTimestamp", Long.toString(content.sentMillis()));
        put(chosen, wanted, "ApproximateReceiveCount", Integer.toString(message.receiveCount()));
        put(chosen, wanted, "ApproximateFirstReceiveTimestamp", Long.toString(message.firstReceivedMillis()));
        put(chosen, wanted, "SequenceNumber", fifo ? Received.sequenceNumber(message.sequence()) : null);
        put(chosen, wanted, "MessageDeduplicationId", content.deduplicationId());
        put(chosen, wanted, "MessageGroupId", content.groupId());
        put(chosen, wanted, TRACE, content.traceHeader());
        put(chosen, wanted, "DeadLetterQueueSourceArn", content.sourceArn());
        return chosen;
    }

    private static void put(Map<String, String> chosen, Set<String> wanted, String name, @Nullable String value) {
        if (value != null && (wanted.contains(name) || wanted.contains("All"))) {
            chosen.put(name, value);
        }
    }

    /** Refuses names that no system attribute has. */
    static Set<String> known(Set<String> names) {
        for (String name : names) {
            if (!SYSTEM.contains(name)) {
                throw SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute " + name + ".");
            }
        }
        return names;
    }
}
