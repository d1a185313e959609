package dev.hearth.aws;

import org.jspecify.annotations.Nullable;

/** What serving an API needs, read and made by the first request that is for it. */
final class LateServed {

    private final AwsApi api;
    private volatile @Nullable ApiModel model;
    private volatile @Nullable ServedApi served;

    LateServed(AwsApi api) {
        this.api = api;
    }

    /** AWS's word on it, which is cheap beside the handlers. */
    ApiModel model() {
        ApiModel known = model;
        if (known == null) {
            known = ApiModel.load(api.service());
            model = known;
        }
        return known;
    }

    ServedApi served() {
        ServedApi known = served;
        return known != null ? known : make();
    }

    private synchronized ServedApi make() {
        ServedApi known = served;
        if (known == null) {
            known = ServedApi.of(api, model());
            served = known;
        }
        return known;
    }
}
