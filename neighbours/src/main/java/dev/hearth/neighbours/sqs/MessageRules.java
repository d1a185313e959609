package dev.hearth.neighbours.sqs;

import dev.hearth.core.FaultException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pure checks of messages and of wishes for them (API reference and "Message quotas"), in AWS's wording. */
final class MessageRules {

    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[a-zA-Z0-9_\\-.]+");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final int TYPE_CHARS = 256;

    private MessageRules() {}

    /** Refuses a message that the queue may not take. */
    static void check(SendMessage message, Queue queue, QueueSettings settings) {
        if (message.body().isEmpty()) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter MessageBody.");
        }
        allowedText(message.body());
        attributes(message.attributes());
        if (bytes(message) > settings.maximumBytes()) {
            throw invalid("One or more parameters are invalid. Reason: Message must be shorter than "
                    + settings.maximumBytes() + " bytes.");
        }
        Integer delay = message.delaySeconds();
        if (delay != null && (delay < 0 || delay > SqsLimits.MAX_DELAY_SECONDS)) {
            throw invalid("Value " + delay + " for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0"
                    + " and <= 900.");
        }
        groups(message, queue, settings);
    }

    private static void groups(SendMessage message, Queue queue, QueueSettings settings) {
        if (message.groupId() != null) {
            id(message.groupId(), "MessageGroupId");
        }
        if (!queue.isFifo()) {
            if (message.deduplicationId() != null) {
                throw invalid("Value " + message.deduplicationId() + " for parameter MessageDeduplicationId is invalid."
                        + " Reason: The request includes a parameter that is not valid for this queue type.");
            }
            return;
        }
        if (message.groupId() == null) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter MessageGroupId.");
        }
        if (message.deduplicationId() != null) {
            id(message.deduplicationId(), "MessageDeduplicationId");
        } else if (!settings.contentBased()) {
            throw invalid("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
                    + " provided explicitly");
        }
        Integer delay = message.delaySeconds();
        if (delay != null && delay != 0 && delay != settings.delaySeconds()) {
            throw invalid("Value " + message.delaySeconds() + " for parameter DelaySeconds is invalid. Reason: The"
                    + " request include parameter that is not valid for this queue type.");
        }
    }

    private static void id(String value, String parameter) {
        if (!SqsLimits.GROUP_ID.matcher(value).matches()) {
            throw invalid("Value " + (value.length() > 128 ? value.substring(0, 128) + "..." : value)
                    + " for parameter " + parameter + " is invalid. Reason: " + parameter + " can only include"
                    + " alphanumeric and punctuation characters. 1 to 128 in length.");
        }
    }

    private static void allowedText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0xD800 || c == '\n' || c == '\r' || c == '\t' || c >= 0xE000 && c <= 0xFFFD) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                throw SqsError.INVALID_MESSAGE_CONTENTS.because("Invalid characters found. Valid unicode characters are"
                        + " #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
            }
            i++;
        }
    }

    private static void attributes(Map<String, MessageAttribute> attributes) {
        if (attributes.size() > SqsLimits.MESSAGE_ATTRIBUTES) {
            throw invalid("Number of message attributes [" + attributes.size() + "] exceeds the allowed maximum ["
                    + SqsLimits.MESSAGE_ATTRIBUTES + "].");
        }
        attributes.forEach(MessageRules::attribute);
    }

    private static void attribute(String name, MessageAttribute attribute) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        boolean reserved = lower.startsWith("aws.") || lower.startsWith("amazon.");
        boolean dots = name.startsWith(".") || name.endsWith(".") || name.contains("..");
        if (name.length() > SqsLimits.ATTRIBUTE_NAME_CHARS
                || reserved
                || dots
                || !ATTRIBUTE_NAME.matcher(name).matches()) {
            throw invalid("The message attribute name '" + (name.length() > 64 ? name.substring(0, 64) + "..." : name)
                    + "' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period"
                    + " (.), must not start or end with a period, hold two of them in a row, or start with AWS. or"
                    + " Amazon.");
        }
        String type = attribute.type();
        if (type.isEmpty()) {
            throw invalid("The message attribute '" + name + "' must contain non-empty message attribute type.");
        }
        if (type.length() > TYPE_CHARS || !TYPE.matcher(type).matches()) {
            throw invalid("The message attribute '" + name + "' has an invalid message attribute type, the set of"
                    + " supported type prefixes is Binary, Number, and String.");
        }
        value(name, attribute);
    }

    private static void value(String name, MessageAttribute attribute) {
        boolean binary = attribute.type().startsWith("Binary");
        String text = attribute.text();
        byte[] bytes = attribute.bytes();
        if (binary ? bytes == null || bytes.length == 0 : text == null || text.isEmpty()) {
            throw invalid("The message attribute '" + name + "' must contain non-empty message attribute value for"
                    + " message attribute type '" + attribute.type() + "'.");
        }
        if (text != null) {
            allowedText(text);
        }
        if (attribute.type().startsWith("Number") && text != null && !isNumber(text)) {
            throw invalid("Can't cast the value of message (user) attribute '" + name + "' to a number.");
        }
    }

    private static boolean isNumber(String text) {
        try {
            return text.length() <= 128 && new BigDecimal(text).scale() < 256;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** What a message counts: its body, and the names, types and values of its attributes, in bytes. */
    static long bytes(SendMessage message) {
        long bytes = utf8(message.body());
        for (Map.Entry<String, MessageAttribute> each : message.attributes().entrySet()) {
            MessageAttribute value = each.getValue();
            bytes += utf8(each.getKey()) + utf8(value.type());
            bytes += value.bytes() != null ? value.bytes().length : utf8(value.text() == null ? "" : value.text());
        }
        return bytes;
    }

    /** The bytes of {@code text} in UTF-8. */
    static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair counts two of its four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    static void check(ReceiveMessages wish) {
        if (wish.most() < 1 || wish.most() > SqsLimits.BATCH_ENTRIES) {
            throw invalid("Value " + wish.most() + " for parameter MaxNumberOfMessages is invalid. Reason: Must be"
                    + " between 1 and 10, if provided.");
        }
        visibility(wish.visibilitySeconds());
        Integer wait = wish.waitSeconds();
        if (wait != null && (wait < 0 || wait > SqsLimits.MAX_WAIT_SECONDS)) {
            throw invalid("Value " + wait + " for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20,"
                    + " if provided.");
        }
        if (wish.attemptId() != null) {
            id(wish.attemptId(), "ReceiveRequestAttemptId");
        }
    }

    static void visibility(@Nullable Integer seconds) {
        if (seconds != null && (seconds < 0 || seconds > SqsLimits.MAX_VISIBILITY_SECONDS)) {
            throw invalid("Value " + seconds + " for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout"
                    + " must be an integer between 0 and 43200.");
        }
    }

    static FaultException invalid(String message) {
        return SqsError.INVALID_PARAMETER_VALUE.because(message);
    }
}
