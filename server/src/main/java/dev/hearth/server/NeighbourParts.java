package dev.hearth.server;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.PlainRoute;
import dev.hearth.aws.events.EventsApi;
import dev.hearth.aws.sns.SnsApi;
import dev.hearth.aws.sqs.SqsApi;
import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.events.Events;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.pollerfleet.DestinationSender;
import dev.hearth.services.registry.Registry;
import dev.hearth.storage.Database;
import dev.hearth.storage.Stores;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The AWS services beside Lambda, made of their parts. They end before the edge, so that it need not wait for long
 * polls.
 *
 * @param sqs the queues
 * @param sns the topics
 * @param events the event buses
 * @param scheduler the schedules
 * @param s3 buckets and objects
 * @param outbox what is on its way from one service to another
 * @param http brings it to URLs
 * @param dynamoDb the tables
 */
record NeighbourParts(
        Sqs sqs,
        Sns sns,
        Events events,
        SchedulerParts scheduler,
        S3Parts s3,
        Outbox outbox,
        HttpCourier http,
        DynamoDbParts dynamoDb)
        implements AutoCloseable {

    /** @param endpoint where subscribers reach this Hearth */
    static NeighbourParts start(
            Reign reign,
            DataFolder folder,
            Registry registry,
            Frontend frontend,
            URI endpoint,
            Ports ports,
            ServerOptions options) {
        AwsScope scope = options.scope();
        Database database = reign.database();
        Sqs sqs = Sqs.create(Stores.sqs(database, ports.tasks()), ports, scope);
        HttpCourier http = new HttpCourier();
        FunctionPermission permission = new FunctionPermission(registry, scope.account());
        LateCourier topics = new LateCourier();
        LateCourier buses = new LateCourier();
        LateCourier operations = new LateCourier();
        Couriers couriers = new Couriers(Map.of(
                "lambda",
                new FunctionCourier(frontend, permission, ports),
                "sqs",
                new QueueCourier(sqs),
                "sns",
                topics,
                "events",
                buses,
                SchedulerParts.UNIVERSAL,
                operations,
                "http",
                http,
                "https",
                http));
        OutboxStore kept = Stores.outbox(database);
        Outbox outbox = Outbox.create(kept, couriers, ports);
        Sns sns = Sns.create(Stores.sns(database), outbox, endpoint, ports, scope);
        topics.is(new TopicCourier(sns));
        Events events = Events.create(Stores.eventBridge(database), outbox, ports, scope);
        buses.is(new BusCourier(events));
        operations.is(SchedulerParts.universal(couriers, scope));
        SchedulerParts scheduler = SchedulerParts.open(database, kept, outbox, ports, scope);
        S3Parts.Elsewhere others = new S3Parts.Elsewhere(options.objects(), reign.objects());
        BucketTargets targets = new BucketTargets(sqs, sns, permission);
        S3Parts s3 = new S3Parts(database, kept, targets, outbox, folder.objects(), others, ports, scope);
        return new NeighbourParts(
                sqs, sns, events, scheduler, s3, outbox, http, DynamoDbParts.of(options, database, ports));
    }

    /** Goes on with what a predecessor left on its way. */
    void deliver() {
        outbox.start();
        events.start();
        scheduler.start();
        dynamoDb.start();
        s3.start();
    }

    /** {@code others}, their own APIs, and {@code last}. */
    List<AwsApi> apisAfter(List<AwsApi> last, AwsApi... others) {
        List<AwsApi> all = new ArrayList<>(List.of(others));
        all.add(SqsApi.create(sqs));
        all.add(SnsApi.create(sns));
        all.add(EventsApi.create(events));
        all.add(scheduler.api());
        all.addAll(dynamoDb.apis());
        all.addAll(last);
        return all;
    }

    /** What is measured of the queues. */
    QueueCollector collector(Ports ports) {
        return new QueueCollector(
                () -> sqs.reports(QueueCollector.MAX_QUEUES), () -> ports.time().millis());
    }

    /** What brings events' destinations and dead letters to them, by their names in ARNs. */
    Map<String, DestinationSender> senders() {
        return Map.of("sqs", new QueueSender(sqs), "sns", new TopicSender(sns), "events", new BusSender(events));
    }

    /** {@code others} and the pages that the neighbours' messages link to. */
    List<PlainRoute> pagesAfter(PlainRoute... others) {
        List<PlainRoute> all = new ArrayList<>(List.of(others));
        all.addAll(SnsApi.links(sns));
        return all;
    }

    @Override
    public void close() {
        events.close();
        scheduler.close();
        s3.close();
        outbox.close();
        http.close();
        dynamoDb.close();
        sqs.close();
    }
}
