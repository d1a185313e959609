package dev.hearth.server;

/**
 * An access key and its secret.
 *
 * @param accessKeyId in AWS's form: {@code AKIA} and sixteen of {@code [A-Z2-7]}
 * @param secretAccessKey forty characters
 */
record KeyPair(String accessKeyId, String secretAccessKey) {

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "KeyPair[" + accessKeyId + "]";
    }
}
