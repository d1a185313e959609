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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an API by a key, how often at once and how often in a period. What was used in a period is counted in
 * memory and kept by {@link #keep}.
 */
final class UsagePlans {

    static final String KEY = "apikey";
    static final String PLAN = "usageplan";
    static final String PLAN_KEY = "usageplankey";
    static final String USAGE = "usage";

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
    private volatile @Nullable Map<String, List<Entry>> byValue;

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
        LocalDate today = LocalDate.ofInstant(ports.time().instant(), ZoneOffset.UTC);
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
        return true;
    }

    private AtomicLong kept(String day) {
        return book.during(() -> {
            Doc doc = book.find(Book.ACCOUNT, USAGE, day);
            return new AtomicLong(doc == null ? 0 : (long) doc.decimal("used", 0));
        });
    }

    /** Keeps what was used since it was kept last. */
    void keep() {
        book.during(() -> {
            used.forEach((day, count) -> {
                Doc doc = book.find(Book.ACCOUNT, USAGE, day);
                if (doc == null ? count.get() > 0 : (long) doc.decimal("used", 0) != count.get()) {
                    book.put(Book.ACCOUNT, USAGE, day, Doc.of("used", count.get()));
                }
            });
            return used.size();
        });
    }

    /** What a key used of a plan, by day. */
    Map<LocalDate, Long> usage(String plan, String key) {
        keep();
        Map<LocalDate, Long> usage = new TreeMap<>();
        String prefix = plan + "/" + key + "/";
        used.forEach((day, count) -> {
            if (day.startsWith(prefix)) {
                usage.put(LocalDate.parse(day.substring(prefix.length())), count.get());
            }
        });
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
