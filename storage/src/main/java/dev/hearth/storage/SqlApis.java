package dev.hearth.storage;

import dev.hearth.neighbours.apigateway.ApiStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ApiStore} in the table {@code api_item}. */
final class SqlApis implements ApiStore {

    private static final String PUT = "INSERT INTO api_item (owner, kind, id, document) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (owner, kind, id) DO UPDATE SET document = excluded.document";

    private final Database database;

    SqlApis(Database database) {
        this.database = database;
    }

    @Override
    public List<Item> load(String owner) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT owner, kind, id, document FROM api_item WHERE owner = ? AND kind <> ?",
                row -> new Item(
                        row.getString("owner"), row.getString("kind"), row.getString("id"), row.getString("document")),
                owner,
                SNAPSHOT));
    }

    @Override
    public @Nullable String find(String owner, String kind, String id) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT document FROM api_item WHERE owner = ? AND kind = ? AND id = ?",
                        row -> row.getString("document"),
                        owner,
                        kind,
                        id)
                .orElse(null));
    }

    @Override
    public void write(List<Item> changes, List<String> dropped) {
        database.write(connection -> {
            int rows = 0;
            for (String owner : dropped) {
                rows += Sql.update(connection, "DELETE FROM api_item WHERE owner = ?", owner);
            }
            for (Item item : changes) {
                rows += item.document() == null
                        ? Sql.update(
                                connection,
                                "DELETE FROM api_item WHERE owner = ? AND kind = ? AND id = ?",
                                item.owner(),
                                item.kind(),
                                item.id())
                        : Sql.update(connection, PUT, item.owner(), item.kind(), item.id(), item.document());
            }
            return rows;
        });
    }
}
