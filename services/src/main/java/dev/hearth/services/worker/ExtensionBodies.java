package dev.hearth.services.worker;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the bodies of extensions' requests; what makes no sense is null. */
final class ExtensionBodies {

    private static final Set<String> HOSTS = Set.of("sandbox.localdomain", "sandbox", "127.0.0.1", "localhost");
    private static final JsonFactory JSON = new JsonFactory();

    private ExtensionBodies() {}

    /** {@code {"events":["INVOKE","SHUTDOWN"]}}. */
    static @Nullable Set<String> events(ByteBuffer body) {
        Set<String> events = new HashSet<>();
        try (JsonParser json = parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (!name.equals("events")) {
                    json.skipChildren();
                } else if (value != JsonToken.START_ARRAY) {
                    return null;
                } else {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        events.add(json.getString());
                    }
                }
            }
            return events;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** As documented: schemaVersion, destination, types, buffering. */
    static @Nullable TelemetrySubscription subscription(ByteBuffer body) {
        try (JsonParser json = parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Draft draft = new Draft();
            draft.object(json, "");
            return draft.done();
        } catch (JacksonException | IllegalArgumentException malformed) {
            return null;
        }
    }

    /** A subscription while it is read: member by member, the name of an inner one behind that of its object. */
    private static final class Draft {

        private final Set<String> types = new HashSet<>();
        private final Map<String, String> members = new HashMap<>();

        private void object(JsonParser json, String prefix) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = prefix + json.currentName();
                switch (json.nextToken()) {
                    case START_OBJECT -> object(json, name + ".");
                    case START_ARRAY -> {
                        while (json.nextToken() == JsonToken.VALUE_STRING) {
                            types.add(json.getString());
                        }
                    }
                    default -> members.put(name, json.getString());
                }
            }
        }

        private int number(String name, int otherwise) {
            return Integer.parseInt(members.getOrDefault(name, Integer.toString(otherwise)));
        }

        private @Nullable TelemetrySubscription done() {
            URI uri = URI.create(members.getOrDefault("destination.URI", ""));
            boolean here = uri.getHost() != null && HOSTS.contains(uri.getHost()) && "http".equals(uri.getScheme());
            if (!here || !"HTTP".equals(members.get("destination.protocol"))) {
                return null;
            }
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            TelemetrySubscription subscription = new TelemetrySubscription(
                    Set.copyOf(types),
                    number("buffering.maxItems", TelemetrySubscription.MAX_ITEMS_DEFAULT),
                    number("buffering.maxBytes", TelemetrySubscription.MAX_BYTES_DEFAULT),
                    number("buffering.timeoutMs", TelemetrySubscription.TIMEOUT_DEFAULT),
                    uri.getPort(),
                    path);
            return subscription.valid() ? subscription : null;
        }
    }

    private static JsonParser parser(ByteBuffer body) {
        return JSON.createParser(
                ObjectReadContext.empty(), body.array(), body.arrayOffset() + body.position(), body.remaining());
    }
}
