package dev.hearth.services.registry;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of this account and region.
 *
 * <p>A {@code function} parameter is a name, a partial or a full ARN, with or without a qualifier at its end. Every
 * method throws {@link FaultException}: VALIDATION, INVALID_PARAMETER, NOT_FOUND or ACCESS_DENIED for what it names,
 * and what is said at the method. Changes block until they are committed; everything else answers from memory.
 */
public interface Registry {

    /**
     * The registry over its stores, with every function that they hold.
     *
     * @param architecture the host's own: {@code x86_64} or {@code arm64}
     */
    static Registry create(
            Ports ports,
            AwsScope scope,
            RegistryStore store,
            CodeStore code,
            Runtimes runtimes,
            String architecture,
            Listener listener) {
        return create(
                ports,
                scope,
                store,
                code,
                runtimes,
                architecture,
                listener,
                ContainerImages.NONE,
                VersionSnapshots.NONE);
    }

    /** The same, with container images that functions can be made of, and snapshots of versions. */
    static Registry create(
            Ports ports,
            AwsScope scope,
            RegistryStore store,
            CodeStore code,
            Runtimes runtimes,
            String architecture,
            Listener listener,
            ContainerImages images,
            VersionSnapshots snapshots) {
        LocalRegistry registry = new LocalRegistry(
                ports,
                new FunctionDecisions(scope, architecture, runtimes),
                new RegistryMemory(scope, store),
                code,
                listener,
                images,
                snapshots);
        registry.load();
        return registry;
    }

    /**
     * The version that an invocation of {@code function} reaches now; an alias with weights draws one at every call.
     * Answers from memory and takes no lock: it stands in every invocation's way.
     *
     * @param function a name, partial ARN or full ARN, with or without a qualifier at its end
     * @param qualifier a version, {@code $LATEST} or an alias; null for none
     * @throws FaultException NOT_FOUND, INVALID_PARAMETER, or CONFLICT while the function is not active
     */
    FunctionVersion resolve(String function, @Nullable String qualifier);

    /**
     * Makes a function. It is Pending when this returns and becomes Active by itself.
     *
     * @return its {@code $LATEST}, or its first version when that was to be published
     * @throws FaultException also ALREADY_EXISTS, REQUEST_TOO_LARGE, CODE_STORAGE_EXCEEDED
     */
    FunctionRecord create(CreateFunction wish);

    /**
     * One version of a function; an alias means the version that it points to.
     *
     * @param action what the caller wants, for example {@code lambda:GetFunction}
     */
    FunctionRecord get(String action, String function, @Nullable String qualifier);

    /**
     * Functions in order of name.
     *
     * @param marker a former page's, or null for the first page
     * @param maxItems 1 to 10,000; at most {@link RegistryLimits#PAGE_SIZE} come at once
     */
    FunctionPage list(@Nullable String marker, @Nullable Integer maxItems);

    /**
     * Versions in order of function name, {@code $LATEST} first and then by number; pages as in {@link #list}.
     *
     * @param function the versions of this one only, or null for those of all
     */
    FunctionPage versions(@Nullable String function, @Nullable String marker, @Nullable Integer maxItems);

    /**
     * Publishes {@code $LATEST} as it is now, or answers with the last version when nothing changed since. A new one
     * is Pending when this returns and becomes Active by itself.
     *
     * @throws FaultException also PRECONDITION_FAILED, CONFLICT
     */
    FunctionRecord publish(PublishVersion wish);

    /** The functions' resource policies. */
    Policies policies();

    /** What else can be said of functions. */
    FunctionOptions options();

    /** The layers of this account and region. */
    Layers layers();

    /** The functions' aliases. */
    Aliases aliases();

    /** The functions' URLs. */
    FunctionUrls urls();

    /**
     * Gives a function other code; with a dry run only says what would come of it.
     *
     * @return its {@code $LATEST}, or the version that was to be published
     * @throws FaultException also PRECONDITION_FAILED, CONFLICT, REQUEST_TOO_LARGE, CODE_STORAGE_EXCEEDED
     */
    FunctionRecord updateCode(UpdateCode wish);

    /**
     * Gives a function another configuration.
     *
     * @throws FaultException also PRECONDITION_FAILED, CONFLICT
     */
    FunctionRecord updateConfiguration(UpdateConfiguration wish);

    /**
     * Deletes a function with all its versions and aliases, or one published version; without effect when that does
     * not exist.
     *
     * @throws FaultException also CONFLICT while an alias points to the version
     */
    void delete(String function, @Nullable String qualifier);

    /** Adds tags, or replaces their values. */
    void tag(String function, Map<String, String> tags);

    /** Takes tags away; unknown ones are ignored. */
    void untag(String function, List<String> keys);

    /** What the account uses now. */
    Usage usage();

    /** The unqualified ARN of a function of this account and region. */
    String arn(String name);

    /** The ARN of a function, qualified as the caller qualified it; nothing need exist under it. */
    String arn(String function, @Nullable String qualifier);

    /** Told of every change that makes environments of older revisions useless. */
    @FunctionalInterface
    interface Listener {

        /** {@code function} (its unqualified ARN) was updated, or deleted. */
        void changed(String functionArn);

        /** {@code function} (its unqualified ARN) was deleted with all that it had. */
        default void deleted(String functionArn) {
            changed(functionArn);
        }

        /** An alias of {@code function} points elsewhere or is no more, or one of its published versions is no more. */
        default void repointed(String functionArn) {}
    }
}
