package dev.hearth.server;

import dev.hearth.drivers.image.Progress;
import java.io.PrintStream;

/** How far a build is: a bar that redraws itself on a terminal, else one line a stage. Always on stderr. */
final class ProgressBar implements Progress, AutoCloseable {

    private static final int CELLS = 30;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private String stage = "";
    private int drawn = -1;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static ProgressBar open() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new ProgressBar(System.err, terminal && !"dumb".equals(System.getenv("TERM")));
    }

    @Override
    public void stage(String what) {
        stage = what;
        drawn = -1;
        if (terminal) {
            fraction(0);
        } else {
            out.println(what);
        }
    }

    @Override
    public void fraction(double done) {
        int percent = (int) Math.round(100 * Math.clamp(done, 0, 1));
        if (!terminal || percent == drawn) {
            return;
        }
        drawn = percent;
        int cells = percent * CELLS / 100;
        out.print(ERASE + "[" + "█".repeat(cells) + "░".repeat(CELLS - cells) + "] " + percent + "% " + stage);
        out.flush();
    }

    @Override
    public void close() {
        if (terminal) {
            out.print(ERASE);
            out.flush();
        }
    }
}
