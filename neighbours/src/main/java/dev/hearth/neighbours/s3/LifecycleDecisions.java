package dev.hearth.neighbours.s3;

import java.util.ArrayList;
import java.util.List;

/** What of a key goes now. */
final class LifecycleDecisions {

    private LifecycleDecisions() {}

    /**
     * What is to be deleted.
     *
     * @param current whether what readers see goes, by an ordinary delete
     * @param versions that go for good
     */
    record Verdict(boolean current, List<ObjectVersion> versions) {

        static final Verdict NOTHING = new Verdict(false, List.of());
    }

    /** @param versions of one key, the newest first */
    static Verdict of(List<LifecycleRule> rules, List<ObjectVersion> versions, long nowMillis) {
        List<ObjectVersion> gone = new ArrayList<>();
        boolean current = false;
        for (LifecycleRule rule : rules) {
            ObjectVersion newest = versions.getFirst();
            long expiry = rule.expiryMillis(newest);
            current |= expiry >= 0 && expiry <= nowMillis;
            boolean lone = newest.marker() && versions.size() == 1 && rule.isAbout(newest);
            // A rule with days takes lone markers along when they are old enough.
            boolean old = rule.days() >= 0 && LifecycleRule.due(newest.modifiedMillis(), rule.days()) <= nowMillis;
            if (lone && (rule.loneMarkers() || old)) {
                gone.add(newest);
            }
            if (rule.noncurrentDays() >= 0) {
                addNoncurrent(rule, versions, nowMillis, gone);
            }
        }
        return current || !gone.isEmpty() ? new Verdict(current, gone) : Verdict.NOTHING;
    }

    private static void addNoncurrent(
            LifecycleRule rule, List<ObjectVersion> versions, long nowMillis, List<ObjectVersion> gone) {
        for (int i = 1 + rule.keptVersions(); i < versions.size(); i++) {
            ObjectVersion version = versions.get(i);
            // It stopped to be current when the next one came.
            long since = versions.get(i - 1).modifiedMillis();
            boolean due = LifecycleRule.due(since, rule.noncurrentDays()) <= nowMillis;
            if (due && rule.isAbout(version) && !gone.contains(version)) {
                gone.add(version);
            }
        }
    }
}
