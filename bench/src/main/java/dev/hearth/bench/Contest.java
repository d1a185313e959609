package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Hearth and its two limits under the same load, measured in turns.
 *
 * @param title of the function and the concurrency, for people
 * @param language of the function
 * @param connections the concurrency
 */
record Contest(
        String title,
        String language,
        int connections,
        Subject hearth,
        Subject forwarder,
        Subject bare,
        List<Turn> turns) {

    /** Where a number stands among {@link #rows}. */
    static final int RATE = 0;

    static final int P50 = 2;
    static final int P99 = 3;

    /** One round's measurements. */
    record Turn(Load hearth, Load forwarder, Load bare) {}

    Contest(String language, int connections, Subject hearth, Subject forwarder, Subject bare) {
        this(
                language + " function, concurrency " + connections,
                language,
                connections,
                hearth,
                forwarder,
                bare,
                new ArrayList<>());
    }

    /**
     * Measures the three one after the other; false when one of them answered nothing, because the machine is busy with
     * something else: such a turn does not count.
     */
    boolean play(Programs programs, Load.Span span) {
        Turn turn = new Turn(load(hearth, programs, span), load(forwarder, programs, span), load(bare, programs, span));
        boolean counts = turn.hearth().rps() > 0
                && turn.forwarder().rps() > 0
                && turn.bare().rps() > 0;
        return counts && turns.add(turn);
    }

    private Load load(Subject subject, Programs programs, Load.Span span) {
        return Load.run(programs, subject, connections, span);
    }

    /** The medians; a ratio is the median of the rounds' own ratios, since a round shares its luck. */
    List<Row> rows() {
        if (turns.isEmpty()) {
            throw new BenchException("this machine is too busy to measure " + title);
        }
        return List.of(
                Row.beside(
                        title + ": beside the forwarder",
                        median(turn -> turn.hearth().rps()),
                        "requests/s",
                        median(turn -> turn.forwarder().rps()),
                        median(turn -> turn.hearth().rps() / turn.forwarder().rps())),
                Row.beside(
                        title + ": beside the bare server",
                        median(turn -> turn.hearth().rps()),
                        "requests/s",
                        median(turn -> turn.bare().rps()),
                        median(turn -> turn.hearth().rps() / turn.bare().rps())),
                latency("p50", Load::p50),
                latency("p99", Load::p99));
    }

    private Row latency(String name, ToDoubleFunction<Load> part) {
        return Row.beside(
                title + ": " + name + " beside the forwarder",
                median(turn -> part.applyAsDouble(turn.hearth())),
                "us",
                median(turn -> part.applyAsDouble(turn.forwarder())),
                median(turn -> part.applyAsDouble(turn.forwarder()) / part.applyAsDouble(turn.hearth())));
    }

    private double median(ToDoubleFunction<Turn> part) {
        return Medians.of(turns, part);
    }
}
