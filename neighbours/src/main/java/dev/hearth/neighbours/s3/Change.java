package dev.hearth.neighbours.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a key: first the old goes, then the new comes and is what readers get.
 *
 * @param removed versions that go with their bytes
 * @param added a new version, or null
 * @param facts a version that stays and has other facts now, or null
 */
public record Change(
        List<ObjectVersion> removed,
        @Nullable ObjectVersion added,
        @Nullable ObjectVersion facts) {

    static final Change NOTHING = new Change(List.of(), null, null);
}
