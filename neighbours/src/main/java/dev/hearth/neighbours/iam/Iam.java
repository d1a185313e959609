package dev.hearth.neighbours.iam;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** IAM of this account. Refusals are {@link IamError}s; every change is durable when its method returns. */
public interface Iam {

    /**
     * IAM over what {@code store} keeps, which is read at the first call.
     *
     * @param keys learns of access keys that are made, changed and deleted
     */
    static Iam create(IamStore store, KeyRing keys, Ports ports, AwsScope scope) {
        return new RoomIam(store, keys, ports, scope);
    }

    /** Makes something new. */
    IamEntity create(IamWish wish);

    /** The thing of that name; a managed policy's name is its ARN, and AWS's own policies are among them. */
    IamEntity get(IamKind kind, String name);

    /** As {@link #get}, but null when there is none. */
    @Nullable
    IamEntity find(IamKind kind, String name);

    /** All of a kind whose path begins so, by name. */
    List<IamEntity> list(IamKind kind, @Nullable String pathPrefix);

    /** AWS's own managed policies, as far as they are known here. */
    List<IamEntity> awsPolicies();

    String arn(IamEntity entity);

    /** Changes settings; an empty value takes one away. */
    IamEntity update(IamKind kind, String name, Map<IamSetting, String> settings);

    /** Renames or moves; null leaves as it is. */
    IamEntity rename(IamKind kind, String name, @Nullable String newName, @Nullable String newPath);

    /** Deletes what nothing depends on any more. */
    void delete(IamKind kind, String name);

    void tag(IamKind kind, String name, Map<String, String> tags);

    void untag(IamKind kind, String name, List<String> keys);

    /** Puts an inline policy into a user, group or role. */
    void putInline(IamKind kind, String name, String policy, String document);

    /** The document of an inline policy. */
    String inline(IamKind kind, String name, String policy);

    void deleteInline(IamKind kind, String name, String policy);

    /** Attaches a managed policy; one that is attached already is no error. */
    void attach(IamKind kind, String name, String policyArn);

    void detach(IamKind kind, String name, String policyArn);

    /** Whom a managed policy is attached to. */
    List<IamEntity> attachedTo(String policyArn);

    /** How many have a managed policy for their permissions boundary. */
    int boundaryUses(String policyArn);

    /** Adds a user to a group or a role to an instance profile. */
    void join(IamKind kind, String name, String member);

    void leave(IamKind kind, String name, String member);

    /** The groups of a user, or the instance profiles of a role. */
    List<IamEntity> holding(IamKind kind, String member);

    /** Adds a version to a managed policy; gives its name. */
    String createVersion(String policyArn, String document, boolean isDefault);

    void setDefaultVersion(String policyArn, String version);

    void deleteVersion(String policyArn, String version);

    /** When a version of a managed policy was made, in milliseconds since 1970. */
    long versionMillis(IamEntity policy, String version);

    /**
     * Makes an access key of a user, or gives the one that was made by the same request.
     *
     * @param requestId of the request, which nobody outside can choose
     */
    NewKey createKey(String user, String requestId);

    /** The access keys of a user. */
    List<IamEntity> keys(String user);

    /** Makes an access key of a user Active or Inactive. */
    void setKeyStatus(String user, String keyId, String status);

    void deleteKey(String user, String keyId);

    /** What the policies of a user or role say: inline, attached, of groups, and its boundary. */
    IamPolicies policies(IamKind kind, String name);

    /**
     * An access key that was just made.
     *
     * @param entity what is kept of it
     * @param secret told this once
     */
    record NewKey(IamEntity entity, String secret) {

        @Override
        public String toString() {
            return "NewKey[" + entity.name() + "]";
        }
    }
}
