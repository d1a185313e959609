package dev.hearth.server;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * What Hearth and the libraries in it say while they work, one line each, on standard error: warnings and worse, and
 * of a cluster who decides, who comes and who goes.
 */
final class Logging {

    private static final String LINE = "%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

    /** Kept, because the log manager forgets the levels of loggers that nobody holds. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    /** Seldom, and what an operator looks for first when something failed. */
    private static final Logger CLUSTER = Logger.getLogger("dev.hearth.cluster");

    private Logging() {}

    static void configure() {
        System.setProperty("java.util.logging.SimpleFormatter.format", LINE);
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        Handler console = new ConsoleHandler();
        Level level = Level.parse(System.getProperty("hearth.log", "WARNING"));
        console.setLevel(Level.ALL);
        // Its consumers warn of a broker that is away many times a second; Hearth says it once.
        KAFKA.setLevel(level.equals(Level.WARNING) ? Level.SEVERE : level);
        CLUSTER.setLevel(level.equals(Level.WARNING) ? Level.INFO : level);
        root.setLevel(level);
        root.addHandler(console);
    }
}
