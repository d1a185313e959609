package dev.hearth.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An operation of an API that Hearth has built.
 *
 * @param name its name in AWS's model, for example {@code CreateFunction}
 * @param request makes an empty builder of its request type; {@code build()} on it gives the {@code I}
 * @param handler what it does
 */
public record Operation<I extends SdkPojo, O extends SdkPojo>(
        String name, Supplier<? extends SdkPojo> request, Handler<I, O> handler) {}
