package dev.hearth.drivers.firecracker;

import dev.hearth.core.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of one microVM, as a list of named steps: a host user, a folder, the files, the process, its API, the
 * configuration, the start; or in place of the last two the load of a snapshot.
 */
final class VmStart {

    private static final Logger LOG = LoggerFactory.getLogger(VmStart.class);

    /** Beside a microVM's root, where it cannot write: what the jailer and Firecracker print. */
    static final String OUTPUT = "output";
    /** How long the death of a killed process is waited for. */
    private static final Duration DEATH = Duration.ofSeconds(5);
    /** Between two looks at whether the API is there, nanoseconds; grows to the second. */
    private static final long FIRST_LOOK = 200_000;

    /** Most Firecrackers are there after some 12 ms. */
    private static final long USUAL = 50_000_000;

    private static final long LONGEST_USUAL_LOOK = 1_000_000;
    private static final long LONGEST_LOOK = 5_000_000;

    private final VmHost host;
    private final Optional<Attachment> attachment;
    private final VmHost.Patience patience;
    private final Optional<SnapshotFiles> snapshot;
    private final String id;
    private final Path folder;
    private final Path root;
    private final boolean byFile;
    private final Steps steps;
    private VmPlan plan;
    private OptionalInt user = OptionalInt.empty();
    private VmmLauncher.@Nullable VmmProcess process;
    private @Nullable ApiClient api;
    private @Nullable Link link;

    /** Connects a microVM to a network; what it takes for that it gives back by itself when the link is closed. */
    @FunctionalInterface
    interface Attachment {
        Link attach(String vmId, OptionalInt user) throws IOException;
    }

    /**
     * A connection to a network.
     *
     * @param plan the interface; empty for none
     * @param namespace in which the process is
     * @param close gives it back; told whether the process has left it
     */
    record Link(Optional<VmPlan.NetworkPlan> plan, Optional<Path> namespace, Closing close) {

        Link(VmPlan.NetworkPlan plan, Runnable close) {
            this(Optional.of(plan), plan.namespace(), _ -> close.run());
        }

        static Link nowhere(Path namespace, Closing close) {
            return new Link(Optional.empty(), Optional.of(namespace), close);
        }
    }

    /** How a link is closed. */
    @FunctionalInterface
    interface Closing {
        void close(boolean left);
    }

    /** {@code steps} gets the start's own; undoing it undoes the start. */
    VmStart(VmHost host, VmPlan plan, Optional<Attachment> attachment, Optional<SnapshotFiles> snapshot, Steps steps) {
        this.host = host;
        this.plan = plan;
        this.patience = host.patience();
        this.attachment = attachment;
        this.snapshot = snapshot;
        this.steps = steps;
        this.id = host.nextId();
        this.folder = host.folder(id);
        this.root = host.root(id);
        this.byFile = host.options().configureBy() == ConfigureBy.FILE && snapshot.isEmpty();
    }

    String id() {
        return id;
    }

    /** What it is made of; its network only from {@link #prepare} on. */
    VmPlan plan() {
        return plan;
    }

    /** Where the microVM's files and sockets are, from {@code prepare} on. */
    Path root() {
        return root;
    }

    /** Gives a socket to the microVM's user. */
    void own(Path socket) throws IOException {
        Folders.own(socket, user);
    }

    /**
     * The first half: everything that needs no process, so that the host's sockets can be bound before the guest dials.
     *
     * @throws Steps.Failed when a step failed; all is undone then
     */
    void prepare() throws Steps.Failed {
        List<Step> first = new ArrayList<>();
        first.add(Step.of("check the plan", this::check));
        if (host.jailed()) {
            first.add(Step.of(
                    "take a host user", this::takeUser, () -> host.users().giveBack(user)));
        }
        attachment.ifPresent(each -> first.add(Step.of("attach the network", () -> attach(each), this::detach)));
        first.add(Step.of("make the folder", () -> FileWork.perform(this::makeFolder), this::deleteFolder));
        first.add(Step.of("place the files", () -> FileWork.perform(this::placeFiles)));
        steps.forward(first);
    }

