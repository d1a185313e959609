package dev.hearth.services.worker;

/** The levels of the platform's own log lines, by which a function with JSON logs chooses ("System log level"). */
enum SystemLevel {
    DEBUG,
    INFO,
    WARN;

    /** What the function chose; INFO when it chose nothing. */
    static SystemLevel of(EnvironmentSpec.LogControls controls) {
        return switch (controls.systemLevel()) {
            case "DEBUG" -> DEBUG;
            case "WARN" -> WARN;
            default -> INFO;
        };
    }

    boolean lets(SystemLevel line) {
        return line.compareTo(this) >= 0;
    }
}
