package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Randomness;

/** Names that API Gateway makes: lower-case letters and digits. */
record Ids(Randomness randomness) {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** Characters of an API's, a resource's or a key's id. */
    private static final int LONG = 10;
    /** Characters of a route's or an integration's id. */
    private static final int SHORT = 7;
    /** Characters of the least dangerous secret: a generated API key. */
    private static final int KEY = 40;

    private String of(int length) {
        byte[] random = randomness.bytes(length);
        StringBuilder id = new StringBuilder(length);
        for (byte each : random) {
            id.append(ALPHABET.charAt((each & 0xFF) % ALPHABET.length()));
        }
        return id.toString();
    }

    String next() {
        return of(LONG);
    }

    String small() {
        return of(SHORT);
    }

    String key() {
        return of(KEY);
    }
}
