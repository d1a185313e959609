package dev.hearth.neighbours.sqs;

/**
 * What a queue holds, and what happened in it since the start of this process.
 *
 * @param name of the queue; empty for all those together that are not told one by one
 * @param counts of its messages
 * @param oldestMillis since when the oldest message waits, milliseconds; 0 when none does, and for the rest together
 * @param sent messages
 * @param received messages, each time
 * @param deleted messages, by their receivers
 * @param emptyReceives receives that got nothing
 */
public record QueueReport(
        String name,
        MessageCounts counts,
        long oldestMillis,
        long sent,
        long received,
        long deleted,
        long emptyReceives) {}
