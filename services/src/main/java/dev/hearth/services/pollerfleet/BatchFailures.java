package dev.hearth.services.pollerfleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a function answers of a batch. */
final class BatchFailures {

    private static final JsonFactory JSON = new JsonFactory();

    private BatchFailures() {}

    /** The ids in {@code batchItemFailures}; empty when the response is not of that form. */
    static Optional<Set<String>> failures(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        Set<String> ids = new HashSet<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = json.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return Optional.of(ids);
            }
            if (first != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean list = json.currentName().equals("batchItemFailures");
                JsonToken value = json.nextToken();
                if (list && value == JsonToken.START_ARRAY) {
                    if (!readFailures(json, ids)) {
                        return Optional.empty();
                    }
                } else if (list && value != JsonToken.VALUE_NULL) {
                    return Optional.empty();
                } else {
                    json.skipChildren();
                }
            }
            return Optional.of(ids);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static boolean readFailures(JsonParser json, Set<String> ids) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            String id = "";
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean named = json.currentName().equals("itemIdentifier");
                JsonToken value = json.nextToken();
                if (named && value == JsonToken.VALUE_STRING) {
                    id = json.getString();
                } else if (named && value == JsonToken.START_OBJECT) {
                    id = readPlace(json);
                } else {
                    json.skipChildren();
                }
            }
            if (id.isEmpty()) {
                return false;
            }
            ids.add(id);
        }
        return true;
    }

    /** Kafka's records are named by their partition and offset. */
    private static String readPlace(JsonParser json) {
        String partition = "";
        String offset = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("partition") && value == JsonToken.VALUE_STRING) {
                partition = json.getString();
            } else if (name.equals("offset") && value == JsonToken.VALUE_NUMBER_INT) {
                offset = json.getString();
            } else {
                json.skipChildren();
            }
        }
        return partition.isEmpty() || offset.isEmpty() ? "" : partition + "-" + offset;
    }

    /** The function's {@code state}, as JSON; {@link TumblingWindow#NO_STATE} when it answers none. */
    static String state(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return TumblingWindow.NO_STATE;
            }
            String state = TumblingWindow.NO_STATE;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean named = json.currentName().equals("state");
                JsonToken value = json.nextToken();
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                int to = (int) json.currentLocation().getByteOffset();
                if (named && (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY)) {
                    state = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                }
            }
            return state;
        } catch (JacksonException malformed) {
            return TumblingWindow.NO_STATE;
        }
    }
}
