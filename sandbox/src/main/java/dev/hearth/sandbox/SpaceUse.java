package dev.hearth.sandbox;

/**
 * What one store of files takes on this host's disk.
 *
 * @param what it holds, in the plural, for example {@code snapshots}
 * @param count how many there are
 * @param inUse how many of them are used now; these stay even beyond the limits
 * @param bytes of all
 * @param maxCount from which on unused ones go, those longest unused first; 0: none goes by itself
 * @param maxBytes likewise
 */
public record SpaceUse(String what, int count, int inUse, long bytes, long maxCount, long maxBytes) {}
