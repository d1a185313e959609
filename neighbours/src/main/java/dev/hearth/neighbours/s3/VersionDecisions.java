package dev.hearth.neighbours.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How writes and deletes of a key change its versions (user guide, "Using versioning in S3 buckets"). */
final class VersionDecisions {

    private VersionDecisions() {}

    /** {@code added}, with the sequence it may have. */
    static Change put(KeyState state, Versioning versioning, ObjectVersion added, Condition condition) {
        condition.require(state.latest());
        return add(state, versioning, added);
    }

    private static Change add(KeyState state, Versioning versioning, ObjectVersion added) {
        ObjectVersion before = versioning == Versioning.ENABLED ? null : state.unversioned();
        ObjectVersion latest = state.latest();
        long sequence = latest == null ? added.sequence() : Math.max(added.sequence(), latest.sequence() + 1);
        return new Change(before == null ? List.of() : List.of(before), added.at(sequence), null);
    }

    /** A delete that names no version: {@code marker} is what comes where versions are kept. */
    static Change delete(KeyState state, Versioning versioning, ObjectVersion marker, Condition condition) {
        if (versioning == Versioning.UNVERSIONED && state.latest() == null) {
            return Change.NOTHING;
        }
        condition.require(state.latest());
        if (versioning != Versioning.UNVERSIONED) {
            return add(state, versioning, marker);
        }
        ObjectVersion there = state.latest();
        return there == null ? Change.NOTHING : new Change(List.of(there), null, null);
    }

    /** A delete of one version. */
    static Change deleteVersion(KeyState state, Condition condition, long nowMillis, boolean bypass) {
        ObjectVersion there = state.named();
        condition.require(there);
        if (there == null) {
            return Change.NOTHING;
        }
        requireUnlocked(there, nowMillis, bypass);
        return new Change(List.of(there), null, null);
    }

    private static void requireUnlocked(ObjectVersion there, long nowMillis, boolean bypass) {
        if (Locks.holds(there.facts(), nowMillis, bypass)) {
            throw S3Error.ACCESS_DENIED.because("Access Denied because object protected by object lock.");
        }
    }

    /** Other facts for the version that was named, or the latest. */
    static Change describe(@Nullable ObjectVersion there, Facts facts) {
        if (there == null) {
            throw S3Error.NO_SUCH_KEY.thrown();
        }
        return new Change(List.of(), null, there.with(facts));
    }
}
