package dev.hearth.storage;

import dev.hearth.core.Randomness;
import dev.hearth.core.Tasks;
import dev.hearth.core.Time;
import dev.hearth.neighbours.apigateway.ApiStore;
import dev.hearth.neighbours.cloudformation.StackStore;
import dev.hearth.neighbours.dynamodb.TableStore;
import dev.hearth.neighbours.ec2.Ec2Store;
import dev.hearth.neighbours.events.EventsStore;
import dev.hearth.neighbours.iam.IamStore;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.s3.ObjectBytes;
import dev.hearth.neighbours.s3.S3Store;
import dev.hearth.neighbours.scheduler.SchedulerStore;
import dev.hearth.neighbours.sns.SnsStore;
import dev.hearth.neighbours.sqs.SqsStore;
import dev.hearth.neighbours.ssm.SsmStore;
import dev.hearth.services.frontend.ConcurrencyStore;
import dev.hearth.services.leasing.HostStore;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.pollerfleet.StartedEvents;
import dev.hearth.services.queuemanager.EventStore;
import dev.hearth.services.registry.MappingStore;
import dev.hearth.services.streamtracker.CheckpointStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The rooms' and neighbours' stores over one database. */
public interface Stores {

    /** Log groups, streams and events. */
    static LogStore logs(Database database) {
        return new SqlLogStore(database);
    }

    /** Reserved and provisioned concurrency. */
    static ConcurrencyStore concurrency(Database database) {
        return new SqlConcurrency(database);
    }

    /** SQS's queues and messages; {@code tasks} tells of commits. */
    static SqsStore sqs(Database database, Tasks tasks) {
        return new SqlSqs(database, tasks);
    }

    /** EC2's security groups and prefix lists. */
    static Ec2Store ec2(Database database) {
        return new SqlEc2(database);
    }

    /** Leases, which end by {@code time}'s monotonic clock: one process has the store, and its clock is the store's. */
    static LeaseStore leases(Database database, Time time) {
        return new SqlLeases(database, time);
    }

    /** The hosts of the cluster. */
    static HostStore hosts(Database database) {
        return new SqlHosts(database);
    }

    /**
     * Accepted events; their fence is the table of {@link #leases}.
     *
     * @param soon runs what it is given when its caller has done what else it has at hand: events that come together
     *     are committed together
     */
    static EventStore events(Database database, Executor soon) {
        return new SqlEvents(database, soon);
    }

    /** Which events' functions were started, in {@code file}. */
    static StartedEvents startedEvents(Path file) {
        return StartedFile.open(file);
    }

    /** Messages on their way. */
    static OutboxStore outbox(Database database) {
        return new SqlOutbox(database);
    }

    /** SNS's topics and subscriptions. */
    static SnsStore sns(Database database) {
        return new SqlSns(database);
    }

    /** EventBridge's buses, rules and archives. */
    static EventsStore eventBridge(Database database) {
        return new SqlEventBridge(database);
    }

    /** Schedules; {@code outbox}, where what they send is put, is one of {@link #outbox} over the same database. */
    static SchedulerStore scheduler(Database database, OutboxStore outbox) {
        return new SqlScheduler(database, (SqlOutbox) outbox);
    }

    /** CloudFormation's stacks. */
    static StackStore stacks(Database database) {
        return new SqlStacks(database);
    }

    /** How far streams are read; the fence is the table of {@link #leases}. */
    static CheckpointStore checkpoints(Database database) {
        return new SqlCheckpoints(database);
    }

    /** API Gateway's configurations. */
    static ApiStore apiGateway(Database database) {
        return new SqlApis(database);
    }

    /** DynamoDB's tables; {@code time} is in the numbers of stream records. */
    static TableStore dynamoDb(Database database, Time time) {
        return new SqlDynamoDb(database, time);
    }

    /** S3's buckets and objects; {@code outbox} is one of {@link #outbox} over the same database. */
    static S3Store s3(Database database, OutboxStore outbox) {
        return new SqlS3(database, (SqlOutbox) outbox);
    }

    /**
     * The bytes of S3's objects, as files below {@code folder}, which is made when it is missing.
     *
     * @param others where a piece is brought from that is not here
     */
    static ObjectBytes objectBytes(Path folder, Randomness randomness, Bringer others) {
        return DiskObjectBytes.open(folder, randomness, others);
    }

    /** Which of those files the store refers to. */
    static ObjectBytes.Referrals objectReferrals(Database database) {
        return files -> S3Pieces.unreferenced(database, files);
    }

    /** The file of a piece in that folder, if it is there. */
    static Optional<Path> objectFile(Path folder, String id) {
        return DiskObjectBytes.find(folder, id);
    }

    /** Brings a piece from elsewhere. */
    @FunctionalInterface
    interface Bringer {

        /** Nobody else has pieces. */
        Bringer NOBODY = (id, _) -> {
            throw new NoSuchFileException(id);
        };

        /**
         * Makes {@code file}, whole and on the disk. Blocks.
         *
         * @throws NoSuchFileException when nobody has it
         */
        void bring(String id, Path file) throws IOException;
    }

    /** Event source mappings. */
    static MappingStore mappings(Database database) {
        return new SqlMappings(database);
    }

    /** IAM's users, roles, policies and keys. */
    static IamStore iam(Database database) {
        return new SqlIam(database);
    }

    /** Parameters. */
    static SsmStore ssm(Database database) {
        return new SqlSsm(database);
    }
}
