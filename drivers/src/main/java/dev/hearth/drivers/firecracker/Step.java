package dev.hearth.drivers.firecracker;

import java.io.IOException;

/** One step of making a microVM. */
interface Step {

    /** What it does, for messages: {@code link the files}. */
    String name();

    void perform() throws IOException;

    /**
     * Takes back what {@link #perform} did, also when that failed half-way, and without effect when it did nothing.
     * Never fails: what cannot be undone is logged, and found by the next start's cleaning.
     */
    default void undo() {
        // most steps leave nothing that an earlier one's undo does not remove
    }

    /** Something that a step does. */
    @FunctionalInterface
    interface Action {
        void perform() throws IOException;
    }

    /** A step whose traces an earlier one's undo removes. */
    static Step of(String name, Action action) {
        return of(name, action, () -> {});
    }

    static Step of(String name, Action action, Runnable undo) {
        return new Step() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void perform() throws IOException {
                action.perform();
            }

            @Override
            public void undo() {
                undo.run();
            }
        };
    }
}
