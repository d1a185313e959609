package dev.hearth.drivers.cgroups;

import dev.hearth.drivers.linux.IoBuffer;
import dev.hearth.drivers.linux.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cgroups of one sandbox: one folder in version 2, one per controller in version 1. */
public final class HostCgroup implements SandboxCgroup {

    private static final Logger LOG = LoggerFactory.getLogger(HostCgroup.class);

    private final Map<String, Cgroups.Group> groups;
    private final CgroupLimits limits;
    private final Optional<Freezer> freezer;
    private int peakFile = -1;

    public HostCgroup(Map<String, Cgroups.Group> groups, CgroupLimits limits, Optional<Freezer> freezer) {
        this.groups = groups;
        this.limits = limits;
        this.freezer = freezer;
    }

    public void make() throws IOException {
        for (Path folder : folders()) {
            Files.createDirectory(folder);
        }
        for (Map.Entry<String, Cgroups.Group> each : groups.entrySet()) {
            Cgroups.Group group = each.getValue();
            write(each.getKey(), group, limits.files(each.getKey(), group.unified()));
        }
        Cgroups.Group memory = groups.get("memory");
        if (memory != null) {
            openPeak(memory);
        }
    }

    /** Older kernels of version 2 tell only what is in use now. */
    private void openPeak(Cgroups.Group memory) throws IOException {
        List<String> names =
                memory.unified() ? List.of("memory.peak", "memory.current") : List.of("memory.max_usage_in_bytes");
        for (String name : names) {
            Path file = memory.folder().resolve(name);
            if (Files.exists(file)) {
                peakFile = Linux.openForReading(file);
                return;
            }
        }
    }

    private static void write(String controller, Cgroups.Group group, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = group.folder().resolve(file.getKey());
            if (file.getKey().equals(CgroupLimits.mainFile(controller, group.unified())) || Files.exists(path)) {
                Files.writeString(path, file.getValue());
            }
        }
    }

    private List<Path> folders() {
        return groups.values().stream().map(Cgroups.Group::folder).distinct().toList();
    }

    @Override
    public List<Path> tasksFiles() {
        return folders(false).map(folder -> folder.resolve("tasks")).toList();
    }

    @Override
    public Optional<Path> unifiedFolder() {
        return folders(true).findFirst();
    }

    private Stream<Path> folders(boolean unified) {
        return groups.values().stream()
                .filter(group -> group.unified() == unified)
                .map(Cgroups.Group::folder)
                .distinct();
    }

    @Override
    public Optional<Freezer> freezer() {
        return freezer;
    }

    @Override
    public void endInit() {
        Cgroups.Group cpu = groups.get("cpu");
        if (cpu != null && limits.initQuotaMicros() != limits.cpuQuotaMicros()) {
            try {
                write("cpu", cpu, CgroupLimits.cpuFiles(limits.cpuQuotaMicros(), cpu.unified()));
            } catch (IOException gone) {
                LOG.debug("the sandbox ended meanwhile", gone);
            }
        }
    }

    @Override
    public long peakBytes() {
        if (peakFile < 0) {
            return 0;
        }
        IoBuffer buffer = IoBuffer.take();
        try {
            int count = Linux.readFromStart(peakFile, buffer);
            return count <= 0 ? 0 : Long.parseLong(text(buffer, count).strip());
        } finally {
            buffer.giveBack();
        }
    }

    private static String text(IoBuffer buffer, int count) {
        return StandardCharsets.US_ASCII.decode(buffer.first(count)).toString();
    }

    @Override
    public boolean outOfMemory() {
        Cgroups.Group memory = groups.get("memory");
        if (memory == null) {
            return false;
        }
        Path events = memory.folder().resolve(memory.unified() ? "memory.events" : "memory.oom_control");
        try {
            return Files.readAllLines(events).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .anyMatch(line -> !line.endsWith(" 0"));
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void remove() {
        if (peakFile >= 0) {
            Linux.close(peakFile);
            peakFile = -1;
        }
        freezer.ifPresent(Freezer::remove);
        folders().forEach(Cgroups::remove);
    }
}