    /** The second half: returns when the guest's processors run, or could. */
    MicroVm start() throws Steps.Failed {
        VmConfig config = plan.config();
        List<Step> second = new ArrayList<>();
        second.add(Step.of("start the process", this::startProcess, this::endProcess));
        second.add(Step.of("reach its API", this::reachApi, () -> api().close()));
        if (byFile) {
            second.add(Step.of("see it run", this::seeItRun));
        } else {
            if (snapshot.isPresent()) {
                second.addAll(requests(config.observation()));
                second.add(request(Call.loadSnapshot(load(snapshot.get())), patience.start()));
            } else {
                second.addAll(requests(Stream.concat(config.observation().stream(), config.calls().stream())
                        .toList()));
                second.add(request(Call.action(ApiWords.ActionType.INSTANCE_START), patience.start()));
            }
        }
        steps.forward(second);
        api().rest();
        return new MicroVm(id, root, user, running(), api(), steps, host.ports());
    }

    private void check() throws IOException {
        Optional<String> refusal = plan.refusal(attachment.isPresent() ? 1 : 0);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        int longest = root.resolve(VmPlan.VSOCK + "_65535").toString().length();
        if (longest > MachineLimits.MAX_SOCKET_PATH) {
            throw new IOException(
                    "the paths of its sockets would have " + longest + " characters, " + MachineLimits.MAX_SOCKET_PATH
                            + " are allowed: choose a data folder with a shorter path (--data)");
        }
    }

    private void takeUser() throws IOException {
        user = OptionalInt.of(host.users().take());
    }

    private void attach(Attachment network) throws IOException {
        link = network.attach(id, user);
        link.plan().ifPresent(each -> plan = plan.with(each));
    }

    private void detach() {
        Link attached = link;
        if (attached != null) {
            VmmLauncher.VmmProcess started = process;
            attached.close().close(started == null || !started.isAlive());
        }
    }

    private void makeFolder() throws IOException {
        Files.createDirectories(host.jails());
        Folders.makePrivate(folder.getParent());
        Files.createDirectory(folder);
        Files.createDirectory(root);
        Folders.makePrivate(root);
        Folders.own(root, user);
    }

    private void deleteFolder() {
        try {
            Folders.delete(folder);
        } catch (IOException undeletable) {
            LOG.warn("cannot remove {}: the next start tries again", folder, undeletable);
        }
        for (Path cgroup : host.cgroups().folders(id)) {
            LeftOvers.removeCgroup(cgroup);
        }
    }

    private void placeFiles() throws IOException {
        if (snapshot.isPresent()) {
            host.placing().place(snapshot.get().state(), root.resolve(SnapshotFiles.STATE));
            host.placing().place(snapshot.get().memory(), root.resolve(SnapshotFiles.MEMORY));
        } else {
            host.placing().place(plan.kernel(), root.resolve(VmPlan.KERNEL));
            if (plan.initrd().isPresent()) {
                host.placing().place(plan.initrd().get(), root.resolve(VmPlan.INITRD));
            }
        }
        for (VmPlan.DrivePlan drive : plan.drives()) {
            Path as = root.resolve(drive.id());
            switch (drive.contents()) {
                case VmPlan.Shared(Path file) -> host.placing().place(file, as);
                case VmPlan.Scratch(VmPlan.Maker maker) -> {
                    maker.make(as);
                    Folders.own(as, user);
                }
            }
        }
        for (String written : List.of(VmPlan.LOG, VmPlan.METRICS)) {
            Folders.own(Files.createFile(root.resolve(written)), user);
        }
        if (byFile) {
            Path file = root.resolve(Commands.CONFIG_FILE);
            Files.writeString(file, plan.config().file(), StandardOpenOption.CREATE_NEW);
            Folders.own(file, user);
        }
    }

    private void startProcess() throws IOException {
        Optional<Path> namespace = Optional.ofNullable(link).flatMap(Link::namespace);
        List<String> command = host.command(id, user, plan.limits(), namespace, byFile);
        process = host.launcher().start(command, root, folder.resolve(OUTPUT));
    }

