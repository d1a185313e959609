package dev.hearth.bench;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code ./hearth bench [NAME] [--json] [--quick]}: runs one benchmark, or all. */
final class Main {

    private static final List<String> NAMES =
            List.of(StartBench.NAME, InvokeBench.NAME, BurstBench.NAME, IdleBench.NAME, StreamBench.NAME);
    private static final Set<String> OPTIONS = Set.of("--json", "--quick");
    private static final int USAGE = 2;

    private Main() {}

    /**
     * Prints a table, or JSON with {@code --json}, one line for each benchmark; ends with 1 when one cannot measure.
     */
    public static void main(String[] arguments) {
        List<String> all = List.of(arguments);
        List<String> names =
                Stream.of(arguments).filter(each -> !each.startsWith("-")).toList();
        boolean understood =
                all.stream().allMatch(each -> OPTIONS.contains(each) || NAMES.contains(each)) && names.size() <= 1;
        if (!understood) {
            System.err.println("usage: hearth bench [" + String.join("|", NAMES) + "] [--json] [--quick]");
            System.exit(USAGE);
        }
        try {
            for (String name : names.isEmpty() ? NAMES : names) {
                Report report = run(name, all.contains("--quick"));
                System.out.println(all.contains("--json") ? report.json() : report.table());
            }
        } catch (BenchException e) {
            System.err.println("hearth bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Report run(String name, boolean quick) {
        return switch (name) {
            case StartBench.NAME -> StartBench.run(quick);
            case InvokeBench.NAME -> InvokeBench.run(quick);
            case BurstBench.NAME -> BurstBench.run(quick);
            case IdleBench.NAME -> IdleBench.run(quick);
            case StreamBench.NAME -> StreamBench.run(quick);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
