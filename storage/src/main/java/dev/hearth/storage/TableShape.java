package dev.hearth.storage;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as a transfer sees it; the same on both engines.
 *
 * @param key the columns of its primary key, in its order; all columns where there is none
 * @param keyed whether there is a primary key
 */
record TableShape(String name, List<Column> columns, List<Integer> key, boolean keyed) {

    /** A column: whole numbers, text or bytes. */
    record Column(String name, Kind kind) {}

    enum Kind {
        NUMBER,
        TEXT,
        BYTES
    }

    /** What the engines and we keep for ourselves. */
    private static final Set<String> NOT_CONTENT =
            Set.of("flyway_schema_history", "hearth_stamp", CopyMark.TABLE, PostgresLeases.TABLE);

    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** All tables with content, by name. */
    static List<TableShape> all(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet tables = meta.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        Collections.sort(names);
        List<TableShape> shapes = new ArrayList<>();
        for (String name : names) {
            if (!NOT_CONTENT.contains(name) && !name.startsWith("sqlite_")) {
                shapes.add(of(connection, name));
            }
        }
        return shapes;
    }

    private static TableShape of(Connection connection, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet row = meta.getColumns(null, connection.getSchema(), name, "%")) {
            while (row.next()) {
                columns.add(new Column(row.getString("COLUMN_NAME"), kind(row.getString("TYPE_NAME"))));
            }
        }
        Map<Integer, Integer> key = new TreeMap<>();
        try (ResultSet row = meta.getPrimaryKeys(null, connection.getSchema(), name)) {
            while (row.next()) {
                key.put(row.getInt("KEY_SEQ"), index(columns, row.getString("COLUMN_NAME")));
            }
        }
        boolean keyed = !key.isEmpty();
        for (int i = 0; !keyed && i < columns.size(); i++) {
            key.put(i, i);
        }
        return new TableShape(name, columns, new ArrayList<>(key.values()), keyed);
    }

    private static int index(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name.equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + name);
    }

    private static Kind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "text" -> Kind.TEXT;
            case "blob", "bytea" -> Kind.BYTES;
            case "integer", "bigint", "int4", "int8" -> Kind.NUMBER;
            default -> throw new IllegalStateException("a transfer does not know columns of the type " + type);
        };
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private String keyNames() {
        return key.stream().map(i -> columns.get(i).name).collect(Collectors.joining(", "));
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /**
     * Reads {@code most} rows in the order of the key; with {@code after}, those behind the key that is bound first.
     */
    String select(boolean after) {
        String behind = after ? " WHERE (" + keyNames() + ") > (" + marks(key.size()) + ")" : "";
        return "SELECT " + names() + " FROM " + name + behind + " ORDER BY " + keyNames() + " LIMIT ?";
    }

    /** Reads the row with the highest key. */
    String last() {
        String down = key.stream().map(i -> columns.get(i).name + " DESC").collect(Collectors.joining(", "));
        return "SELECT " + names() + " FROM " + name + " ORDER BY " + down + " LIMIT 1";
    }

    /** Adds a row; one with the same key stays as it is. */
    String insert() {
        return "INSERT INTO " + name + " (" + names() + ") VALUES (" + marks(columns.size()) + ")"
                + (keyed ? " ON CONFLICT (" + keyNames() + ") DO NOTHING" : "");
    }

    @Nullable
    Object[] row(ResultSet rows) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (columns.get(i).kind) {
                case TEXT -> rows.getString(i + 1);
                case BYTES -> rows.getBytes(i + 1);
                case NUMBER -> {
                    long number = rows.getLong(i + 1);
                    yield rows.wasNull() ? null : number;
                }
            };
        }
        return values;
    }

    /** Binds the key of {@code row} from {@code first} on; returns the next free place. */
    int bindKey(PreparedStatement statement, int first, @Nullable Object[] row) throws SQLException {
        int place = first;
        for (int column : key) {
            statement.setObject(place++, row[column]);
        }
        return place;
    }
}
