package dev.hearth.services.pollerfleet;

/** One thread at a time does what many ask for; who asks meanwhile makes it go round once more. */
final class Turns {

    private boolean taken;
    private boolean again;

    /** Whether the caller is the one that does it. */
    synchronized boolean begin() {
        again = true;
        if (taken) {
            return false;
        }
        taken = true;
        return true;
    }

    /** Whether to go round once more, after a round that {@code found} something to do or not. */
    synchronized boolean another(boolean found) {
        taken = found || again;
        again = false;
        return taken;
    }
}
