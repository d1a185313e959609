package dev.hearth.storage;

import dev.hearth.neighbours.ec2.Ec2Limits;
import dev.hearth.neighbours.ec2.Ec2Store;
import dev.hearth.neighbours.ec2.PrefixList;
import dev.hearth.neighbours.ec2.SecurityGroup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** {@link Ec2Store} in the tables {@code ec2_group} and {@code ec2_prefix_list}. */
final class SqlEc2 implements Ec2Store {

    private static final String PUT_GROUP = "INSERT INTO ec2_group (id, document) VALUES (?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document";
    private static final String PUT_LIST = "INSERT INTO ec2_prefix_list (id, version, document) VALUES (?, ?, ?)"
            + " ON CONFLICT (id, version) DO UPDATE SET document = excluded.document";
    private static final String NEWEST = "SELECT id, version, document FROM ec2_prefix_list AS list WHERE version ="
            + " (SELECT max(version) FROM ec2_prefix_list WHERE id = list.id)";

    private final Database database;

    SqlEc2(Database database) {
        this.database = database;
    }

    @Override
    public List<SecurityGroup> groups() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id, document FROM ec2_group",
                row -> Ec2Document.group(row.getString("id"), JsonDocument.read(row.getString("document")))));
    }

    @Override
    public List<PrefixList> prefixLists() {
        return database.read(connection -> Sql.list(connection, NEWEST, SqlEc2::list));
    }

    @Override
    public List<PrefixList> versions(String listId) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id, version, document FROM ec2_prefix_list WHERE id = ? ORDER BY version",
                SqlEc2::list,
                listId));
    }

    private static PrefixList list(ResultSet row) throws SQLException {
        return Ec2Document.list(
                row.getString("id"), row.getLong("version"), JsonDocument.read(row.getString("document")));
    }

    @Override
    public void put(SecurityGroup group) {
        String document = JsonDocument.write(Ec2Document.of(group));
        database.write(Sql.one(PUT_GROUP, group.id(), document));
    }

    @Override
    public void put(PrefixList list) {
        String document = JsonDocument.write(Ec2Document.of(list));
        long oldest = list.version() - Ec2Limits.PREFIX_LIST_VERSIONS;
        database.write(connection -> Sql.update(connection, PUT_LIST, list.id(), list.version(), document)
                + Sql.update(
                        connection, "DELETE FROM ec2_prefix_list WHERE id = ? AND version <= ?", list.id(), oldest));
    }

    @Override
    public void deleteGroup(String id) {
        database.write(Sql.one("DELETE FROM ec2_group WHERE id = ?", id));
    }

    @Override
    public void deletePrefixList(String id) {
        database.write(Sql.one("DELETE FROM ec2_prefix_list WHERE id = ?", id));
    }
}
