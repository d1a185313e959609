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
 * @param objectLock whether it was made with object lock
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
        return new Bucket(name, account, region, createdMillis, versioning, objectLock, changed);
    }

    Bucket with(Versioning changed) {
        return new Bucket(name, account, region, createdMillis, changed, objectLock, settings);
    }
}
