package dev.hearth.storage;

import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@link IamStore} in the table {@code iam_entity}. */
final class SqlIam implements IamStore {

    private static final String PUT = "INSERT INTO iam_entity (kind, name, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document";
    private static final String SELECT = "SELECT kind, name, document FROM iam_entity";

    private final Database database;

    SqlIam(Database database) {
        this.database = database;
    }

    @Override
    public List<IamEntity> all() {
        return database.read(connection -> Sql.list(connection, SELECT, SqlIam::entity));
    }

    @Override
    public List<IamEntity> signers() {
        return database.read(
                connection -> Sql.list(connection, SELECT + " WHERE kind IN ('KEY', 'USER', 'ROLE')", SqlIam::entity));
    }

    private static IamEntity entity(ResultSet row) throws SQLException {
        Map<String, Object> document = JsonDocument.read(row.getString("document"));
        return new IamEntity(
                IamKind.valueOf(row.getString("kind")),
                row.getString("name"),
                JsonDocument.text(document, "path", "/"),
                JsonDocument.text(document, "id", ""),
                JsonDocument.longNumber(document, "created", 0),
                strings(document, "settings"),
                strings(document, "tags"),
                strings(document, "documents"),
                JsonDocument.list(document, "attached"),
                JsonDocument.list(document, "members"));
    }

    private static Map<String, String> strings(Map<String, Object> document, String name) {
        return JsonDocument.strings(JsonDocument.object(document, name));
    }

    @Override
    public CompletionStage<?> put(IamEntity entity) {
        String document = JsonDocument.write(Map.of(
                "path", entity.path(),
                "id", entity.id(),
                "created", entity.createdMillis(),
                "settings", entity.settings(),
                "tags", entity.tags(),
                "documents", entity.documents(),
                "attached", entity.attached(),
                "members", entity.members()));
        return database.submit(Sql.one(PUT, entity.kind().name(), entity.name(), document));
    }

    @Override
    public CompletionStage<?> delete(IamKind kind, String name) {
        return database.submit(Sql.one("DELETE FROM iam_entity WHERE kind = ? AND name = ?", kind.name(), name));
    }
}
