package dev.hearth.storage;

import dev.hearth.neighbours.ssm.Parameter;
import dev.hearth.neighbours.ssm.ParameterVersion;
import dev.hearth.neighbours.ssm.SsmStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link SsmStore} in the tables {@code ssm_parameter} and {@code ssm_version}. */
final class SqlSsm implements SsmStore {

    private static final String PUT = "INSERT INTO ssm_parameter (name, document) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET document = excluded.document";
    private static final String PUT_VERSION = "INSERT INTO ssm_version (name, version, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (name, version) DO UPDATE SET document = excluded.document";

    /** Names are ASCII: every name that begins with a prefix lies before the prefix and this. */
    private static final String BEHIND = "\u007f";

    private final Database database;

    SqlSsm(Database database) {
        this.database = database;
    }

    @Override
    public @Nullable Parameter find(String name) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT document FROM ssm_parameter WHERE name = ?",
                        row -> parameter(name, row.getString("document")),
                        name)
                .orElse(null));
    }

    @Override
    public List<Parameter> list(String prefix, String after, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, document FROM ssm_parameter WHERE name >= ? AND name < ? AND name > ?"
                        + " ORDER BY name LIMIT ?",
                row -> parameter(row.getString("name"), row.getString("document")),
                prefix,
                prefix + BEHIND,
                after,
                most));
    }

    @Override
    public int count() {
        return database.read(connection -> Sql.first(
                        connection, "SELECT count(*) AS many FROM ssm_parameter", row -> row.getInt("many"))
                .orElse(0));
    }

    @Override
    public List<ParameterVersion> versions(String name) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT document FROM ssm_version WHERE name = ? ORDER BY version",
                row -> version(name, JsonDocument.read(row.getString("document"))),
                name));
    }

    @Override
    public @Nullable ParameterVersion version(String name, long version) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT document FROM ssm_version WHERE name = ? AND version = ?",
                        row -> version(name, JsonDocument.read(row.getString("document"))),
                        name,
                        version)
                .orElse(null));
    }

    @Override
    public void put(Parameter parameter) {
        ParameterVersion latest = parameter.latest();
        Map<String, Object> document = new LinkedHashMap<>(document(latest));
        document.put("tags", parameter.tags());
        database.write(connection -> {
            insertVersionIfNew(connection, latest);
            return Sql.update(connection, PUT, parameter.name(), JsonDocument.write(document));
        });
    }

    /** A version that is there keeps the labels that it got since. */
    private static void insertVersionIfNew(Connection connection, ParameterVersion version) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO ssm_version (name, version, document) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name, version) DO NOTHING",
                version.name(),
                version.version(),
                JsonDocument.write(document(version)));
    }

    @Override
    public void label(List<ParameterVersion> versions) {
        database.write(connection -> {
            int changed = 0;
            for (ParameterVersion each : versions) {
                changed += Sql.update(
                        connection, PUT_VERSION, each.name(), each.version(), JsonDocument.write(document(each)));
            }
            return changed;
        });
    }

    @Override
    public void drop(String name, long version) {
        database.write(Sql.one("DELETE FROM ssm_version WHERE name = ? AND version = ?", name, version));
    }

    @Override
    public boolean delete(String name) {
        return database.write(connection -> {
                    Sql.update(connection, "DELETE FROM ssm_version WHERE name = ?", name);
                    return Sql.update(connection, "DELETE FROM ssm_parameter WHERE name = ?", name);
                })
                > 0;
    }

    private static Parameter parameter(String name, String text) {
        Map<String, Object> document = JsonDocument.read(text);
        return new Parameter(version(name, document), JsonDocument.strings(JsonDocument.object(document, "tags")));
    }

    private static Map<String, Object> document(ParameterVersion version) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version.version());
        document.put("type", version.type());
        document.put("value", version.value());
        document.put("description", version.description());
        document.put("pattern", version.allowedPattern());
        document.put("key", version.keyId());
        document.put("tier", version.tier());
        document.put("dataType", version.dataType());
        document.put("policies", version.policies());
        document.put("modified", version.modifiedMillis());
        document.put("by", version.modifiedBy());
        document.put("labels", version.labels());
        return document;
    }

    private static ParameterVersion version(String name, Map<String, Object> document) {
        return new ParameterVersion(
                name,
                JsonDocument.longNumber(document, "version", 1),
                JsonDocument.text(document, "type", ""),
                JsonDocument.text(document, "value", ""),
                JsonDocument.text(document, "description", ""),
                JsonDocument.text(document, "pattern", ""),
                JsonDocument.text(document, "key", ""),
                JsonDocument.text(document, "tier", ""),
                JsonDocument.text(document, "dataType", ""),
                JsonDocument.text(document, "policies", ""),
                JsonDocument.longNumber(document, "modified", 0),
                JsonDocument.text(document, "by", ""),
                JsonDocument.list(document, "labels"));
    }
}
