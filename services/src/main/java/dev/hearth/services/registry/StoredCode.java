package dev.hearth.services.registry;

/**
 * A deployment package in the code store.
 *
 * @param digest SHA-256, lower-case hexadecimal
 * @param size of the zip, bytes
 * @param unzippedSize of its content, bytes; 0 where it was kept before that was counted
 */
public record StoredCode(String digest, long size, long unzippedSize) {}
