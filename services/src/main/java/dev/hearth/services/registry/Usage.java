package dev.hearth.services.registry;

/**
 * What the account uses.
 *
 * @param functionCount functions
 * @param totalCodeSize bytes of all their packages, zipped
 */
public record Usage(long functionCount, long totalCodeSize) {}
