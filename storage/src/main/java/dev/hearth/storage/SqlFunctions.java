package dev.hearth.storage;

import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.StoredCode;
import dev.hearth.services.registry.UpdateStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Versions of functions in the table {@code function_version}. */
final class SqlFunctions {

    private static final String PENDING = "Pending";
    private static final String ACTIVE = "Active";
    private static final String FAILED = "Failed";
    private static final String SUCCESSFUL = "Successful";
    private static final String IN_PROGRESS = "InProgress";

    private static final String COLUMNS = "name, version, revision_id, deployment, modified_millis, code_digest,"
            + " code_size, state, state_reason, state_code, update_status, update_reason, update_code, configuration,"
            + " tags, unzipped_size";

    private static final String UPSERT = "INSERT INTO function_version (" + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name, version) DO UPDATE SET"
            + " revision_id = excluded.revision_id, deployment = excluded.deployment,"
            + " modified_millis = excluded.modified_millis, code_digest = excluded.code_digest,"
            + " code_size = excluded.code_size, state = excluded.state, state_reason = excluded.state_reason,"
            + " state_code = excluded.state_code, update_status = excluded.update_status,"
            + " update_reason = excluded.update_reason, update_code = excluded.update_code,"
            + " configuration = excluded.configuration, tags = excluded.tags,"
            + " unzipped_size = excluded.unzipped_size";

    private SqlFunctions() {}

    /** The code of an active state whose snapshot was taken. */
    private static final String SNAPSHOT = "Snapshot";

    /** A state in its three columns. */
    private record Status(String name, String reason, String code) {}

    static List<FunctionRecord> load(Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT " + COLUMNS + " FROM function_version", SqlFunctions::function);
    }

    static void put(Connection connection, FunctionRecord function) throws SQLException {
        Status state = status(function.state());
        Status update = status(function.update());
        Sql.update(
                connection,
                UPSERT,
                function.name(),
                function.version(),
                function.revisionId(),
                function.deployment(),
                function.lastModified().toEpochMilli(),
                function.code().digest(),
                function.code().size(),
                state.name,
                state.reason,
                state.code,
                update.name,
                update.reason,
                update.code,
                ConfigurationDocument.write(function.configuration()),
                JsonDocument.write(function.tags()),
                function.code().unzippedSize());
    }

    static void drop(Connection connection, String name, String version) throws SQLException {
        Sql.update(connection, "DELETE FROM function_version WHERE name = ? AND version = ?", name, version);
    }

    static void drop(Connection connection, String name) throws SQLException {
        Sql.update(connection, "DELETE FROM function_version WHERE name = ?", name);
    }

    private static FunctionRecord function(ResultSet row) throws SQLException {
        return new FunctionRecord(
                row.getString("name"),
                row.getString("version"),
                ConfigurationDocument.read(row.getString("configuration")),
                new StoredCode(row.getString("code_digest"), row.getLong("code_size"), row.getLong("unzipped_size")),
                state(row.getString("state"), row.getString("state_reason"), row.getString("state_code")),
                update(row.getString("update_status"), row.getString("update_reason"), row.getString("update_code")),
                Instant.ofEpochMilli(row.getLong("modified_millis")),
                row.getString("revision_id"),
                row.getString("deployment"),
                JsonDocument.strings(JsonDocument.read(row.getString("tags"))));
    }

    private static Status status(FunctionState state) {
        return switch (state) {
            case FunctionState.Pending _ -> new Status(PENDING, "", "");
            case FunctionState.Active(String reason, boolean snapshot) ->
                new Status(ACTIVE, reason, snapshot ? SNAPSHOT : "");
            case FunctionState.Failed(String reason, String code) -> new Status(FAILED, reason, code);
        };
    }

    private static FunctionState state(String name, String reason, String code) {
        return switch (name) {
            case PENDING -> new FunctionState.Pending();
            case ACTIVE -> new FunctionState.Active(reason, code.equals(SNAPSHOT));
            case FAILED -> new FunctionState.Failed(reason, code);
            default -> throw new IllegalStateException("unknown function state " + name);
        };
    }

    private static Status status(UpdateStatus update) {
        return switch (update) {
            case UpdateStatus.Successful _ -> new Status(SUCCESSFUL, "", "");
            case UpdateStatus.InProgress _ -> new Status(IN_PROGRESS, "", "");
            case UpdateStatus.Failed(String reason, String code) -> new Status(FAILED, reason, code);
        };
    }

    private static UpdateStatus update(String name, String reason, String code) {
        return switch (name) {
            case SUCCESSFUL -> new UpdateStatus.Successful();
            case IN_PROGRESS -> new UpdateStatus.InProgress();
            case FAILED -> new UpdateStatus.Failed(reason, code);
            default -> throw new IllegalStateException("unknown update status " + name);
        };
    }
}
