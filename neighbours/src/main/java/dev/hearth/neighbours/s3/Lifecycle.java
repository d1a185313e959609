package dev.hearth.neighbours.s3;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the buckets that have lifecycle rules, at the start and then every hour. */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int MANY = 500;
    private static final Cause CAUSE = new Cause("", "", "127.0.0.1", "s3.amazonaws.com");

    private final S3Store store;
    private final RoomBuckets buckets;
    private final RoomObjects objects;
    private final RoomUploads uploads;
    private final Ports ports;
    private volatile Timers.@Nullable Timer alarm;
    private volatile boolean closed;

    Lifecycle(S3Store store, RoomBuckets buckets, RoomObjects objects, RoomUploads uploads, Ports ports) {
        this.store = store;
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.ports = ports;
    }

    void start() {
        ports.tasks().start("s3-lifecycle", this::look);
        alarm = ports.timers().after(EVERY, () -> {
            if (!closed) {
                start();
            }
        });
    }

    void close() {
        closed = true;
        Timers.Timer ringing = alarm;
        if (ringing != null) {
            ringing.cancel();
        }
    }

    void look() {
        for (Bucket bucket : buckets.list()) {
            String document = bucket.setting(Setting.LIFECYCLE);
            if (document != null && !closed) {
                try {
                    List<LifecycleRule> rules = LifecycleRule.of(Element.parse(document));
                    expire(bucket, rules);
                    abort(bucket, rules);
                } catch (RuntimeException e) {
                    LOG.warn("the lifecycle of the bucket {} stopped; it goes on in an hour", bucket.name(), e);
                }
            }
        }
    }

    private void expire(Bucket bucket, List<LifecycleRule> rules) {
        String key = "";
        long sequence = Long.MIN_VALUE;
        List<ObjectVersion> ofKey = new ArrayList<>();
        List<ObjectVersion> page;
        do {
            page = store.versions(bucket.name(), key, sequence, MANY);
            for (ObjectVersion version : page) {
                if (!ofKey.isEmpty() && !ofKey.getFirst().key().equals(version.key())) {
                    expire(bucket, rules, ofKey);
                    ofKey.clear();
                }
                ofKey.add(version);
                key = version.key();
                sequence = version.sequence();
            }
        } while (page.size() == MANY && !closed);
        if (!ofKey.isEmpty()) {
            expire(bucket, rules, ofKey);
        }
    }

    private void expire(Bucket bucket, List<LifecycleRule> rules, List<ObjectVersion> versions) {
        LifecycleDecisions.Verdict verdict =
                LifecycleDecisions.of(rules, versions, ports.time().millis());
        if (verdict.current()) {
            // Only what was looked at: whoever writes meanwhile keeps what he wrote.
            delete(
                    bucket,
                    versions.getFirst(),
                    null,
                    new Condition(versions.getFirst().etag(), null, -1, -1));
        }
        verdict.versions().forEach(version -> delete(bucket, version, version.versionId(), Condition.NONE));
    }

    private void delete(Bucket bucket, ObjectVersion version, @Nullable String versionId, Condition condition) {
        boolean marker = versionId == null && bucket.versioning() != Versioning.UNVERSIONED;
        String event = "LifecycleExpiration:" + (marker ? "DeleteMarkerCreated" : "Delete");
        try {
            objects.delete(
                    new DeleteObject(bucket.name(), version.key(), versionId, condition, false, CAUSE.as(event)));
        } catch (FaultException refused) {
            LOG.info("{} of the bucket {} stays: {}", version.key(), bucket.name(), refused.getMessage());
        }
    }

    private void abort(Bucket bucket, List<LifecycleRule> rules) {
        long now = ports.time().millis();
        String key = "";
        String id = "";
        List<Upload> page;
        do {
            page = store.uploads(bucket.name(), key, id, MANY);
            for (Upload upload : page) {
                boolean due = rules.stream()
                        .anyMatch(rule -> rule.enabled()
                                && rule.uploadDays() >= 0
                                && upload.key().startsWith(rule.prefix())
                                && LifecycleRule.due(upload.startedMillis(), rule.uploadDays()) <= now);
                if (due) {
                    uploads.abort(upload);
                }
                key = upload.key();
                id = upload.id();
            }
        } while (page.size() == MANY && !closed);
    }
}
