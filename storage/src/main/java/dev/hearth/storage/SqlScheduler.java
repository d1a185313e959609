package dev.hearth.storage;

import dev.hearth.neighbours.outbox.StoredPosting;
import dev.hearth.neighbours.scheduler.Firing;
import dev.hearth.neighbours.scheduler.Schedule;
import dev.hearth.neighbours.scheduler.ScheduleFilter;
import dev.hearth.neighbours.scheduler.ScheduleGroup;
import dev.hearth.neighbours.scheduler.ScheduleKey;
import dev.hearth.neighbours.scheduler.SchedulerStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link SchedulerStore} in the tables {@code schedule} and {@code schedule_group}. */
final class SqlScheduler implements SchedulerStore {

    private static final String COLUMNS =
            "group_name, name, revision, created_ms, modified_ms, anchor_ms, due_ms, fire_ms, document";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM schedule WHERE ";
    private static final String INSERT = "INSERT INTO schedule (group_name, name, revision, enabled, created_ms,"
            + " modified_ms, anchor_ms, due_ms, fire_ms, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (group_name, name) DO NOTHING";
    private static final String REPLACE = "UPDATE schedule SET revision = ?, enabled = ?, modified_ms = ?,"
            + " anchor_ms = ?, due_ms = ?, fire_ms = ?, document = ?";
    private static final String FIRED = "UPDATE schedule SET revision = ?, due_ms = ?, fire_ms = ?";
    private static final String AS_READ = " WHERE group_name = ? AND name = ? AND revision = ? AND created_ms = ?";
    private static final String PUT_GROUP = "INSERT INTO schedule_group (name, document) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET document = excluded.document";

    private final Database database;
    private final SqlOutbox outbox;

