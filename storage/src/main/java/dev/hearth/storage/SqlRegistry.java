package dev.hearth.storage;

import dev.hearth.services.registry.FunctionPart;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.LayerVersion;
import dev.hearth.services.registry.RegistryChange;
import dev.hearth.services.registry.RegistryStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link RegistryStore} in the tables of functions; each call is one unit of work. */
final class SqlRegistry implements RegistryStore {

    private final Database database;

    SqlRegistry(Database database) {
        this.database = database;
    }

    private record Counted(RegistryChange.Series series, String name, long last) {}

    @Override
    public Contents load() {
        return database.read(connection ->
                new Contents(SqlFunctions.load(connection), parts(connection), layers(connection), counts(connection)));
    }

    private static List<FunctionPart> parts(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT function_name, kind, qualifier, document FROM function_part",
                row -> PartDocument.read(
                        new FunctionPart.Key(
                                FunctionPart.Kind.valueOf(row.getString("kind")),
                                row.getString("function_name"),
                                row.getString("qualifier")),
                        row.getString("document")));
    }

    private static List<LayerVersion> layers(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT name, version, document FROM layer_version",
                row -> LayerDocument.read(row.getString("name"), row.getLong("version"), row.getString("document")));
    }

    private static Map<RegistryChange.Series, Map<String, Long>> counts(Connection connection) throws SQLException {
        List<Counted> rows = Sql.list(
                connection,
                "SELECT series, name, last_number FROM registry_count",
                row -> new Counted(
                        RegistryChange.Series.valueOf(row.getString("series")),
                        row.getString("name"),
                        row.getLong("last_number")));
        Map<RegistryChange.Series, Map<String, Long>> counts = new EnumMap<>(RegistryChange.Series.class);
        rows.forEach(
                row -> counts.computeIfAbsent(row.series, _ -> new HashMap<>()).put(row.name, row.last));
        return counts;
    }

    @Override
    public void commit(List<RegistryChange> changes) {
        database.write(new Commit(List.copyOf(changes)));
    }

    private record Commit(List<RegistryChange> changes) implements SqlWork<Integer> {

        @Override
        public Integer run(Connection connection) throws SQLException {
            for (RegistryChange change : changes) {
                apply(connection, change);
            }
            return changes.size();
        }

        @Override
        public boolean isOneStatement() {
            return changes.size() == 1
                    && !(changes.getFirst() instanceof RegistryChange.DropVersion)
                    && !(changes.getFirst() instanceof RegistryChange.DropFunction);
        }
    }

    private static void apply(Connection connection, RegistryChange change) throws SQLException {
        switch (change) {
            case RegistryChange.PutFunction(FunctionRecord function) -> SqlFunctions.put(connection, function);
            case RegistryChange.DropVersion(String function, String version) -> {
                SqlFunctions.drop(connection, function, version);
                Sql.update(
                        connection,
                        "DELETE FROM function_part WHERE function_name = ? AND qualifier = ?",
                        function,
                        version);
            }
            case RegistryChange.DropFunction(String function) -> {
                SqlFunctions.drop(connection, function);
                Sql.update(connection, "DELETE FROM function_part WHERE function_name = ?", function);
            }
            case RegistryChange.PutPart(FunctionPart part) -> put(connection, part);
            case RegistryChange.DropPart(FunctionPart.Key key) ->
                Sql.update(
                        connection,
                        "DELETE FROM function_part WHERE function_name = ? AND kind = ? AND qualifier = ?",
                        key.function(),
                        key.kind().name(),
                        key.qualifier());
            case RegistryChange.PutLayer(LayerVersion layer) ->
                Sql.update(
                        connection,
                        "INSERT INTO layer_version (name, version, document) VALUES (?, ?, ?)"
                                + " ON CONFLICT (name, version) DO UPDATE SET document = excluded.document",
                        layer.name(),
                        layer.version(),
                        LayerDocument.write(layer));
            case RegistryChange.DropLayer(String name, long version) ->
                Sql.update(connection, "DELETE FROM layer_version WHERE name = ? AND version = ?", name, version);
            case RegistryChange.Count(RegistryChange.Series series, String name, long last) ->
                Sql.update(
                        connection,
                        "INSERT INTO registry_count (series, name, last_number) VALUES (?, ?, ?) ON CONFLICT"
                                + " (series, name) DO UPDATE SET last_number = excluded.last_number",
                        series.name(),
                        name,
                        last);
        }
    }

    private static void put(Connection connection, FunctionPart part) throws SQLException {
        FunctionPart.Key key = part.key();
        Sql.update(
                connection,
                "INSERT INTO function_part (function_name, kind, qualifier, document) VALUES (?, ?, ?, ?) ON CONFLICT"
                        + " (function_name, kind, qualifier) DO UPDATE SET document = excluded.document",
                key.function(),
                key.kind().name(),
                key.qualifier(),
                PartDocument.write(part));
    }
}
