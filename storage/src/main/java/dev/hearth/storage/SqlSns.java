package dev.hearth.storage;

import dev.hearth.neighbours.sns.SnsStore;
import dev.hearth.neighbours.sns.Subscription;
import dev.hearth.neighbours.sns.Topic;
import java.util.List;
import java.util.Map;

/** {@link SnsStore} in the tables {@code sns_topic} and {@code sns_subscription}. */
final class SqlSns implements SnsStore {

    private static final String PUT_TOPIC = "INSERT INTO sns_topic (name, document) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET document = excluded.document";
    private static final String PUT_SUBSCRIPTION = "INSERT INTO sns_subscription (id, topic, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document";

    private final Database database;

    SqlSns(Database database) {
        this.database = database;
    }

    @Override
    public List<Topic> topics() {
        return database.read(connection -> Sql.list(connection, "SELECT name, document FROM sns_topic", row -> {
            Map<String, Object> document = JsonDocument.read(row.getString("document"));
            return new Topic(row.getString("name"), strings(document, "attributes"), strings(document, "tags"));
        }));
    }

    @Override
    public List<Subscription> subscriptions() {
        return database.read(connection ->
                Sql.list(connection, "SELECT id, topic, document FROM sns_subscription", row -> {
                    Map<String, Object> document = JsonDocument.read(row.getString("document"));
                    return new Subscription(
                            row.getString("id"),
                            row.getString("topic"),
                            JsonDocument.text(document, "protocol", ""),
                            JsonDocument.text(document, "endpoint", ""),
                            strings(document, "attributes"),
                            JsonDocument.text(document, "token", ""),
                            JsonDocument.longNumber(document, "created", 0));
                }));
    }

    private static Map<String, String> strings(Map<String, Object> document, String name) {
        return JsonDocument.strings(JsonDocument.object(document, name));
    }

    @Override
    public void put(Topic topic) {
        String document = JsonDocument.write(Map.of("attributes", topic.attributes(), "tags", topic.tags()));
        database.write(Sql.one(PUT_TOPIC, topic.name(), document));
    }

    @Override
    public void put(Subscription subscription) {
        String document = JsonDocument.write(Map.of(
                "protocol", subscription.protocol(),
                "endpoint", subscription.endpoint(),
                "attributes", subscription.attributes(),
                "token", subscription.token(),
                "created", subscription.createdMillis()));
        database.write(Sql.one(PUT_SUBSCRIPTION, subscription.id(), subscription.topic(), document));
    }

    @Override
    public void deleteTopic(String name) {
        database.write(connection -> Sql.update(connection, "DELETE FROM sns_subscription WHERE topic = ?", name)
                + Sql.update(connection, "DELETE FROM sns_topic WHERE name = ?", name));
    }

    @Override
    public void deleteSubscription(String id) {
        database.write(Sql.one("DELETE FROM sns_subscription WHERE id = ?", id));
    }
}
