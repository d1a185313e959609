package dev.hearth.neighbours.events;

/**
 * An archive of a bus's events, as it is kept.
 *
 * @param name unique in the account and region
 * @param bus the name of the bus whose events it keeps
 * @param description empty for none
 * @param pattern which events it keeps; empty for all
 * @param retentionDays 0 for ever
 * @param kmsKey kept and shown, not used; empty for none
 * @param createdMillis milliseconds since the epoch
 */
public record Archive(
        String name,
        String bus,
        String description,
        String pattern,
        int retentionDays,
        String kmsKey,
        long createdMillis) {}
