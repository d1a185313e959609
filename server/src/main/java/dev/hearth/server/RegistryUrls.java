package dev.hearth.server;

import dev.hearth.aws.UrlDirectory;
import dev.hearth.core.FaultException;
import dev.hearth.services.registry.FunctionUrl;
import dev.hearth.services.registry.Policies;
import dev.hearth.services.registry.PolicyStatement;
import dev.hearth.services.registry.Registry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry's function URLs, as the edge asks for them. */
record RegistryUrls(Registry registry) implements UrlDirectory {

    private static final Policies.Request ANYBODY = new Policies.Request(
            new PolicyStatement.Principal(PolicyStatement.Principal.Kind.ANYBODY, "*"),
            "lambda:InvokeFunctionUrl",
            Map.of("lambda:FunctionUrlAuthType", "NONE"));

    @Override
    public @Nullable FunctionUrl find(String id) {
        return registry.urls().find(id);
    }

    @Override
    public boolean isOpen(FunctionUrl url) {
        try {
            return Policies.allows(registry.policies().get(url.function(), url.alias()), ANYBODY);
        } catch (FaultException nothingSaid) {
            return false;
        }
    }
}
