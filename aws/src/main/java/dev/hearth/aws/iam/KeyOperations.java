package dev.hearth.aws.iam;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.IamEntity;
import dev.hearth.neighbours.iam.IamError;
import dev.hearth.neighbours.iam.IamKind;
import dev.hearth.neighbours.iam.IamSetting;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** The operations on access keys. */
final class KeyOperations {

    private final Iam iam;

    KeyOperations(Iam iam) {
        this.iam = iam;
    }

    CreateAccessKeyResponse create(Call call, CreateAccessKeyRequest request) {
        Iam.NewKey made = iam.createKey(UserOperations.nameOrSelf(call, request.userName()), call.requestId());
        return CreateAccessKeyResponse.builder()
                .accessKey(AccessKey.builder()
                        .userName(made.entity().setting(IamSetting.OWNER))
                        .accessKeyId(made.entity().name())
                        .secretAccessKey(made.secret())
                        .status(made.entity().setting(IamSetting.STATUS))
                        .createDate(Views.created(made.entity()))
                        .build())
                .build();
    }

    ListAccessKeysResponse list(Call call, ListAccessKeysRequest request) {
        Pages<IamEntity> page = Pages.of(
                iam.keys(UserOperations.nameOrSelf(call, request.userName())), request.maxItems(), request.marker());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items().stream()
                        .map(key -> AccessKeyMetadata.builder()
                                .userName(key.setting(IamSetting.OWNER))
                                .accessKeyId(key.name())
                                .status(key.setting(IamSetting.STATUS))
                                .createDate(Views.created(key))
                                .build())
                        .toList())
                .isTruncated(page.isTruncated())
                .marker(page.marker())
                .build();
    }

    UpdateAccessKeyResponse update(Call call, UpdateAccessKeyRequest request) {
        String status = Needed.member(request.statusAsString(), "status");
        if (!status.equals("Active") && !status.equals("Inactive")) {
            throw IamError.VALIDATION.because("1 validation error detected: Value '" + status
                    + "' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active,"
                    + " Inactive]");
        }
        iam.setKeyStatus(
                UserOperations.nameOrSelf(call, request.userName()),
                Needed.member(request.accessKeyId(), "accessKeyId"),
                status);
        return UpdateAccessKeyResponse.builder().build();
    }

    DeleteAccessKeyResponse delete(Call call, DeleteAccessKeyRequest request) {
        iam.deleteKey(
                UserOperations.nameOrSelf(call, request.userName()),
                Needed.member(request.accessKeyId(), "accessKeyId"));
        return DeleteAccessKeyResponse.builder().build();
    }

    /** When a key was last used is not recorded: it would be a write for each request. */
    GetAccessKeyLastUsedResponse lastUsed(Call call, GetAccessKeyLastUsedRequest request) {
        IamEntity key = iam.get(IamKind.KEY, Needed.member(request.accessKeyId(), "accessKeyId"));
        return GetAccessKeyLastUsedResponse.builder()
                .userName(key.setting(IamSetting.OWNER))
                .accessKeyLastUsed(AccessKeyLastUsed.builder()
                        .serviceName("N/A")
                        .region("N/A")
                        .build())
                .build();
    }
}
