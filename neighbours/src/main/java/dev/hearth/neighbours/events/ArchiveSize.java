package dev.hearth.neighbours.events;

/** How much an archive holds. */
public record ArchiveSize(long events, long bytes) {}
