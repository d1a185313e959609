package dev.hearth.services.registry;

/**
 * A deployment package in the code store.
 *
 * @param digest SHA-256, lower-case hexadecimal
 * @param size of the zip, bytes
 */
public record StoredCode(String digest, long size) {}
