package dev.hearth.services.worker;

/** For which functions a worker takes snapshots, where its driver can. */
public enum SnapshotUse {
    /** Every published version of Python and Node.js, and what asks for SnapStart. */
    PUBLISHED,
    /** Published versions with {@code SnapStart: PublishedVersions}. */
    SNAPSTART,
    /** None; the hooks of functions with SnapStart run all the same. */
    OFF
}
