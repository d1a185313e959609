package dev.hearth.bench;

import java.util.List;
import java.util.stream.Stream;

/** {@code ./hearth bench [NAME] [--json] [--quick]}: runs one benchmark, or all. */
final class Main {

    private static final List<String> EVERYWHERE = List.of(
            StartBench.NAME,
            InvokeBench.NAME,
            BurstBench.NAME,
            IdleBench.NAME,
            StreamBench.NAME,
            SimulationBench.NAME,
            SqsBench.NAME,
            ApiGatewayBench.NAME,
            FirecrackerBench.NAME,
            EventBench.NAME);
    /** The last ones need images and a kernel, npm's registry, PostgreSQL, or long: only who names them gets them. */
    private static final List<String> NAMES = Stream.concat(
                    EVERYWHERE.stream(),
                    Stream.of(
                            MicroVmBench.NAME,
                            PeersBench.NAME,
                            StoreBench.NAME,
                            KillsBench.NAME,
                            ClusterBench.NAME,
                            ClusterKillsBench.NAME,
                            DynamoDbBench.NAME,
                            S3Bench.NAME,
                            ObjectsBench.NAME,
                            ItemsBench.NAME,
                            StacksBench.NAME))
            .toList();

    private static final int USAGE = 2;

    private Main() {}

    /**
     * Prints a table, or JSON with {@code --json}, one line for each benchmark; ends with 1 when one cannot measure.
     */
    public static void main(String[] typed) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(List.of(typed), NAMES);
        } catch (IllegalArgumentException e) {
            System.err.println("hearth bench: not understood: " + e.getMessage());
            System.err.println("usage: hearth bench [" + String.join("|", NAMES) + "] [--json] [--quick]");
            System.err.println("       hearth bench simulation [--seconds N] [--invocations N] [--seed S] [--hosts N]");
            System.err.println("       hearth bench objects [--objects N]");
            System.err.println("       hearth bench items [--items N]");
            System.err.println("       hearth bench kills [--kills N] [--seed S]");
            System.err.println(
                    "       hearth bench cluster-kills [--kills N] [--faults any|each|KIND,KIND] [--seed S]");
            System.exit(USAGE);
            return;
        }
        Interruption guard = Interruption.guard();
        try {
            for (String name : arguments.names().isEmpty() ? EVERYWHERE : arguments.names()) {
                print(run(name, arguments), arguments);
            }
            guard.over();
        } catch (CutShort e) {
            print(e.found(), arguments);
            System.err.println("hearth bench: ended early: " + e.getMessage());
            guard.exit(1);
        } catch (BenchException e) {
            System.err.println("hearth bench: " + e.getMessage());
            guard.exit(1);
        } finally {
            guard.over();
        }
    }

    private static void print(Report report, Arguments arguments) {
        System.out.println(arguments.json() ? report.json() : report.table());
    }

    private static Report run(String name, Arguments arguments) {
        return switch (name) {
            case StartBench.NAME -> StartBench.run(arguments.quick());
            case InvokeBench.NAME -> InvokeBench.run(arguments.quick());
            case BurstBench.NAME -> BurstBench.run(arguments.quick());
            case IdleBench.NAME -> IdleBench.run(arguments.quick());
            case StreamBench.NAME -> StreamBench.run(arguments.quick());
            case PeersBench.NAME -> PeersBench.run(arguments.quick());
            case SimulationBench.NAME -> SimulationBench.run(arguments);
            case ApiGatewayBench.NAME -> ApiGatewayBench.run(arguments.quick());
            case SqsBench.NAME -> SqsBench.run(arguments.quick());
            case DynamoDbBench.NAME -> DynamoDbBench.run(arguments.quick());
            case ObjectsBench.NAME -> ObjectsBench.run(arguments);
            case ItemsBench.NAME -> ItemsBench.run(arguments);
            case S3Bench.NAME -> S3Bench.run(arguments.quick());
            case StacksBench.NAME -> StacksBench.run(arguments.quick());
            case FirecrackerBench.NAME -> FirecrackerBench.run(arguments.quick());
            case EventBench.NAME -> EventBench.run(arguments.quick());
            case ClusterBench.NAME -> ClusterBench.run(arguments.quick());
            case ClusterKillsBench.NAME -> ClusterKillsBench.run(arguments);
            case KillsBench.NAME -> KillsBench.run(arguments);
            case StoreBench.NAME -> StoreBench.run(arguments.quick());
            case MicroVmBench.NAME -> MicroVmBench.run(arguments.quick());
            default -> throw new IllegalArgumentException(name);
        };
    }
}