    SqlScheduler(Database database, SqlOutbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @Override
    public @Nullable Schedule find(ScheduleKey key) {
        return database.read(connection -> Sql.first(
                        connection,
                        SELECT + "group_name = ? AND name = ?",
                        SqlScheduler::schedule,
                        key.group(),
                        key.name())
                .orElse(null));
    }

    @Override
    public List<Schedule> list(ScheduleFilter filter) {
        StringBuilder where = new StringBuilder("1 = 1");
        List<Object> arguments = new ArrayList<>();
        ScheduleKey after = filter.after();
        if (after != null) {
            where.append(" AND (group_name, name) > (?, ?)");
            arguments.addAll(List.of(after.group(), after.name()));
        }
        String group = filter.group();
        if (group != null) {
            where.append(" AND group_name = ?");
            arguments.add(group);
        }
        if (!filter.prefix().isEmpty()) {
            where.append(" AND substr(name, 1, ?) = ?");
            arguments.addAll(List.of(filter.prefix().length(), filter.prefix()));
        }
        Boolean enabled = filter.enabled();
        if (enabled != null) {
            where.append(" AND enabled = ?");
            arguments.add(number(enabled));
        }
        arguments.add(filter.limit());
        String sql = SELECT + where + " ORDER BY group_name, name LIMIT ?";
        return database.read(connection -> Sql.list(connection, sql, SqlScheduler::schedule, arguments.toArray()));
    }

    private static long number(boolean enabled) {
        return enabled ? 1L : 0L;
    }

    @Override
    public boolean add(Schedule schedule) {
        ScheduleKey key = schedule.key();
        return database.write(connection -> {
            boolean open = Sql.first(
                            connection,
                            "SELECT name, document FROM schedule_group WHERE name = ?",
                            SqlScheduler::group,
                            key.group())
                    .filter(group -> !group.deleting())
                    .isPresent();
            return open
                    && Sql.update(
                                    connection,
                                    INSERT,
                                    key.group(),
                                    key.name(),
                                    schedule.revision(),
                                    number(schedule.settings().enabled()),
                                    schedule.createdMillis(),
                                    schedule.modifiedMillis(),
                                    schedule.anchorMillis(),
                                    due(schedule),
                                    fire(schedule),
                                    ScheduleDocument.write(schedule.settings(), schedule.clientToken()))
                            == 1;
        });
    }

    private static @Nullable Long due(Schedule schedule) {
        Schedule.Moment next = schedule.next();
        return next == null ? null : next.dueMillis();
    }

    private static @Nullable Long fire(Schedule schedule) {
        Schedule.Moment next = schedule.next();
        return next == null ? null : next.fireMillis();
    }

    @Override
    public boolean replace(Schedule schedule, long before) {
        return database.write(connection -> Sql.update(
                        connection,
                        REPLACE + AS_READ,
                        schedule.revision(),
                        number(schedule.settings().enabled()),
                        schedule.modifiedMillis(),
                        schedule.anchorMillis(),
                        due(schedule),
                        fire(schedule),
                        ScheduleDocument.write(schedule.settings(), schedule.clientToken()),
                        schedule.key().group(),
                        schedule.key().name(),
                        before,
                        schedule.createdMillis())
                == 1);
    }

    @Override
    public boolean delete(ScheduleKey key) {
        return database.write(connection -> Sql.update(
                        connection, "DELETE FROM schedule WHERE group_name = ? AND name = ?", key.group(), key.name())
                == 1);
    }

    @Override
    public List<Schedule> due(long nowMillis, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                SELECT + "fire_ms <= ? ORDER BY fire_ms LIMIT ?",
                SqlScheduler::schedule,
                nowMillis,
                limit));
    }

    @Override
    public OptionalLong earliestMillis() {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT fire_ms FROM schedule WHERE fire_ms IS NOT NULL ORDER BY fire_ms LIMIT 1",
                        row -> OptionalLong.of(row.getLong("fire_ms")))
                .orElse(OptionalLong.empty()));
    }

    @Override
    public CompletionStage<List<StoredPosting>> fire(List<Firing> firings, long acceptedMillis) {
        return database.submit(connection -> {
            List<StoredPosting> sent = new ArrayList<>();
            for (Firing firing : firings) {
                if (claim(connection, firing)) {
                    sent.addAll(outbox.insert(connection, firing.postings(), acceptedMillis));
                }
            }
            return sent;
        });
    }

    private static boolean claim(Connection connection, Firing firing) throws SQLException {
        Schedule before = firing.before();
        ScheduleKey key = before.key();
        Schedule after = firing.after();
        int claimed = after == null
                ? Sql.update(
                        connection,
                        "DELETE FROM schedule" + AS_READ,
                        key.group(),
                        key.name(),
                        before.revision(),
                        before.createdMillis())
                : Sql.update(
                        connection,
                        FIRED + AS_READ,
                        after.revision(),
                        due(after),
                        fire(after),
                        key.group(),
                        key.name(),
                        before.revision(),
                        before.createdMillis());
        return claimed == 1;
    }

    @Override
    public List<ScheduleGroup> groups() {
        return database.read(
                connection -> Sql.list(connection, "SELECT name, document FROM schedule_group", SqlScheduler::group));
    }

    @Override
    public void put(ScheduleGroup group) {
        String document = JsonDocument.write(Map.of(
                "deleting", group.deleting(),
                "tags", group.tags(),
                "token", group.clientToken(),
                "created", group.createdMillis(),
                "modified", group.modifiedMillis()));
        database.write(Sql.one(PUT_GROUP, group.name(), document));
    }

    @Override
    public boolean shrink(String group, int limit) {
        return database.write(connection -> {
            int deleted = Sql.update(
                    connection,
                    "DELETE FROM schedule WHERE group_name = ? AND name IN"
                            + " (SELECT name FROM schedule WHERE group_name = ? ORDER BY name LIMIT ?)",
                    group,
                    group,
                    limit);
            if (deleted < limit) {
                Sql.update(connection, "DELETE FROM schedule_group WHERE name = ?", group);
                return true;
            }
            return false;
        });
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        Map<String, Object> document = JsonDocument.read(row.getString("document"));
        long due = row.getLong("due_ms");
        boolean waits = !row.wasNull();
        return new Schedule(
                new ScheduleKey(row.getString("group_name"), row.getString("name")),
                ScheduleDocument.settings(document),
                ScheduleDocument.token(document),
                row.getLong("revision"),
                row.getLong("created_ms"),
                row.getLong("modified_ms"),
                row.getLong("anchor_ms"),
                waits ? new Schedule.Moment(due, row.getLong("fire_ms")) : null);
    }

    private static ScheduleGroup group(ResultSet row) throws SQLException {
        Map<String, Object> document = JsonDocument.read(row.getString("document"));
        return new ScheduleGroup(
                row.getString("name"),
                Boolean.TRUE.equals(document.get("deleting")),
                JsonDocument.strings(JsonDocument.object(document, "tags")),
                JsonDocument.text(document, "token", ""),
                JsonDocument.longNumber(document, "created", 0),
                JsonDocument.longNumber(document, "modified", 0));
    }
}
