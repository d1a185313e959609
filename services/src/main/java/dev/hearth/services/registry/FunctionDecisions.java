package dev.hearth.services.registry;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.core.FunctionImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a function: pure functions from what is known and what is wished to the new facts, or Lambda's
 * refusal.
 *
 * @param scope the account and region
 * @param architecture the host's own, {@code x86_64} or {@code arm64}
 * @param runtimes what serves the managed runtimes
 */
record FunctionDecisions(AwsScope scope, String architecture, Runtimes runtimes) {

    /** AWS's, whatever the host is. */
    private static final String DEFAULT_ARCHITECTURE = "x86_64";

    /** What every change carries with it. */
    record Stamp(Instant now, String revisionId, String deployment) {}

    /** A new function that needs only its code. */
    record Draft(String name, byte @Nullable [] zip, Configuration configuration, Map<String, String> tags) {

        Draft withLayers(List<LayerUse> layers) {
            return new Draft(name, zip, configuration.withLayers(layers), tags);
        }

        /** With the image that was found, and what was said of how it is run. */
        Draft withImage(FunctionImage image, Settings.@Nullable ImageConfig said) {
            FunctionImage whole =
                    ImageDecisions.merged(Optional.of(image), said).orElseThrow();
            return new Draft(name, zip, configuration.withImage(whole), tags);
        }
    }

