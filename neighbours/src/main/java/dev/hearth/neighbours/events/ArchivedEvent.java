package dev.hearth.neighbours.events;

/**
 * An event in an archive.
 *
 * @param archive the archive's name
 * @param id given by the store, growing; 0 for not yet
 * @param timeMillis the event's own time, by which it is found, milliseconds since the epoch
 * @param keptMillis when it was archived, milliseconds since the epoch
 * @param body the event
 */
public record ArchivedEvent(String archive, long id, long timeMillis, long keptMillis, String body) {}
