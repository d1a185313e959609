package dev.hearth.simulation;

/** A source of invocations, driven by timers of its own until {@link Arrivals#over}. */
interface Load {

    void begin();

    /** Independent invocations, so many in a second on the average. */
    record Poisson(World world, Arrivals arrivals, Dice dice, double meanGapNanos, double medianRunNanos)
            implements Load {

        @Override
        public void begin() {
            world.later(dice.exponential(meanGapNanos), this::next);
        }

        private void next() {
            if (!arrivals.over()) {
                arrivals.arrive(arrivals.anyFunction(), dice.logNormal(medianRunNanos, Conduct.SIGMA));
                begin();
            }
        }
    }

    /** Many invocations of one function within a few milliseconds, now and then. */
    record Bursts(World world, Arrivals arrivals, Dice dice, double meanGapNanos, int most, double medianRunNanos)
            implements Load {

        private static final long WIDTH_NANOS = 20_000_000;

        @Override
        public void begin() {
            world.later(dice.exponential(meanGapNanos), this::next);
        }

        private void next() {
            if (arrivals.over()) {
                return;
            }
            SimulatedFunction function = arrivals.function(dice.between(0, Integer.MAX_VALUE - 1));
            int size = dice.between(1, most);
            for (int i = 0; i < size; i++) {
                long run = dice.logNormal(medianRunNanos, Conduct.SIGMA);
                world.later(dice.between(0L, WIDTH_NANOS), () -> arrivals.arrive(function, run));
            }
            begin();
        }
    }

    /**
     * The trace of {@link Trace}, again and again: several copies of it side by side, each with functions of its own
     * and begun at another place, all faster than life.
     */
    record Replay(World world, Arrivals arrivals, Dice dice, Trace trace, int copies, int speed) implements Load {

        @Override
        public void begin() {
            for (int copy = 0; copy < copies; copy++) {
                int functions = copy * trace.functions();
                int first = dice.between(0, trace.size() - 1);
                world.later(dice.between(0L, trace.gapNanos(first) / speed), () -> next(functions, first));
            }
        }

        private void next(int functions, int at) {
            if (arrivals.over()) {
                return;
            }
            arrivals.arrive(arrivals.function(functions + trace.function(at)), trace.runNanos(at) / speed);
            int after = (at + 1) % trace.size();
            world.later(trace.gapNanos(after) / speed, () -> next(functions, after));
        }
    }
}
