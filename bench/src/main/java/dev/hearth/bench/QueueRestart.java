package dev.hearth.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Cycles on a queue that was full when Hearth started, beside those on an empty one after such a start: each second on
 * its own, because a process that has just started is as slow as its just-in-time compiler lets it.
 */
final class QueueRestart {

    private static final int CLIENTS = 8;
    private static final int SECONDS = 6;
    private static final String QUEUE = "restarted";
    private static final double GOAL = 0.8;

    private QueueRestart() {}

    static List<Row> rows(Stage stage, String body, int messages) {
        List<QueueLoad.Seen> empty = afterStart(stage, "empty", body, 0);
        List<QueueLoad.Seen> full = afterStart(stage, "full", body, messages);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < SECONDS; i++) {
            double cycles = full.get(i).cycles();
            double limit = empty.get(i).cycles();
            Row row = Row.beside(
                    messages + " messages wait: cycles in second " + (i + 1) + " after a start, beside none waiting",
                    cycles,
                    "cycles/s",
                    limit,
                    cycles / limit);
            rows.add(i == SECONDS - 1 ? row.withGoal(GOAL) : row);
        }
        return rows;
    }

    private static List<QueueLoad.Seen> afterStart(Stage stage, String data, String body, int messages) {
        Load.Span second = new Load.Span(1, 0);
        try (HearthProcess hearth = stage.another(data)) {
            stage.progress("filling a queue with " + messages + " messages");
            QueueLoad.fill(hearth.signer(), queue(hearth), body, CLIENTS, messages);
        }
        stage.progress("starting again");
        List<QueueLoad.Seen> seen = new ArrayList<>();
        try (HearthProcess hearth = stage.another(data)) {
            String queue = queue(hearth);
            for (int i = 0; i < SECONDS; i++) {
                seen.add(QueueLoad.run(hearth.signer(), queue, body, CLIENTS, second));
            }
        }
        return seen;
    }

    private static String queue(HearthProcess hearth) {
        try (QueueClient client = new QueueClient(hearth.signer())) {
            return client.queue(QUEUE);
        }
    }
}
