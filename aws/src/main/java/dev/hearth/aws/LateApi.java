package dev.hearth.aws;

import dev.hearth.core.Fault;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An {@link AwsApi} that is made by the first request for it, so that one that nobody uses costs nothing. */
final class LateApi implements AwsApi {

    private final String service;
    private final Supplier<AwsApi> make;
    private @Nullable AwsApi made;

    LateApi(String service, Supplier<AwsApi> make) {
        this.service = service;
        this.make = make;
    }

    private synchronized AwsApi made() {
        AwsApi api = made;
        if (api == null) {
            api = make.get();
            made = api;
        }
        return api;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return made().operations();
    }

    @Override
    public AwsError error(Fault fault) {
        return made().error(fault);
    }
}
