package dev.hearth.drivers.image;

/** Hears how far a build is. Called from one thread. */
public interface Progress {

    /** Hears nothing. */
    Progress NONE = new Progress() {
        @Override
        public void stage(String what) {
            // nobody listens
        }

        @Override
        public void fraction(double done) {
            // nobody listens
        }
    };

    /** A new stage begins; {@code what} says what is done now, in a few words. */
    void stage(String what);

    /** How much of the stage is done, from 0 to 1. Called at most a few hundred times in a stage. */
    void fraction(double done);
}
