package dev.hearth.aws.lambda;

import dev.hearth.core.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What Lambda has and Hearth has not: refused by name, because dropping it would change what the function does. */
final class Unserved {

    private Unserved() {}

    static void check(CreateFunctionRequest request) {
        if (request.code() != null) {
            checkSource(request.code().s3Bucket());
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
        checkSource(request.s3Bucket());
        refuse(isSaid(request.sourceKMSKeyArn()), "SourceKMSKeyArn");
        refuse(isSaid(request.publishToAsString()), "PublishTo");
    }

    static void check(PublishVersionRequest request) {
        refuse(isSaid(request.publishToAsString()), "PublishTo");
    }

    static void check(PublishLayerVersionRequest request) {
        if (request.content() != null) {
            refuse(isSaid(request.content().s3Bucket()), "Content.S3Bucket (use ZipFile)");
        }
    }

    private static void checkSource(@Nullable String s3Bucket) {
        refuse(isSaid(s3Bucket), "Code.S3Bucket (use ZipFile)");
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
