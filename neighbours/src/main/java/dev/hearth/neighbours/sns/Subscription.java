package dev.hearth.neighbours.sns;

import java.util.HashMap;
import java.util.Map;

/**
 * A subscription.
 *
 * @param id the last part of its ARN, a UUID
 * @param topic the name of its topic
 * @param protocol {@code sqs}, {@code lambda}, {@code http} and so on
 * @param endpoint an ARN, URL or address
 * @param attributes as they were set
 * @param token what its endpoint confirms it with; empty once it is confirmed
 * @param createdMillis Unix time
 */
public record Subscription(
        String id,
        String topic,
        String protocol,
        String endpoint,
        Map<String, String> attributes,
        String token,
        long createdMillis) {

    static final String RAW = "RawMessageDelivery";
    static final String FILTER = "FilterPolicy";
    static final String SCOPE = "FilterPolicyScope";
    static final String REDRIVE = "RedrivePolicy";
    static final String DELIVERY = "DeliveryPolicy";

    public Subscription {
        attributes = Map.copyOf(attributes);
    }

    public boolean isConfirmed() {
        return token.isEmpty();
    }

    boolean isRaw() {
        return Boolean.parseBoolean(attributes.get(RAW));
    }

    boolean filtersBody() {
        return "MessageBody".equals(attributes.get(SCOPE));
    }

    Subscription with(String attribute, String value) {
        Map<String, String> changed = new HashMap<>(attributes);
        if (value.isEmpty()) {
            changed.remove(attribute);
        } else {
            changed.put(attribute, value);
        }
        return new Subscription(id, topic, protocol, endpoint, changed, token, createdMillis);
    }

    Subscription confirmed() {
        return new Subscription(id, topic, protocol, endpoint, attributes, "", createdMillis);
    }
}
