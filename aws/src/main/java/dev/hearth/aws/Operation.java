package dev.hearth.aws;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An operation of an API that Hearth has built.
 *
 * @param name its name in AWS's model, for example {@code CreateFunction}
 * @param request makes an empty builder of its request type; {@code build()} on it gives the {@code I}
 * @param handler what it does
 * @param raw what it does instead, with its own bytes; or null
 */
public record Operation<I extends SdkPojo, O extends SdkPojo>(
        String name,
        Supplier<? extends SdkPojo> request,
        Handler<I, O> handler,
        @Nullable RawHandler raw) {

    /** One that the generic codec reads and writes. */
    public Operation(String name, Supplier<? extends SdkPojo> request, Handler<I, O> handler) {
        this(name, request, handler, null);
    }

    /** The same for a list of operations of all types, which would not tell a constructor its own. */
    public static <I extends SdkPojo, O extends SdkPojo> Operation<I, O> built(
            String name, Supplier<? extends SdkPojo> request, Handler<I, O> handler) {
        return new Operation<>(name, request, handler);
    }

    /**
     * One that reads and writes its own bytes.
     *
     * @param request as above, for callers in this process; they alone need it
     */
    public static Operation<SdkPojo, SdkPojo> raw(
            String name, Supplier<? extends SdkPojo> request, RawHandler handler) {
        return new Operation<>(
                name,
                request,
                (call, decoded) -> {
                    throw new IllegalStateException("it reads and writes its own bytes");
                },
                handler);
    }
}
