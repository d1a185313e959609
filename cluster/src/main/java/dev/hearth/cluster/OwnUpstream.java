package dev.hearth.cluster;

import dev.hearth.services.logs.LogAppender;
import java.io.IOException;
import java.nio.file.Path;

/** This host decides itself: lines need not travel. */
record OwnUpstream(LogAppender logs, ClusterMember.Packages packages) implements Upstream {

    @Override
    public void log(Line line) {
        logs.open(line.group(), line.stream()).append(line.millis(), line.utf8(), 0, line.utf8().length);
    }

    @Override
    public byte[] fetch(String digest) throws IOException {
        return packages.fetch(digest);
    }

    @Override
    public void file(String name, Path target, long mostBytes) throws IOException {
        packages.file(name, target, mostBytes);
    }
}
