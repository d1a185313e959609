package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an API by a key, how often at once and how often in a period. What was used in a period is counted in
 * memory and kept {@link ApiLimits#USAGE_KEPT} later, so that no more than that is lost when Hearth is killed.
 */
final class UsagePlans implements AutoCloseable {

    static final String KEY = "apikey";
    static final String PLAN = "usageplan";
    static final String PLAN_KEY = "usageplankey";
    /** What was used, and its owner in the book: plans and keys do not change by it. */
    private static final String USAGE = "usage";

    /** Of which counts are held: no period is longer. */
    private static final int DAYS_HELD = 31;

    private static final String USED = "used";
    private static final String DAY = "day";

    /** A key that came with a request. */
    record Key(String id, String value) {
        static final Key NONE = new Key("", "");
    }

    /** What a key is good for now. */
    sealed interface Use {
        record Fine(Key key) implements Use {}

        record Unknown() implements Use {}

        record Throttled() implements Use {}

        record Exhausted() implements Use {}
    }

    /** A key in a plan, for the stages that the plan has. */
    private record Entry(
            Key key,
            String plan,
            List<String> stages,
            @Nullable Throttle throttle,
            Quota quota) {}

    /** @param limit requests in a period; 0 for no limit */
    private record Quota(int limit, String period) {}

    private final Book book;
    private final Ports ports;
    private final Map<String, AtomicLong> used = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile @Nullable Map<String, List<Entry>> byValue;
    private volatile boolean closed;

    UsagePlans(Book book, Ports ports) {
        this.book = book;
        this.ports = ports;
    }

    /** Forgets what it knows of plans and keys: they changed. */
    void changed() {
        byValue = null;
    }

    Use use(String value, RestCall call) {
        String stage = call.stage().api() + ":" + call.stage().name();
        for (Entry entry : entries().getOrDefault(value, List.of())) {
            if (entry.stages.contains(stage)) {
                if (entry.throttle != null && !entry.throttle.take(ports.time().nanos())) {
                    return new Use.Throttled();
                }
                return count(entry) ? new Use.Fine(entry.key) : new Use.Exhausted();
            }
        }
        return new Use.Unknown();
    }

    private boolean count(Entry entry) {
        LocalDate today = today();
        String day = entry.plan + "/" + entry.key.id + "/" + today;
        AtomicLong now = used.computeIfAbsent(day, this::kept);
        if (entry.quota.limit > 0) {
            LocalDate first = switch (entry.quota.period) {
                case "WEEK" -> today.with(DayOfWeek.MONDAY);
                case "MONTH" -> today.withDayOfMonth(1);
                default -> today;
            };
            long sum = 0;
            for (LocalDate each = first; !each.isAfter(today); each = each.plusDays(1)) {
                sum += used.computeIfAbsent(entry.plan + "/" + entry.key.id + "/" + each, this::kept)
                        .get();
            }
            if (sum >= entry.quota.limit) {
                return false;
            }
        }
        now.incrementAndGet();
        if (due.compareAndSet(false, true)) {
            ports.timers().after(ApiLimits.USAGE_KEPT, () -> ports.tasks().start("apigateway usage", this::tidy));
        }
        return true;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(ports.time().instant(), ZoneOffset.UTC);
    }

    private AtomicLong kept(String day) {
        return new AtomicLong(book.during(() -> stored(day)));
    }

    private long stored(String day) {
        Doc doc = book.find(USAGE, USAGE, day);
        return doc == null ? 0 : (long) doc.decimal(USED, 0);
    }

    /** Keeps what was used since it was kept last. */
    private void keep() {
        due.set(false);
        if (closed) {
            return;
        }
        book.during(() -> {
            used.forEach((day, count) -> {
                long now = count.get();
                if (stored(day) != now) {
                    book.put(USAGE, USAGE, day, Doc.of(USED, now, DAY, day.substring(day.lastIndexOf('/') + 1)));
                }
            });
            return used.size();
        });
    }

    /** Not under the book's lock, which a count that is read takes within the map's. */
    private void tidy() {
        keep();
        LocalDate oldest = today().minusDays(DAYS_HELD);
        used.keySet()
                .removeIf(day ->
                        LocalDate.parse(day.substring(day.lastIndexOf('/') + 1)).isBefore(oldest));
    }

    /** Keeps everything, and nothing more. */
    @Override
    public void close() {
        keep();
        closed = true;
    }

    /** What a key used of a plan, by day. */
    Map<LocalDate, Long> usage(String plan, String key) {
        keep();
        Map<LocalDate, Long> usage = new TreeMap<>();
        book.list(USAGE, USAGE, plan + "/" + key + "/")
                .forEach(doc -> usage.put(LocalDate.parse(doc.needed(DAY)), (long) doc.decimal(USED, 0)));
        return usage;
    }

    private Map<String, List<Entry>> entries() {
        Map<String, List<Entry>> known = byValue;
        if (known == null) {
            known = book.during(this::read);
            byValue = known;
        }
        return known;
    }

    private Map<String, List<Entry>> read() {
        Map<String, List<Entry>> all = new HashMap<>();
        for (Doc plan : book.list(Book.ACCOUNT, PLAN)) {
            String id = plan.text("id", "");
            List<String> stages = plan.docs("apiStages").stream()
                    .map(each -> each.text("apiId") + ":" + each.text("stage"))
                    .toList();
            Doc limits = plan.doc("throttle");
            Quota quota = new Quota(
                    plan.doc("quota").number("limit", 0), plan.doc("quota").text("period", "DAY"));
            for (Doc member : book.list(Book.ACCOUNT, PLAN_KEY, id + "/")) {
                Doc key = book.find(Book.ACCOUNT, KEY, member.text("id", ""));
                if (key != null && key.truth("enabled")) {
                    Throttle throttle = limits.members().isEmpty()
                            ? null
                            : new Throttle(
                                    limits.decimal("rateLimit", ApiLimits.RATE),
                                    limits.decimal("burstLimit", ApiLimits.BURST));
                    Key own = new Key(key.text("id", ""), key.text("value", ""));
                    all.computeIfAbsent(own.value, name -> new ArrayList<>())
                            .add(new Entry(own, id, stages, throttle, quota));
                }
            }
        }
        return all;
    }
}
