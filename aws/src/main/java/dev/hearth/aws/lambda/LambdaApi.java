package dev.hearth.aws.lambda;

import dev.hearth.aws.AwsApi;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.registry.Mappings;
import dev.hearth.services.registry.Registry;

/** The Lambda API (2015-03-31) but for Invoke, which the edge serves itself. */
public interface LambdaApi {

    /**
     * The API over a registry.
     *
     * @param links makes the URLs of {@code GetFunction}'s {@code Code.Location}
     * @param names makes the addresses of function URLs
     */
    static AwsApi create(
            Registry registry, Concurrency concurrency, Mappings mappings, CodeLinks links, UrlNames names) {
        return create(registry, concurrency, mappings, links, names, CodeObjects.NONE);
    }

    /** The same with packages in S3, which {@code objects} gets. */
    static AwsApi create(
            Registry registry,
            Concurrency concurrency,
            Mappings mappings,
            CodeLinks links,
            UrlNames names,
            CodeObjects objects) {
        return new LambdaOperations(registry, concurrency, mappings, links, names, new ObjectCode(objects));
    }
}