    private void endProcess() {
        VmmLauncher.VmmProcess started = process;
        if (started == null) {
            return;
        }
        started.kill();
        try {
            started.exit().get(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            LOG.warn("the process {} of microVM {} does not die", started.pid(), id, stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks until the socket takes a connection: Firecracker does not say when it is ready. */
    private void reachApi() throws IOException {
        api = new ApiClient(root.resolve(Commands.API_SOCKET), host.ports().timers());
        Time time = host.ports().time();
        long start = time.nanos();
        long look = FIRST_LOOK;
        while (!api().connect()) {
            if (!running().isAlive()) {
                throw gone(new IOException("it ended before it served its API"));
            }
            if (time.nanos() - start > patience.apiUp().toNanos()) {
                throw new IOException(
                        "its API was not there after " + patience.apiUp().toMillis() + " ms");
            }
            LockSupport.parkNanos(look);
            boolean usual = time.nanos() - start < USUAL;
            look = Math.min(usual ? LONGEST_USUAL_LOOK : LONGEST_LOOK, look * 2);
        }
    }

    /** With a configuration file the API answers once the machine is built, or never. */
    private void seeItRun() throws IOException {
        Call call = Call.describe();
        Object state = answered(call, patience.start()).get("state");
        if (!"Running".equals(state)) {
            throw new IOException("it is '" + state + "' instead of running");
        }
    }

    /** A step for each answer; the requests are all sent by the first of them. */
    private List<Step> requests(List<Call> calls) {
        List<Step> all = new ArrayList<>();
        for (Call call : calls) {
            boolean first = all.isEmpty();
            all.add(Step.of(
                    call.toString(),
                    () -> heard(() -> {
                        if (first) {
                            api().sendAhead(calls);
                        }
                        return api().answer(call, patience.request());
                    })));
        }
        return all;
    }

    private Step request(Call call, Duration limit) {
        return Step.of(call.toString(), () -> answered(call, limit));
    }

    private java.util.Map<String, @Nullable Object> answered(Call call, Duration limit) throws IOException {
        return heard(() -> api().send(call, limit));
    }

    /** What the API is asked. */
    @FunctionalInterface
    private interface Asking {
        java.util.Map<String, @Nullable Object> ask() throws IOException;
    }

    private java.util.Map<String, @Nullable Object> heard(Asking asking) throws IOException {
        try {
            return asking.ask();
        } catch (ApiFault fault) {
            throw new IOException(fault.getMessage() + " (" + FaultDecisions.toDo(fault.getMessage()) + ")", fault);
        } catch (IOException lost) {
            throw gone(lost);
        }
    }

    /** A process that died says more than the connection that broke. */
    private IOException gone(IOException lost) {
        try {
            ExitDecisions.Exit exit = ExitDecisions.of(running().exit().get(200, TimeUnit.MILLISECONDS));
            String said = MicroVm.lastWords(root);
            return new IOException(
                    "the process ended with status " + exit.status() + ": " + exit.meaning()
                            + (said.isEmpty() ? "" : ". It said: " + said + " (" + FaultDecisions.toDo(said) + ")"),
                    lost);
        } catch (TimeoutException | ExecutionException stillThere) {
            return lost;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return lost;
        }
    }

    private ApiWords.SnapshotLoad load(SnapshotFiles from) {
        List<ApiWords.NetworkOverride> overrides = plan.network().stream()
                .filter(network -> !network.tap().equals(from.tap()))
                .map(network -> new ApiWords.NetworkOverride(VmPlan.INTERFACE, network.tap()))
                .toList();
        return new ApiWords.SnapshotLoad(
                SnapshotFiles.STATE,
                new ApiWords.MemoryBackend(ApiWords.BackendType.FILE, SnapshotFiles.MEMORY),
                null,
                !from.standStill(),
                overrides.isEmpty() ? null : overrides,
                from.vsock().equals(VmPlan.VSOCK) ? null : new ApiWords.VsockOverride(VmPlan.VSOCK),
                null);
    }

    private VmmLauncher.VmmProcess running() {
        return java.util.Objects.requireNonNull(process);
    }

    private ApiClient api() {
        return java.util.Objects.requireNonNull(api);
    }
}
