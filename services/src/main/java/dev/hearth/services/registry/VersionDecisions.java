package dev.hearth.services.registry;

import dev.hearth.core.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may become of published versions: pure functions from what is known and wished to the new facts. */
final class VersionDecisions {

    /** A version, and what has to be committed for it; nothing when it was there already. */
    record Published(FunctionRecord version, List<RegistryChange> changes) {}

    private VersionDecisions() {}

    /** Publishes {@code $LATEST} at a caller's wish. */
    static Published publish(
            FunctionFamily family, long last, PublishVersion wish, String arn, FunctionDecisions.Stamp stamp) {
        FunctionRecord latest = family.latest();
        new Constraints()
                .length("description", wish.description(), 0, RegistryLimits.DESCRIPTION_LENGTH)
                .verify();
        FunctionDecisions.admitRevision(wish.revisionId(), latest.revisionId());
        FunctionDecisions.admitChange(latest, arn);
        String sha256 = latest.codeSha256();
        if (wish.codeSha256() != null
                && !wish.codeSha256().isEmpty()
                && !wish.codeSha256().equals(sha256)) {
            throw FunctionDecisions.refused("CodeSHA256 (" + wish.codeSha256() + ") is different from current"
                    + " CodeSHA256 in $LATEST (" + sha256
                    + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        return of(latest, family.published().get(last), last, wish.description(), stamp);
    }

    /**
     * Publishes {@code latest}, unless it did not change since the last version.
     *
     * @param previous the version of the number {@code last}, if it still exists
     * @param last the highest number given so far
     */
    static Published of(
            FunctionRecord latest,
            @Nullable FunctionRecord previous,
            long last,
            @Nullable String description,
            FunctionDecisions.Stamp stamp) {
        if (previous != null && previous.deployment().equals(latest.deployment())) {
            return new Published(previous, List.of());
        }
        FunctionRecord version = latest.published(Long.toString(last + 1), description, stamp);
        List<RegistryChange> changes = new ArrayList<>();
        changes.add(new RegistryChange.PutFunction(version));
        changes.add(new RegistryChange.Count(RegistryChange.Series.FUNCTION, latest.name(), last + 1));
        return new Published(version, changes);
    }

    /** Refuses the deletion of what {@code qualifier} means, unless it is a version that nothing needs. */
    static void admitDeletion(FunctionFamily family, String qualifier) {
        if (qualifier.equals(FunctionRecord.LATEST)) {
            throw FunctionDecisions.refused("$LATEST version cannot be deleted without deleting the function.");
        }
        if (!qualifier.chars().allMatch(Character::isDigit)) {
            throw FunctionDecisions.refused("Deletion of aliases is not currently supported.");
        }
        List<String> aliases = family.aliases().stream()
                .filter(alias ->
                        alias.version().equals(qualifier) || alias.weights().containsKey(qualifier))
                .map(FunctionPart.Alias::name)
                .toList();
        if (!aliases.isEmpty()) {
            throw new Fault(
                            Fault.Kind.CONFLICT,
                            "Unable to delete version because the following aliases reference it: " + aliases)
                    .asException();
        }
    }
}
