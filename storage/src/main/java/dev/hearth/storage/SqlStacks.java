package dev.hearth.storage;

import dev.hearth.neighbours.cloudformation.ChangeSet;
import dev.hearth.neighbours.cloudformation.Stack;
import dev.hearth.neighbours.cloudformation.StackEvent;
import dev.hearth.neighbours.cloudformation.StackResource;
import dev.hearth.neighbours.cloudformation.StackStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link StackStore} in the tables {@code cfn_...}. */
final class SqlStacks implements StackStore {

    private static final String SELECT = "SELECT id, created_ms, document FROM cfn_stack WHERE ";
    private static final String PUT_STACK = "INSERT INTO cfn_stack (id, name, live, busy, created_ms, document)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET live = excluded.live, busy = excluded.busy,"
            + " document = excluded.document";
    private static final String PUT_RESOURCE = "INSERT INTO cfn_resource (stack_id, logical_id, generation, document)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (stack_id, logical_id, generation)"
            + " DO UPDATE SET document = excluded.document";
    private static final String PUT_CHANGE_SET = "INSERT INTO cfn_change_set (id, stack_id, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document";
    private static final List<String> OF_A_STACK =
            List.of("cfn_resource", "cfn_event", "cfn_change_set", "cfn_export", "cfn_import");

    private final Database database;

    SqlStacks(Database database) {
        this.database = database;
    }

    @Override
    public boolean isAnyBusy() {
        return database.read(connection -> Sql.first(
                        connection, "SELECT id FROM cfn_stack WHERE busy = 1 LIMIT 1", row -> row.getString("id"))
                .isPresent());
    }

    @Override
    public List<Stack> busy() {
        return database.read(connection -> Sql.list(connection, SELECT + "busy = 1", SqlStacks::stack));
    }

    @Override
    public List<Stack> stacks() {
        return database.read(
                connection -> Sql.list(connection, SELECT + "1 = 1 ORDER BY created_ms DESC, id", SqlStacks::stack));
    }

    private static Stack stack(ResultSet row) throws SQLException {
        return StackDocument.stack(row.getString("id"), row.getLong("created_ms"), row.getString("document"));
    }

    @Override
    public @Nullable Stack byId(String id) {
        return database.read(connection ->
                Sql.first(connection, SELECT + "id = ?", SqlStacks::stack, id).orElse(null));
    }

    @Override
    public @Nullable Stack named(String name) {
        return database.read(
                connection -> Sql.first(connection, SELECT + "name = ? AND live = 1", SqlStacks::stack, name)
                        .orElse(null));
    }

    @Override
    public List<StackResource> resources(String stackId) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT logical_id, generation, document FROM cfn_resource WHERE stack_id = ?"
                        + " ORDER BY logical_id, generation",
                row -> StackDocument.resource(
                        stackId, row.getString("logical_id"), row.getInt("generation"), row.getString("document")),
                stackId));
    }

    @Override
    public List<StackEvent> events(String stackId, long before, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT number, document FROM cfn_event WHERE stack_id = ? AND number < ?"
                        + " ORDER BY number DESC LIMIT ?",
                row -> StackDocument.event(stackId, row.getLong("number"), row.getString("document")),
                stackId,
                before,
                limit));
    }

    @Override
    public List<ChangeSet> changeSets(String stackId) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id, document FROM cfn_change_set WHERE stack_id = ? ORDER BY id",
                row -> StackDocument.changeSet(row.getString("id"), stackId, row.getString("document")),
                stackId));
    }

    @Override
    public Map<String, Export> exports() {
        Map<String, Export> exports = new TreeMap<>();
        database.<List<Export>>read(connection -> Sql.list(
                        connection,
                        "SELECT name, stack_id, content FROM cfn_export",
                        row -> new Export(row.getString("name"), row.getString("content"), row.getString("stack_id"))))
                .forEach(export -> exports.put(export.name(), export));
        return exports;
    }

    @Override
    public List<String> importers(String export) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT stack_id FROM cfn_import WHERE name = ? ORDER BY stack_id",
                row -> row.getString("stack_id"),
                export));
    }

    @Override
    public void save(Unit unit) {
        database.write(connection -> {
            write(connection, unit);
            return true;
        });
    }

    private static void write(Connection connection, Unit unit) throws SQLException {
        Stack stack = unit.stack();
        String id = stack.id();
        Sql.update(
                connection,
                PUT_STACK,
                id,
                stack.name(),
                stack.isLive() ? 1L : 0L,
                stack.status().isBusy() ? 1L : 0L,
                stack.createdMillis(),
                StackDocument.write(stack));
        for (StackResource row : unit.resources()) {
            Sql.update(connection, PUT_RESOURCE, id, row.logicalId(), row.generation(), StackDocument.write(row));
        }
        for (StackEvent event : unit.events()) {
            Sql.update(
                    connection,
                    "INSERT INTO cfn_event (stack_id, number, document) VALUES (?, ?, ?)",
                    id,
                    event.number(),
                    StackDocument.write(event));
        }
        for (ChangeSet set : unit.changeSets()) {
            Sql.update(connection, PUT_CHANGE_SET, set.id(), id, StackDocument.write(set));
        }
        for (String gone : unit.gone()) {
            Sql.update(connection, "DELETE FROM cfn_change_set WHERE id = ?", gone);
        }
        trade(connection, unit);
    }

    private static void trade(Connection connection, Unit unit) throws SQLException {
        String id = unit.stack().id();
        Map<String, String> exports = unit.exports();
        if (exports != null) {
            Sql.update(connection, "DELETE FROM cfn_export WHERE stack_id = ?", id);
            for (Map.Entry<String, String> export : exports.entrySet()) {
                Sql.update(
                        connection,
                        "INSERT INTO cfn_export (name, stack_id, content) VALUES (?, ?, ?)",
                        export.getKey(),
                        id,
                        export.getValue());
            }
        }
        Set<String> imports = unit.imports();
        if (imports != null) {
            Sql.update(connection, "DELETE FROM cfn_import WHERE stack_id = ?", id);
            for (String name : imports) {
                Sql.update(connection, "INSERT INTO cfn_import (stack_id, name) VALUES (?, ?)", id, name);
            }
        }
    }

    @Override
    public void forget(String stackId) {
        database.write(connection -> {
            for (String table : OF_A_STACK) {
                Sql.update(connection, "DELETE FROM " + table + " WHERE stack_id = ?", stackId);
            }
            return Sql.update(connection, "DELETE FROM cfn_stack WHERE id = ?", stackId);
        });
    }
}
