package dev.hearth.conformance;

import dev.hearth.storage.TestPostgres;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The store that {@code -Dhearth.store} chooses for the Hearths of a test: SQLite in their data folder without it, a
 * PostgreSQL of the test's own for {@code postgres}, else the one at that address.
 */
final class ChosenStore implements AutoCloseable {

    private static final String PROPERTY = System.getProperty("hearth.store", "");

    private final @Nullable TestPostgres own;
    private final String address;

    private ChosenStore(@Nullable TestPostgres own, String address) {
        this.own = own;
        this.address = address;
    }

    static ChosenStore open() {
        if (!PROPERTY.equals("postgres")) {
            return new ChosenStore(null, PROPERTY);
        }
        TestPostgres own = TestPostgres.start();
        return new ChosenStore(own, own.create());
    }

    /** The options of {@link ChildHearth#start} for it, after {@code more}. */
    String[] options(String... more) {
        if (address.isEmpty()) {
            return more;
        }
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--store";
        all[more.length + 1] = address;
        return all;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
