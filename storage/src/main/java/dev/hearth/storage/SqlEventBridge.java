package dev.hearth.storage;

import dev.hearth.neighbours.events.Archive;
import dev.hearth.neighbours.events.ArchiveSize;
import dev.hearth.neighbours.events.ArchivedEvent;
import dev.hearth.neighbours.events.EventBus;
import dev.hearth.neighbours.events.EventsStore;
import dev.hearth.neighbours.events.Replay;
import dev.hearth.neighbours.events.Rule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@link EventsStore} in the tables {@code events_*}. */
final class SqlEventBridge implements EventsStore {

    private static final String PUT_RULE = "INSERT INTO events_rule (bus, name, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (bus, name) DO UPDATE SET document = excluded.document";
    private static final String INSERT =
            "INSERT INTO events_archived (archive, time_ms, id, kept_ms, body) VALUES (?, ?, ?, ?, ?)";
    private static final String READ = "SELECT archive, time_ms, id, kept_ms, body FROM events_archived"
            + " WHERE archive = ? AND time_ms >= ? AND time_ms < ? AND (time_ms > ? OR id > ?)"
            + " ORDER BY time_ms, id LIMIT ?";

    /** Archived events that one unit of work removes. */
    private static final int REMOVED_AT_ONCE = 500;

    private final Database database;

    /** Used by the writer alone, which runs one unit of work at a time. */
    private long lastId;

    SqlEventBridge(Database database) {
        this.database = database;
        this.lastId = database.read(connection -> Sql.first(
                        connection,
                        "SELECT COALESCE(MAX(id), 0) AS last FROM events_archived",
                        row -> row.getLong("last"))
                .orElse(0L));
    }

    private static String putNamed(String table) {
        return "INSERT INTO " + table + " (name, document) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET document = excluded.document";
    }

    @Override
    public List<EventBus> buses() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, document FROM events_bus",
                row -> EventsDocuments.bus(row.getString("name"), row.getString("document"))));
    }

    @Override
    public void put(EventBus bus) {
        database.write(Sql.one(putNamed("events_bus"), bus.name(), EventsDocuments.write(bus)));
    }

    @Override
    public void deleteBus(String name) {
        database.write(Sql.one("DELETE FROM events_bus WHERE name = ?", name));
    }

    @Override
    public List<Rule> rules() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT bus, name, document FROM events_rule",
                row -> EventsDocuments.rule(row.getString("bus"), row.getString("name"), row.getString("document"))));
    }

    @Override
    public void put(Rule rule) {
        database.write(connection -> putRule(connection, rule));
    }

    private static int putRule(Connection connection, Rule rule) throws SQLException {
        return Sql.update(connection, PUT_RULE, rule.bus(), rule.name(), EventsDocuments.write(rule));
    }

    @Override
    public void deleteRule(String bus, String name) {
        database.write(connection -> deleteRule(connection, bus, name));
    }

    private static int deleteRule(Connection connection, String bus, String name) throws SQLException {
        return Sql.update(connection, "DELETE FROM events_rule WHERE bus = ? AND name = ?", bus, name);
    }

    @Override
    public List<Archive> archives() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, document FROM events_archive",
                row -> EventsDocuments.archive(row.getString("name"), row.getString("document"))));
    }

    @Override
    public void put(Archive archive, Rule rule) {
        database.write(connection -> putRule(connection, rule)
                + Sql.update(connection, putNamed("events_archive"), archive.name(), EventsDocuments.write(archive)));
    }

    @Override
    public void deleteArchive(Archive archive, Rule rule) {
        database.write(connection -> deleteRule(connection, rule.bus(), rule.name())
                + Sql.update(connection, "DELETE FROM events_archive WHERE name = ?", archive.name())
                + Sql.update(connection, "DELETE FROM events_archived WHERE archive = ?", archive.name()));
    }

    @Override
    public List<Replay> replays() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, document FROM events_replay",
                row -> EventsDocuments.replay(row.getString("name"), row.getString("document"))));
    }

    @Override
    public void put(Replay replay) {
        database.write(Sql.one(putNamed("events_replay"), replay.name(), EventsDocuments.write(replay)));
    }

    @Override
    public CompletionStage<Void> archive(List<ArchivedEvent> events) {
        return database.submit(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (ArchivedEvent event : events) {
                    Sql.bind(insert, event.archive(), event.timeMillis(), ++lastId, event.keptMillis(), event.body());
                    insert.executeUpdate();
                }
            }
            return null;
        });
    }

    @Override
    public List<ArchivedEvent> archived(String archive, long fromMillis, long afterId, long toMillis, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                READ,
                row -> new ArchivedEvent(
                        row.getString("archive"),
                        row.getLong("id"),
                        row.getLong("time_ms"),
                        row.getLong("kept_ms"),
                        row.getString("body")),
                archive,
                fromMillis,
                toMillis,
                fromMillis,
                afterId,
                limit));
    }

    @Override
    public ArchiveSize size(String archive) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT COUNT(*) AS events, COALESCE(SUM(LENGTH(body)), 0) AS bytes FROM events_archived"
                                + " WHERE archive = ?",
                        row -> new ArchiveSize(row.getLong("events"), row.getLong("bytes")),
                        archive)
                .orElseGet(() -> new ArchiveSize(0, 0)));
    }

    /** Found by a reader and removed in small units, so that nobody else's commit waits for long. */
    @Override
    public void forget(String archive, long keptBeforeMillis) {
        List<Long> old = old(archive, keptBeforeMillis);
        while (!old.isEmpty()) {
            List<Long> removed = old;
            database.write(connection -> {
                for (Long id : removed) {
                    Sql.update(connection, "DELETE FROM events_archived WHERE id = ?", id);
                }
                return removed.size();
            });
            old = old(archive, keptBeforeMillis);
        }
    }

    private List<Long> old(String archive, long keptBeforeMillis) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id FROM events_archived WHERE archive = ? AND kept_ms < ? LIMIT " + REMOVED_AT_ONCE,
                row -> row.getLong("id"),
                archive,
                keptBeforeMillis));
    }
}
