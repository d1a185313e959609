package dev.hearth.neighbours.s3;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Time;
import dev.hearth.neighbours.outbox.Outbox;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Buckets}: all of them in memory, changed one at a time, first in the store. */
final class RoomBuckets implements Buckets {

    private final S3Store store;
    private final NotificationTargets targets;
    private final Outbox outbox;
    private final News news;
    private final Time time;
    private final AwsScope scope;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Object changes = new Object();

    RoomBuckets(S3Store store, NotificationTargets targets, Outbox outbox, News news, Time time, AwsScope scope) {
        this.targets = targets;
        this.store = store;
        this.outbox = outbox;
        this.news = news;
        this.time = time;
        this.scope = scope;
        store.buckets().forEach(bucket -> buckets.put(bucket.name(), bucket));
    }

    @Override
    public Bucket create(String name, boolean objectLock, Map<Setting, String> settings) {
        BucketNames.require(name);
        Bucket bucket = new Bucket(
                name,
                scope.account(),
                scope.region(),
                time.millis(),
                objectLock ? Versioning.ENABLED : Versioning.UNVERSIONED,
                objectLock,
                settings);
        synchronized (changes) {
            if (buckets.size() >= S3Limits.BUCKETS) {
                throw S3Error.TOO_MANY_BUCKETS.thrown();
            }
            switch (store.add(bucket)) {
                case ADDED -> buckets.put(name, bucket);
                case THERE ->
                    throw (get(name).account().equals(scope.account()) ? S3Error.BUCKET_OWNED : S3Error.BUCKET_EXISTS)
                            .thrown();
                case ANOTHERS -> throw S3Error.BUCKET_EXISTS.thrown();
            }
        }
        return bucket;
    }

    @Override
    public Bucket get(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Error.NO_SUCH_BUCKET.thrown();
        }
        return bucket;
    }

    @Override
    public @Nullable Bucket find(String name) {
        return buckets.get(name);
    }

    @Override
    public List<Bucket> list() {
        return buckets.values().stream()
                .sorted(Comparator.comparing(Bucket::name))
                .toList();
    }

    @Override
    public void delete(String name) {
        synchronized (changes) {
            Bucket bucket = get(name);
            if (Persistence.isPersistent(bucket)) {
                throw S3Error.ACCESS_DENIED.because("The bucket " + name + " is persistent: its tag says that it and"
                        + " its name stay. Remove the tag 'persistent' first.");
            }
            if (!store.remove(bucket)) {
                throw S3Error.BUCKET_NOT_EMPTY.thrown();
            }
            buckets.remove(name);
        }
    }

    @Override
    public void set(String name, Setting setting, @Nullable String document) {
        change(name, bucket -> bucket.with(setting, document));
    }

    @Override
    public void notify(String name, String document, boolean unchecked, String requestId) {
        Bucket bucket = get(name);
        List<NotificationRule> rules = NotificationRule.of(Element.parse(document));
        if (!unchecked && !rules.stream().allMatch(rule -> targets.accepts(rule.target(), name))) {
            throw S3Error.INVALID_ARGUMENT.because("Unable to validate the following destination configurations");
        }
        String before = bucket.setting(Setting.NOTIFICATION);
        List<NotificationRule> old = before == null ? List.of() : NotificationRule.of(Element.parse(before));
        set(name, Setting.NOTIFICATION, document);
        outbox.post(news.tests(bucket, rules, old, requestId))
                .toCompletableFuture()
                .join();
    }

    @Override
    public void version(String name, Versioning versioning) {
        change(name, bucket -> {
            if (bucket.objectLock() && versioning != Versioning.ENABLED) {
                throw S3Error.INVALID_BUCKET_STATE.because("An Object Lock configuration is present on this bucket, so"
                        + " the versioning state cannot be changed.");
            }
            return bucket.with(versioning);
        });
    }

    private void change(String name, UnaryOperator<Bucket> change) {
        synchronized (changes) {
            Bucket changed = change.apply(get(name));
            store.replace(changed);
            buckets.put(name, changed);
        }
    }
}
