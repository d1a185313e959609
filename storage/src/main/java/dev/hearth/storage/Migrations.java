package dev.hearth.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database's tables to what this program expects: Flyway over the scripts named here.
 *
 * <p>The scripts are one set for both dialects; what differs are placeholders. Loading Flyway costs more than
 * everything else at start, so a database that carries the stamp of exactly these scripts is not shown to it.
 */
final class Migrations {

    /**
     * Every script, in order. A released script never changes; a new one gets the next number and a line here. It only
     * adds what programs without it can ignore: the version before must run on its tables.
     */
    static final List<String> SCRIPTS = List.of(new String[] {
        "V0001__functions.sql",
        "V0002__logs.sql",
        "V0003__versions.sql",
        "V0004__concurrency.sql",
        "V0005__layers.sql",
        "V0006__log_blocks.sql",
        "V0020__leases.sql",
        "V0021__events.sql",
        "V0030__sqs.sql",
        "V0040__outbox.sql",
        "V0041__sns.sql",
        "V0042__events.sql",
        "V0046__scheduler.sql",
        "V0050__event_source_mappings.sql",
        "V0051__stream_checkpoints.sql",
        "V0052__cluster.sql",
        "V0060__s3.sql",
        "V0070__dynamodb.sql",
        "V0080__api_gateway.sql",
        "V0085__cloudformation.sql",
        "V0090__iam.sql",
        "V0091__ssm.sql",
        "V0095__ec2.sql",
    });

    /**
     * What the placeholders of the scripts are in SQLite: {@code blob} holds bytes, {@code clustered} keeps a table's
     * rows in the order of its primary key, {@code name} is text that is compared byte by byte, {@code rowid} the type
     * of a whole number by
     * which rows lie.
     */
    static final Map<String, String> SQLITE =
            Map.of("blob", "BLOB", "clustered", "WITHOUT ROWID", "name", "TEXT", "rowid", "INTEGER");

    /** The same in PostgreSQL, where a table has no order of its own. */
    static final Map<String, String> POSTGRES =
            Map.of("blob", "BYTEA", "clustered", "", "name", "TEXT", "rowid", "BIGINT");

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private static final String FOLDER = "db/migration/";

    /** Text is compared and sorted byte by byte in both engines, whatever the database's own collation is. */
    private static final Pattern TEXT = Pattern.compile("\\bTEXT\\b");

    private record Script(String name, byte[] bytes) {}

    private Migrations() {}

    /** Migrates unless the database is stamped with these scripts, then stamps it. */
    static void bringUpSqlite(DataSource source) throws SQLException, IOException {
        List<Script> scripts = load();
        int stamp = stamp(scripts);
        try (Connection connection = source.getConnection()) {
            if (userVersion(connection) == stamp) {
                return;
            }
            bringUp(source, scripts, SQLITE, false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA user_version = " + stamp);
            }
        }
    }

    /**
     * As {@link #bringUpSqlite}; the stamp is a row. Flyway's own lock keeps two programs that start together apart.
     */
    static void bringUpPostgres(DataSource source) throws SQLException, IOException {
        List<Script> scripts = load();
        for (int i = 0; i < scripts.size(); i++) {
            Script script = scripts.get(i);
            String text = new String(script.bytes, StandardCharsets.UTF_8).replace("${name}", "TEXT");
            String collated = TEXT.matcher(text).replaceAll("TEXT COLLATE \"C\"");
            scripts.set(i, new Script(script.name, collated.getBytes(StandardCharsets.UTF_8)));
        }
        int stamp = stamp(scripts);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (postgresStamp(statement) == stamp) {
                return;
            }
            bringUp(source, scripts, POSTGRES, hasNothingButLeases(statement));
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE IF NOT EXISTS hearth_stamp (stamp INTEGER NOT NULL)");
            statement.execute("DELETE FROM hearth_stamp");
            statement.execute("INSERT INTO hearth_stamp (stamp) VALUES (" + stamp + ")");
            connection.commit();
        }
    }

    private static int postgresStamp(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('hearth_stamp') IS NOT NULL")) {
            if (!row.next() || !row.getBoolean(1)) {
                return 0;
            }
        }
        try (ResultSet row = statement.executeQuery("SELECT stamp FROM hearth_stamp")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** Whoever brings up the tables holds a lease for that, so that one table is there before all others. */
    private static boolean hasNothingButLeases(Statement statement) throws SQLException {
        String others = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '"
                + PostgresLeases.TABLE + "'";
        try (ResultSet row = statement.executeQuery(others)) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** @param anew whether what is there already counts as nothing; otherwise a strange database is refused */
    private static void bringUp(DataSource source, List<Script> scripts, Map<String, String> dialect, boolean anew) {
        Flyway flyway = flyway(source, scripts, dialect, anew);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            // A server still commits what a killed predecessor sent last, although its lock went with it: look again.
            LOG.info("the tables are looked at again: {}", e.getMessage());
            flyway(source, scripts, dialect, anew).migrate();
        }
    }

    private static Flyway flyway(DataSource source, List<Script> scripts, Map<String, String> dialect, boolean anew) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .resourceProvider(new Listed(scripts))
                .javaMigrationClassProvider(List::of)
                .placeholders(dialect)
                .baselineOnMigrate(anew)
                .baselineVersion("0")
                // Scripts of different services get their numbers from ranges, not by their age.
                .outOfOrder(true)
                // A newer Hearth was here, and another may be: its scripts only add, so this one does without them.
                .ignoreMigrationPatterns("*:future", "*:missing")
                .load();
    }

    private static List<Script> load() throws IOException {
        List<Script> scripts = new ArrayList<>();
        for (String name : SCRIPTS) {
            try (InputStream in = Migrations.class.getResourceAsStream("/" + FOLDER + name)) {
                if (in == null) {
                    throw new IllegalStateException("the migration " + name + " is not on the class path");
                }
                scripts.add(new Script(name, in.readAllBytes()));
            }
        }
        return scripts;
    }

    /** A fingerprint of the scripts, never 0, which is what a new database carries. */
    private static int stamp(List<Script> scripts) {
        CRC32 crc = new CRC32();
        for (Script script : scripts) {
            crc.update(script.name.getBytes(StandardCharsets.UTF_8));
            crc.update(script.bytes);
        }
        return (int) crc.getValue() | 1;
    }

    private static int userVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** The scripts as Flyway wants them, so that it scans no class path. */
    private record Listed(List<Script> scripts) implements ResourceProvider {

        @Override
        public @Nullable LoadableResource getResource(String name) {
            return scripts.stream()
                    .filter(script -> name.equals(FOLDER + script.name) || name.equals(script.name))
                    .findFirst()
                    .map(Resource::new)
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return scripts.stream()
                    .filter(script -> script.name.startsWith(prefix)
                            && List.of(suffixes).stream().anyMatch(script.name::endsWith))
                    .<LoadableResource>map(Resource::new)
                    .toList();
        }
    }

    private static final class Resource extends LoadableResource {
        private final Script script;

        Resource(Script script) {
            this.script = script;
        }

        @Override
        public Reader read() {
            return new InputStreamReader(new ByteArrayInputStream(script.bytes), StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return FOLDER + script.name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return FOLDER + script.name;
        }

        @Override
        public String getFilename() {
            return script.name;
        }

        @Override
        public String getRelativePath() {
            return script.name;
        }
    }
}
