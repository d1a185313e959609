package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.LocalClient;
import dev.hearth.aws.LocalStream;
import dev.hearth.aws.PlainRoute;
import dev.hearth.aws.cloudformation.CloudFormationApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import dev.hearth.neighbours.cloudformation.StackStore;
import dev.hearth.neighbours.resources.ResourceTypes;
import dev.hearth.neighbours.sam.SamTransform;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudFormation, made of its parts when it is first asked for, or when something of it was under way. */
final class StackParts {

    private final StackStore store;
    private final URI endpoint;
    private final Ports ports;
    private final AwsScope scope;
    private final S3Parts s3;
    private final Frontend frontend;
    private List<AwsApi> apis = List.of();
    private @Nullable CloudFormation made;

    private StackParts(Ground ground, Database database, S3Parts s3, Frontend frontend) {
        this.store = Stores.stacks(database);
        this.endpoint = ground.endpoint();
        this.ports = ground.ports();
        this.scope = ground.options().scope();
        this.s3 = s3;
        this.frontend = frontend;
    }

    /** @param s3 where templates are that a URL names */
    static StackParts over(Ground ground, Database database, S3Parts s3, Frontend frontend) {
        return new StackParts(ground, database, s3, frontend);
    }

    /** {@code others}, by which resources are made, and CloudFormation's own. */
    List<AwsApi> after(List<AwsApi> others) {
        apis = List.copyOf(others);
        List<AwsApi> all = new ArrayList<>(others);
        all.add(AwsApi.late("cloudformation", () -> CloudFormationApi.create(stacks())));
        return all;
    }

    /** Where custom resources answer. */
    PlainRoute responses() {
        return CloudFormationApi.responses(this::stacks);
    }

    /** Goes on with what a predecessor left under way. */
    void resume() {
        if (store.isAnyBusy()) {
            stacks().resume();
        }
    }

    private synchronized CloudFormation stacks() {
        CloudFormation known = made;
        if (known == null) {
            LocalClient client = LocalClient.create(apis, scope, endpoint.toString(), ports.randomness());
            known = CloudFormation.create(
                    store,
                    new LocalStackClients(
                            client, new LocalStream(s3.api(), scope, ports.randomness()), s3.code(), frontend, ports),
                    ResourceTypes.all(),
                    Map.of(SamTransform.NAME, SamTransform.create("aws", scope.region())),
                    endpoint,
                    ports,
                    scope);
            made = known;
        }
        return known;
    }
}
