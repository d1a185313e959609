package dev.hearth.cluster;

import dev.hearth.services.worker.Leftover;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What another host still runs for whoever decided before, as its reports say: the first names all, and whatever a
 * later one does not name any more is over.
 */
final class Remains {

    private record Running(String functionArn, CompletableFuture<Void> over) {}

    private @Nullable Map<String, Running> running;

    void heard(List<Message.Remain> remaining) {
        List<Running> over = new ArrayList<>();
        synchronized (this) {
            Map<String, Running> known = running;
            if (known == null) {
                Map<String, Running> first = new LinkedHashMap<>();
                remaining.forEach(each ->
                        first.put(each.environmentId(), new Running(each.functionArn(), new CompletableFuture<>())));
                running = first;
                return;
            }
            Set<String> ids =
                    remaining.stream().map(Message.Remain::environmentId).collect(Collectors.toSet());
            known.entrySet().removeIf(each -> !ids.contains(each.getKey()) && over.add(each.getValue()));
        }
        over.forEach(each -> each.over.complete(null));
    }

    /** Nothing is heard of them any more. */
    void lost() {
        heard(List.of());
    }

    synchronized List<Leftover> leftovers() {
        List<Leftover> found = new ArrayList<>();
        if (running != null) {
            running.forEach((id, each) -> found.add(new Leftover(id, each.functionArn, each.over)));
        }
        return found;
    }
}