    Draft draft(CreateFunction wish) {
        String name = FunctionReference.fresh(scope, wish.function());
        Settings said = wish.settings();
        ConfigurationRules.checkModel(said, true);
        ImageDecisions.admit(wish);
        boolean packaged = wish.imageUri() == null;
        if (packaged && (said.runtime() == null || said.handler() == null)) {
            throw refused(
                    "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }
        Configuration defaults = ConfigurationRules.defaults(name, DEFAULT_ARCHITECTURE);
        Configuration configuration = ConfigurationRules.merged(defaults, said, architecture, runtimes);
        return new Draft(
                name, packaged ? zip(wish.zip()) : null, configuration, TagRules.merged(Map.of(), wish.tags()));
    }

    FunctionRecord created(Draft draft, StoredCode code, Stamp stamp) {
        LayerDecisions.checkSize(draft.configuration, code);
        return new FunctionRecord(
                draft.name,
                FunctionRecord.LATEST,
                draft.configuration,
                code,
                new FunctionState.Pending(),
                new UpdateStatus.Successful(),
                stamp.now,
                stamp.revisionId,
                stamp.deployment,
                draft.tags);
    }

    /** Refuses an update of the code that cannot be, before its package is looked at. */
    void admitCode(FunctionRecord old, UpdateCode wish) {
        Constraints constraints = new Constraints();
        ConfigurationRules.checkArchitectures(constraints, wish.architectures());
        constraints.verify();
        architecture(old, wish);
        admitUpdate(old, wish.revisionId());
    }

    FunctionRecord codeUpdated(FunctionRecord old, UpdateCode wish, StoredCode code, Stamp stamp) {
        admitCode(old, wish);
        return updated(old, old.configuration().withArchitecture(architecture(old, wish)), code, stamp);
    }

    private String architecture(FunctionRecord old, UpdateCode wish) {
        Configuration now = old.configuration();
        return ConfigurationRules.architecture(wish.architectures(), now.architecture(), architecture, now.runtime());
    }

    /** The function with another container image. */
    FunctionRecord imageUpdated(FunctionRecord old, UpdateCode wish, ContainerImages.Resolved image, Stamp stamp) {
        admitCode(old, wish);
        FunctionImage now = old.configuration().image().orElseThrow();
        String uri = Objects.requireNonNull(wish.imageUri());
        return updated(
                old, old.configuration().withImage(now.withUri(uri, image.uri())), ImageDecisions.code(image), stamp);
    }

    /**
     * The function with another configuration.
     *
     * @param layers those that were asked for, or null to keep its own
     */
    FunctionRecord configurationUpdated(
            FunctionRecord old, UpdateConfiguration wish, @Nullable List<LayerUse> layers, Stamp stamp) {
        ConfigurationRules.checkModel(wish.settings(), false);
        ImageDecisions.admitUpdate(old, wish.settings());
        admitUpdate(old, wish.revisionId());
        Configuration merged = ConfigurationRules.merged(old.configuration(), wish.settings(), architecture, runtimes);
        return updated(old, layers == null ? merged : merged.withLayers(layers), old.code(), stamp);
    }

    private static FunctionRecord updated(
            FunctionRecord old, Configuration configuration, StoredCode code, Stamp stamp) {
        LayerDecisions.checkSize(configuration, code);
        boolean same = configuration.equals(old.configuration())
                && code.digest().equals(old.code().digest());
        return new FunctionRecord(
                old.name(),
                old.version(),
                configuration,
                code,
                old.state(),
                new UpdateStatus.InProgress(),
                stamp.now,
                stamp.revisionId,
                same ? old.deployment() : stamp.deployment,
                old.tags());
    }

    private void admitUpdate(FunctionRecord old, @Nullable String revisionId) {
        admitRevision(revisionId, old.revisionId());
        admitChange(old, arn(old.name()));
    }

    /** Refuses a change that was meant for another revision. */
    static void admitRevision(@Nullable String wanted, String actual) {
        if (wanted != null && !wanted.equals(actual)) {
            throw new Fault(
                            Fault.Kind.PRECONDITION_FAILED,
                            "The Revision Id provided does not match the latest Revision Id. Call the"
                                    + " GetFunction/GetAlias API to retrieve the latest Revision Id")
                    .asException();
        }
    }

    /** Refuses a change while another is under way. */
    static void admitChange(FunctionRecord old, String arn) {
        switch (old.state()) {
            case FunctionState.Pending _ -> throw notNow("Pending");
            case FunctionState.Active _, FunctionState.Failed _ -> {}
        }
        switch (old.update()) {
            case UpdateStatus.InProgress _ ->
                throw new Fault(
                                Fault.Kind.CONFLICT,
                                "The operation cannot be performed at this time. "
                                        + "An update is in progress for resource: "
                                        + arn)
                        .asException();
            case UpdateStatus.Successful _, UpdateStatus.Failed _ -> {}
        }
    }

    static FaultException notNow(String state) {
        return new Fault(
                        Fault.Kind.CONFLICT,
                        "The operation cannot be performed at this time. The function is currently in the following"
                                + " state: " + state)
                .asException();
    }

    /** The function once its code was found ready, or not ({@code problem} is then not empty). */
    FunctionRecord settled(FunctionRecord old, String problem, VersionSnapshots.Outcome snapshot, String revisionId) {
        if (!problem.isEmpty()) {
            return failed(old, problem, "InvalidZipFileException", revisionId);
        }
        return switch (snapshot) {
            case VersionSnapshots.Outcome.InitFailed(String reason, String code) ->
                failed(old, reason, code, revisionId);
            case VersionSnapshots.Outcome.Taken _ -> active(old, true, revisionId);
            case VersionSnapshots.Outcome.NotTaken _ -> active(old, false, revisionId);
        };
    }

    private FunctionRecord active(FunctionRecord old, boolean snapshot, String revisionId) {
        String note = RuntimeRules.note(old.configuration().runtime(), runtimes);
        return old.withStatus(new FunctionState.Active(note, snapshot), new UpdateStatus.Successful(), revisionId);
    }

    private static FunctionRecord failed(FunctionRecord old, String problem, String code, String revisionId) {
        FunctionState state =
                old.state() instanceof FunctionState.Pending ? new FunctionState.Failed(problem, code) : old.state();
        return old.withStatus(state, new UpdateStatus.Failed(problem, code), revisionId);
    }

    /** The function as it comes back from the store on a machine whose interpreters may have changed. */
    FunctionRecord reloaded(FunctionRecord stored) {
        return switch (stored.state()) {
            case FunctionState.Active active ->
                stored.withStatus(
                        new FunctionState.Active(
                                RuntimeRules.note(stored.configuration().runtime(), runtimes), active.snapshot()),
                        stored.update(),
                        stored.revisionId());
            case FunctionState.Pending _, FunctionState.Failed _ -> stored;
        };
    }

    static boolean unsettled(FunctionRecord function) {
        return function.state() instanceof FunctionState.Pending
                || function.update() instanceof UpdateStatus.InProgress;
    }

    FunctionRecord tagged(FunctionRecord old, Map<String, String> tags) {
        return old.withTags(TagRules.merged(old.tags(), tags));
    }

    FunctionRecord untagged(FunctionRecord old, List<String> keys) {
        Map<String, String> tags = new TreeMap<>(old.tags());
        keys.forEach(tags::remove);
        return old.withTags(tags);
    }

    static byte[] zip(byte @Nullable [] zip) {
        if (zip == null) {
            throw refused("Please provide a source for function code.");
        }
        return zip;
    }

    /** Refuses a package for which the account has no room. */
    static void checkStorage(long bytesInUse, long size) {
        if (bytesInUse + size > RegistryLimits.CODE_STORAGE_BYTES) {
            throw new Fault(Fault.Kind.CODE_STORAGE_EXCEEDED, "Code storage limit exceeded.").asException();
        }
    }

    String arn(String name) {
        return scope.arn("lambda", "function:" + name);
    }

    static FaultException notFound(String arn, @Nullable String qualifier) {
        String resource = qualifier == null ? arn : arn + ":" + qualifier;
        return new Fault(Fault.Kind.NOT_FOUND, "Function not found: " + resource).asException();
    }

    static FaultException refused(String message) {
        return new Fault(Fault.Kind.INVALID_PARAMETER, message).asException();
    }
}
