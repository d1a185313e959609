package dev.hearth.aws.lambda;

import dev.hearth.core.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What Lambda has and Hearth has not: refused by name, because dropping it would change what the function does. */
final class Unserved {

    private Unserved() {}

    static void check(CreateFunctionRequest request) {
        if (request.code() != null) {
            refuse(isSaid(request.code().sourceKMSKeyArn()), "Code.SourceKMSKeyArn");
        }
        refuse(isSaid(request.publishToAsString()), "PublishTo");
        refuse(isSaid(request.codeSigningConfigArn()), "CodeSigningConfigArn");
        refuse(request.durableConfig() != null, "DurableConfig");
        refuse(request.capacityProviderConfig() != null, "CapacityProviderConfig");
        refuse(request.hasFileSystemConfigs() && !request.fileSystemConfigs().isEmpty(), "FileSystemConfigs");
    }

    static void check(UpdateFunctionConfigurationRequest request) {
        refuse(request.durableConfig() != null, "DurableConfig");
        refuse(request.capacityProviderConfig() != null, "CapacityProviderConfig");
        refuse(request.hasFileSystemConfigs() && !request.fileSystemConfigs().isEmpty(), "FileSystemConfigs");
    }

    static void check(UpdateFunctionCodeRequest request) {
        refuse(isSaid(request.sourceKMSKeyArn()), "SourceKMSKeyArn");
        refuse(isSaid(request.publishToAsString()), "PublishTo");
    }

    static void check(PublishVersionRequest request) {
        refuse(isSaid(request.publishToAsString()), "PublishTo");
    }

    private static boolean isSaid(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new Fault(Fault.Kind.INVALID_PARAMETER, what + " is not served by this Hearth yet.").asException();
        }
    }
}
