package dev.hearth.drivers.host;

import java.nio.file.Path;
import java.util.List;

/** The checks over this host's files. */
final class SystemChecks implements HostChecks {

    private final HostFiles files;

    SystemChecks(HostFiles files) {
        this.files = files;
    }

    @Override
    public HostCheck kvm(Path folder) {
        return KvmDecisions.judge(KvmProbe.run(folder), KVM_SECONDS);
    }

    @Override
    public List<HostCheck> hardening() {
        return Hardening.all(files);
    }
}
