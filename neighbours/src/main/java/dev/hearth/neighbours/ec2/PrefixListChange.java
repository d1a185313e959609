package dev.hearth.neighbours.ec2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a prefix list.
 *
 * @param currentVersion what the caller believes to be the newest; null where entries stay
 * @param name null to keep it
 * @param maxEntries null to keep it
 * @param remove blocks
 */
public record PrefixListChange(
        @Nullable Long currentVersion,
        @Nullable String name,
        @Nullable Integer maxEntries,
        List<PrefixList.Entry> add,
        List<String> remove) {

    boolean ofEntries() {
        return !add.isEmpty() || !remove.isEmpty();
    }
}
