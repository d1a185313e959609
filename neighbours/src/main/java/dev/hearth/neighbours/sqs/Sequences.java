package dev.hearth.neighbours.sqs;

/** Sequences carry the time at which they were made, so that a queue's old messages are found by them. */
final class Sequences {

    /** Of a sequence's bits, those below its milliseconds. */
    private static final int COUNTER_BITS = 12;

    private Sequences() {}

    /** The first sequence of that time, in milliseconds since the epoch. */
    static long at(long millis) {
        return millis << COUNTER_BITS;
    }
}
