package dev.hearth.aws.lambda;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentInput;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;

/** Requests whose package is an object of S3, as if they carried it. */
record ObjectCode(CodeObjects objects) {

    private static boolean isSaid(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private SdkBytes bytes(String bucket, @Nullable String key, @Nullable String version) {
        return SdkBytes.fromByteArrayUnsafe(
                objects.read(bucket, key == null ? "" : key, isSaid(version) ? version : null));
    }

    CreateFunctionRequest filled(CreateFunctionRequest request) {
        FunctionCode code = request.code();
        if (code == null || !isSaid(code.s3Bucket())) {
            return request;
        }
        SdkBytes zip = bytes(code.s3Bucket(), code.s3Key(), code.s3ObjectVersion());
        return request.toBuilder()
                .code(code.toBuilder()
                        .zipFile(zip)
                        .s3Bucket(null)
                        .s3Key(null)
                        .s3ObjectVersion(null)
                        .build())
                .build();
    }

    UpdateFunctionCodeRequest filled(UpdateFunctionCodeRequest request) {
        return isSaid(request.s3Bucket())
                ? request.toBuilder()
                        .zipFile(bytes(request.s3Bucket(), request.s3Key(), request.s3ObjectVersion()))
                        .s3Bucket(null)
                        .s3Key(null)
                        .s3ObjectVersion(null)
                        .build()
                : request;
    }

    PublishLayerVersionRequest filled(PublishLayerVersionRequest request) {
        LayerVersionContentInput content = request.content();
        if (content == null || !isSaid(content.s3Bucket())) {
            return request;
        }
        SdkBytes zip = bytes(content.s3Bucket(), content.s3Key(), content.s3ObjectVersion());
        return request.toBuilder()
                .content(LayerVersionContentInput.builder().zipFile(zip).build())
                .build();
    }
}
