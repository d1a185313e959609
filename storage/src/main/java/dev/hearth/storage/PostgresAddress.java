package dev.hearth.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a PostgreSQL database is: {@code postgres://user:password@host:port/database?sslmode=require}, libpq's form.
 * What
 * stands behind the question mark goes to the driver as it is.
 *
 * @param password empty when the server asks for none; never printed
 */
record PostgresAddress(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    /** PostgreSQL's registered port. */
    static final int DEFAULT_PORT = 5432;

    PostgresAddress {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads libpq's form.
     *
     * @throws IllegalArgumentException what is wrong with {@code text}, without its password
     */
    static PostgresAddress of(String text) {
        URI uri = uri(text);
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("postgres") && !scheme.equals("postgresql")) {
            throw wrong("it does not begin with postgres://");
        }
        if (uri.getHost() == null) {
            throw wrong("it names no host");
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (path.length() < 2 || path.indexOf('/', 1) > 0) {
            throw wrong("it names no database after the host");
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        if (login.length == 0 || login[0].isEmpty()) {
            throw wrong("it names no user before the host");
        }
        return new PostgresAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                path.substring(1),
                decoded(login[0]),
                login.length > 1 ? decoded(login[1]) : "",
                parameters(uri.getRawQuery()));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw wrong("it is not a URL (" + e.getReason() + ")");
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(
                "The address of a store is postgres://user:password@host:port/database, but " + why + ".");
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            found.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return found;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For people and logs: everything but the password and the parameters. */
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
