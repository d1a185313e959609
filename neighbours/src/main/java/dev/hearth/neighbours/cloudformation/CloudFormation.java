package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.resources.ResourceType;
import dev.hearth.neighbours.templates.Transform;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Stacks. Every method refuses by {@link dev.hearth.core.FaultException} with a code of {@link CloudFormationError}.
 * What is called {@code name} takes a name, or an ARN, which finds deleted stacks too.
 */
public interface CloudFormation {

    /**
     * CloudFormation over {@code store}.
     *
     * @param types by name; those of CloudFormation itself are added
     * @param transforms by name, beside the language extensions
     * @param endpoint where functions and people reach this Hearth
     */
    static CloudFormation create(
            StackStore store,
            StackClients clients,
            Map<String, ResourceType> types,
            Map<String, Transform> transforms,
            URI endpoint,
            Ports ports,
            AwsScope scope) {
        return new RoomCloudFormation(store, clients, types, transforms, endpoint, ports, scope);
    }

    /** Goes on with what was under way when a predecessor ended. */
    void resume();

    /** Begins to make a stack. */
    Stack create(StackRequest request, StackOptions options, String accessKeyId);

    /** Begins to change a stack. */
    Stack update(StackRequest request, boolean disableRollback, String accessKeyId);

    /** Begins to delete a stack; that there is none is fine. */
    void delete(String name, List<String> retained, String token, String accessKeyId);

    /** Takes an update back that is under way. */
    void cancelUpdate(String name);

    /** Tries again to take an update back, without the resources in {@code skipped}. */
    void continueRollback(String name, List<String> skipped, String token, String accessKeyId);

    /** Takes back what failed and was left as it was. */
    Stack rollback(String name, String token, String accessKeyId);

    Stack stack(String name);

    /** The same, after waiting for {@link StackLimits#SETTLING} at most for the end of what is under way. Blocks. */
    Stack settling(String name);

    /** All, the newest first. */
    List<Stack> stacks();

    /** Those of each logical id that count. */
    List<StackResource> resources(String name);

    /** The newest first, before the number {@code before}. */
    List<StackEvent> events(String name, long before, int limit);

    ChangeSet createChangeSet(
            StackRequest request,
            String changeSet,
            boolean creates,
            String description,
            StackOperation.OnFailure onFailure,
            String accessKeyId);

    /** @param changeSet a name or an ARN; with an ARN {@code name} may be empty */
    ChangeSet changeSet(String name, String changeSet);

    List<ChangeSet> changeSets(String name);

    void execute(String name, String changeSet, String token, boolean disableRollback, String accessKeyId);

    /** That there is none is fine. */
    void deleteChangeSet(String name, String changeSet);

    /** What a template says of itself, or a stack's own for a request with neither. */
    TemplateSummary summary(StackRequest request, String accessKeyId);

    Map<String, StackStore.Export> exports();

    /** Names of the stacks that import {@code export}. */
    List<String> importers(String export);

    void setPolicy(String name, String policy);

    Stack protect(String name, boolean isProtected);

    /** Tells a wait condition of a success or failure. */
    void signal(String name, String logicalId, String uniqueId, boolean success);

    /**
     * What a custom resource or whoever a wait condition waits for answers.
     *
     * @param path behind {@link #RESPONSES}
     * @return whether anybody waits for it
     */
    boolean respond(String path, String json);

    /** The names of the types that there are. */
    List<String> types();

    /** Where {@link #respond} is reached. */
    String RESPONSES = "/_hearth/cloudformation/";
}
