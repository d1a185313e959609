package dev.hearth.neighbours.s3;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket.
 *
 * @param name unique in this Hearth, and for ever this account's
 * @param account its owner
 * @param region where it was made
 * @param createdMillis Unix time
 * @param versioning whether it keeps versions
 * @param objectLock whether its objects may be locked
 * @param settings the documents that its owner gave it
 */
public record Bucket(
        String name,
        String account,
        String region,
        long createdMillis,
        Versioning versioning,
        boolean objectLock,
        Map<Setting, String> settings) {

    public Bucket {
        settings = Map.copyOf(settings);
    }

    public @Nullable String setting(Setting setting) {
        return settings.get(setting);
    }

    public String arn() {
        return "arn:aws:s3:::" + name;
    }

    /** With {@code document}, or without the setting when that is null. */
    public Bucket with(Setting setting, @Nullable String document) {
        Map<Setting, String> changed = new HashMap<>(settings);
        if (document == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, document);
        }
        // An object lock that was once enabled stays.
        boolean lock = objectLock || setting == Setting.OBJECT_LOCK && document != null;
        return new Bucket(name, account, region, createdMillis, versioning, lock, changed);
    }

    Bucket with(Versioning changed) {
        return new Bucket(name, account, region, createdMillis, changed, objectLock, settings);
    }
}
