package dev.hearth.neighbours.iam;

import dev.hearth.core.Time;
import dev.hearth.neighbours.policy.PolicyDocument;
import dev.hearth.neighbours.policy.PolicyForm;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a managed policy: its documents, by the names {@code v1}, {@code v2}, …; numbers are not used again.
 */
final class PolicyVersions {

    private static final String FIRST = "v1";

    private final Time time;

    PolicyVersions(Time time) {
        this.time = time;
    }

    void check(String document) {
        PolicyDocument.checked(document, PolicyForm.IDENTITY);
        if (IamRules.size(document) > IamLimits.POLICY_CHARS) {
            throw IamError.quota("PolicySize", IamLimits.POLICY_CHARS);
        }
    }

    IamEntity first(IamEntity policy, String document) {
        return added(policy, FIRST, document).with(IamSetting.DEFAULT_VERSION, FIRST);
    }

    IamEntity next(IamEntity policy, String document, boolean isDefault) {
        if (policy.documents().size() >= IamLimits.VERSIONS_PER_POLICY) {
            throw IamError.LIMIT_EXCEEDED.because("A managed policy can have up to " + IamLimits.VERSIONS_PER_POLICY
                    + " versions. Before you create a new version, you must delete an existing version.");
        }
        String last = String.valueOf(policy.setting(IamSetting.LAST_VERSION));
        String version = "v" + (Integer.parseInt(last.substring(1)) + 1);
        IamEntity changed = added(policy, version, document);
        return isDefault ? changed.with(IamSetting.DEFAULT_VERSION, version) : changed;
    }

    private IamEntity added(IamEntity policy, String version, String document) {
        String now = Long.toString(time.millis());
        return policy.withDocument(version, document)
                .with(version, now)
                .with(IamSetting.LAST_VERSION, version)
                .with(IamSetting.UPDATED, now);
    }

    IamEntity makeDefault(IamEntity policy, String arn, String version) {
        require(policy, arn, version);
        return policy.with(IamSetting.DEFAULT_VERSION, version).with(IamSetting.UPDATED, Long.toString(time.millis()));
    }

    IamEntity without(IamEntity policy, String arn, String version) {
        require(policy, arn, version);
        if (version.equals(policy.setting(IamSetting.DEFAULT_VERSION))) {
            throw IamError.DELETE_CONFLICT.because("Cannot delete the default version of a policy.");
        }
        return policy.withDocument(version, null)
                .with(version, null)
                .with(IamSetting.UPDATED, Long.toString(time.millis()));
    }

    private static void require(IamEntity policy, String arn, String version) {
        if (!policy.documents().containsKey(version)) {
            throw IamError.NO_SUCH_ENTITY.because(
                    "Policy " + arn + " version " + version + " does not exist or is not attachable.");
        }
    }

    long millis(IamEntity policy, String version) {
        String when = policy.settings().get(version);
        return when == null ? policy.createdMillis() : Long.parseLong(when);
    }

    /** What a policy says now. */
    static @Nullable String document(IamEntity policy) {
        return policy.documents().get(String.valueOf(policy.setting(IamSetting.DEFAULT_VERSION)));
    }
}
