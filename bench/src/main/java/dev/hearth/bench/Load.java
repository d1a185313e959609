package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the load generator saw.
 *
 * @param rps requests per second
 * @param p50 median latency, microseconds
 * @param p99 latency that 1 % exceed, microseconds
 */
record Load(double rps, double p50, double p99) {

    private static final double MILLIS = 1000;
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":([0-9.]+)");

    /**
     * How long to measure.
     *
     * @param seconds that count
     * @param warmUp seconds before them
     */
    record Span(double seconds, double warmUp) {}

    /**
     * Sends one prepared request over and over, on each of some connections; a response that is an error ends it all.
     */
    static Load run(Programs programs, Subject subject, int connections, Span span) {
        Map<String, Double> seen = measured(programs, subject, connections, span);
        return new Load(seen.get("rps"), seen.get("p50"), seen.get("p99"));
    }

    /** All numbers that the load generator prints; the subject's request may be some, one behind the other. */
    static Map<String, Double> measured(Programs programs, Subject subject, int connections, Span span) {
        Path file = written(programs, subject);
        List<String> command = List.of(
                programs.program("load"),
                Integer.toString(subject.port()),
                file.toString(),
                Integer.toString(connections),
                Double.toString(span.seconds()),
                Double.toString(span.warmUp()));
        try (Child load = Child.start(command, Map.of())) {
            return succeeded(load.result());
        }
    }

    /**
     * Sends one request on each of some connections, all at once, and waits for the last response, which must not be an
     * error; returns the milliseconds that took.
     */
    static double once(Programs programs, Subject subject, int connections) {
        List<String> command = List.of(
                programs.program("load"),
                Integer.toString(subject.port()),
                written(programs, subject).toString(),
                Integer.toString(connections),
                "0");
        try (Child load = Child.start(command, Map.of())) {
            Map<String, Double> seen = succeeded(load.result());
            if (seen.get("requests") != connections) {
                throw new BenchException(seen.get("requests") + " of " + connections + " were answered");
            }
            return seen.get("seconds") * MILLIS;
        }
    }

    /** The file of a prepared request, signed just now where it is signed. */
    static Path written(Programs programs, Subject subject) {
        Path file = programs.scratch().resolve("request");
        try {
            Files.write(file, subject.request().get());
            return file;
        } catch (IOException e) {
            throw new BenchException("cannot write the request", e);
        }
    }

    /** The numbers of a line of JSON. */
    static Map<String, Double> numbers(String line) {
        Map<String, Double> seen = new HashMap<>();
        Matcher number = NUMBER.matcher(line);
        while (number.find()) {
            seen.put(number.group(1), Double.valueOf(number.group(2)));
        }
        return seen;
    }

    private static Map<String, Double> succeeded(String line) {
        Map<String, Double> seen = numbers(line);
        boolean whole = Stream.of("failed", "functionErrors", "closed").allMatch(each -> seen.get(each) == 0);
        if (!whole) {
            throw new BenchException("not every request succeeded: " + line);
        }
        return seen;
    }
}
