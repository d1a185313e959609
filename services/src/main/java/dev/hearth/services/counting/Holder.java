package dev.hearth.services.counting;

/** One life of a process that holds units of concurrency; a handle that only {@link Counting#enter} makes. */
public sealed interface Holder permits HolderLife {

    /** The name it entered with. */
    String name();

    /** A number that is greater than that of every grant and holder before it. */
    long token();

    /** False once it left, expired or was replaced; never true again. */
    boolean alive();

    /** How many grants it holds. */
    int outstanding();
}
