package dev.hearth.server;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What Hearth and the libraries in it say while they work: warnings and worse, one line each, on standard error. */
final class Logging {

    private static final String LINE = "%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

    /** Kept, because the log manager forgets the levels of loggers that nobody holds. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private Logging() {}

    static void configure() {
        System.setProperty("java.util.logging.SimpleFormatter.format", LINE);
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        Handler console = new ConsoleHandler();
        Level level = Level.parse(System.getProperty("hearth.log", "WARNING"));
        console.setLevel(level);
        // Its consumers warn of a broker that is away many times a second; Hearth says it once.
        KAFKA.setLevel(level.equals(Level.WARNING) ? Level.SEVERE : level);
        root.setLevel(level);
        root.addHandler(console);
    }
}
