package dev.hearth.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An invocation's phases as one line, each phase as wide as it was long: {@code 12.4 ms [aassssiiiiiirrr] sandbox 4.1
 * init 6.0 run 2.1 rest 0.2}. A phase is drawn with its first letter, or as a coloured field on a terminal.
 */
final class PhaseBar {

    /** Cells of the bar, so that the line fits 120 columns. */
    static final int CELLS = 24;

    /** Phases that take less than this part of the whole are told as the rest. */
    private static final double WORTH_NAMING = 0.01;

    private static final int[] COLOURS = {33, 37, 73, 108, 178, 172, 71, 139};
    private static final String RESET = "\u001b[0m";

    /** One phase. */
    private record Part(String label, double millis, int colour) {}

    private PhaseBar() {}

    /** The line for the value of the header {@code x-hearth-phases}; empty when that says nothing. */
    static String of(String header, boolean colours) {
        List<Part> parts = parts(header);
        double total = parts.stream().mapToDouble(Part::millis).sum();
        if (total <= 0) {
            return "";
        }
        StringBuilder line = new StringBuilder(millis(total)).append(" ms [");
        bar(line, parts, total, colours);
        line.append(']');
        double rest = 0;
        for (Part part : parts) {
            if (part.millis() < total * WORTH_NAMING) {
                rest += part.millis();
                continue;
            }
            line.append(' ').append(paint(part, part.label(), colours)).append(' ');
            line.append(millis(part.millis()));
        }
        return rest == 0
                ? line.toString()
                : line.append(" rest ").append(millis(rest)).toString();
    }

    private static List<Part> parts(String header) {
        List<Part> parts = new ArrayList<>();
        for (String pair : header.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    double millis = Double.parseDouble(pair.substring(equals + 1));
                    String label = pair.substring(0, equals).strip();
                    parts.add(new Part(label.replace("_start", ""), millis, COLOURS[parts.size() % COLOURS.length]));
                } catch (NumberFormatException another) {
                    continue; // A newer server may say more than this client knows.
                }
            }
        }
        return parts;
    }

    /** Each phase ends where the sum up to it ends, so that rounding never changes the whole. */
    private static void bar(StringBuilder line, List<Part> parts, double total, boolean colours) {
        double sum = 0;
        int drawn = 0;
        for (Part part : parts) {
            sum += part.millis();
            int cells = (int) Math.round(CELLS * sum / total) - drawn;
            drawn += cells;
            String fill = colours ? " " : part.label().substring(0, 1);
            line.append(paint(part, fill.repeat(cells), colours && cells > 0));
        }
    }

    private static String paint(Part part, String text, boolean colours) {
        return colours ? "\u001b[48;5;" + part.colour() + ";38;5;16m" + text + RESET : text;
    }

    /** Three significant digits below a second. */
    private static String millis(double millis) {
        String format = millis < 1 ? "%.3f" : millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, millis);
    }
}
