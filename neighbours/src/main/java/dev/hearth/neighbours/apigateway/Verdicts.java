package dev.hearth.neighbours.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an authorizer said, remembered by what it was shown; at most {@link ApiLimits#VERDICTS}. */
final class Verdicts {

    /** An answer that still counts until its time. */
    private record Kept(Object verdict, long untilNanos) {}

    private final Map<List<String>, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Kept> eldest) {
            return size() > ApiLimits.VERDICTS;
        }
    };

    synchronized @Nullable Object find(List<String> shown, long now) {
        Kept known = kept.get(shown);
        if (known == null) {
            return null;
        }
        if (known.untilNanos - now <= 0) {
            kept.remove(shown);
            return null;
        }
        return known.verdict;
    }

    synchronized void keep(List<String> shown, Object verdict, int seconds, long now) {
        kept.put(shown, new Kept(verdict, now + TimeUnit.SECONDS.toNanos(seconds)));
    }

    synchronized void forget() {
        kept.clear();
    }
}
