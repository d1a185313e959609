package dev.hearth.aws;

import dev.hearth.aws.AwsApi.AwsError;
import org.jspecify.annotations.Nullable;

/** What a request is for: decides how much body it may carry, answers it, and gives errors their form. */
sealed interface Target
        permits InvokeTarget,
                ApiTarget,
                PlainTarget,
                UrlTarget,
                GatewayTarget,
                StreamTarget,
                NoRegistryTarget,
                NoTarget {

    /** The most bytes of body that are read. */
    int bodyLimit();

    /** What the caller is told of a longer body. */
    AwsError tooLarge();

    /** Answers; on the event loop, after the signature was found good. */
    void serve(Exchange exchange, Body body);

    /** An error in the form of a target that belongs to no API. */
    default Reply plain(AwsError error) {
        return PlainError.reply(error);
    }

    /** The API whose form errors take, or null for the plainest one. */
    @Nullable
    ServedApi api();
}
